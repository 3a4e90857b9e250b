"""Each letter through the verb that sends it: who gets it, what it says, and how it is dressed."""

import re
import uuid
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.utils.html import escape

from enquiries import emails, readers, references, workflows
from enquiries.models import Body, Enquiry
from enquiries.surveys.emails import invitation
from enquiries.wording import long_date
from parishes.models import Membership
from post.models import Letter

pytestmark = pytest.mark.django_db

EXPLANATION = (
    "We counted traffic on Main Street for two weeks in October. On average 210 vehicles an hour "
    "pass, at 27 miles an hour. This is below the level at which we put in a crossing."
)
NEXT_STEP = "We will count again in spring 2028."


@pytest.fixture
def letters(log, now, oscar, alice, outcomes, reasons):
    """Each letter there is, by kind, from the real verbs."""
    act = {"at": now, "by": oscar}
    speak = {"at": now, "by": alice}
    words = {"explanation": EXPLANATION, "next_step": NEXT_STEP}
    body = Body.objects.create(name="National Highways")

    enquiry = log()
    workflows.note(enquiry=enquiry, text="Private: they always complain", **act)
    workflows.update(enquiry=enquiry, text="Our engineer visits on Friday & Monday.", **act)
    workflows.ask(enquiry=enquiry, text="Which side of the road <floods>?", **act)
    workflows.reply(enquiry=enquiry, text="The side by the church.", **speak)
    longer = {"new_due_on": date(2026, 12, 9), "reason": "The survey is next week."}
    workflows.extend(enquiry=enquiry, **longer, **act)
    reason = next(iter(reasons.values()))
    workflows.answer(enquiry=enquiry, outcome=outcomes["not-now"], reason=reason, **words, **act)
    workflows.reopen(enquiry=enquiry, text="We asked about the bridge.", **speak)

    works = log()
    planned = {"planned_for": date(2027, 3, 1), "reason": None, **words}
    workflows.answer(enquiry=works, outcome=outcomes["will-do"], **planned, **act)
    workflows.close(enquiry=works, text="The crossing is open.", next_step="Nothing.", **act)
    workflows.pass_on(enquiry=log(), body=body, explanation="A trunk road is theirs.", **act)
    workflows.withdraw(enquiry=log(), text="", **speak)
    invite(works, alice, now)
    return {letter.kind: letter for letter in Letter.objects.order_by("-pk")}


def invite(enquiry: Enquiry, person, at) -> None:
    from enquiries.surveys.models import Survey

    survey = Survey(answer=enquiry.answers.get(), invited_at=at, closes_at=at + timedelta(days=28))
    invitation(survey=survey, token=str(uuid.uuid4()), person=person, at=at)


TO_CLERKS = [
    "received", "update", "question", "new_date", "answered", "passed_on", "work_done",
    "withdrawn_confirmed", "reopened_confirmed",
]  # fmt: skip
TO_OFFICERS = ["for_triage", "reopened", "reply_received"]
KINDS = [f"enquiries/{name}" for name in TO_CLERKS + TO_OFFICERS] + ["surveys/invitation"]


class Words(HTMLParser):
    """What a reader of the HTML reads, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links, self.in_body = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.in_body |= tag == "body"
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words += data.split() if self.in_body else []


def bare(words) -> list[str]:
    return [word.strip(":.“”") for word in words if not word.startswith("http")]


def test_there_is_no_letter_that_nobody_reads_here(letters):
    assert sorted(letters) == sorted(KINDS)


@pytest.mark.parametrize("which", KINDS)
def test_subject_leads_with_what_happened_and_names_place_and_reference(letters, which):
    letter = letters[which]
    assert re.fullmatch(r"[^–]+ – Main Street, Billesdon – PE-\d+-\d+", letter.subject)
    assert letter.subject.endswith(letter.about)
    assert len(letter.subject) <= 70
    assert not re.search("notification|^re:", letter.subject, re.IGNORECASE)


@pytest.mark.parametrize("which", KINDS)
def test_short_enough_to_be_read(letters, which):
    assert len(letters[which].text.split()) <= 150


@pytest.mark.parametrize("which", KINDS)
def test_text_and_html_say_the_same(letters, which):
    """Word for word, but for the heading, which repeats the subject's first words."""
    text, html = letters[which].text, Words(letters[which].html)
    heading = letters[which].subject.partition(" – ")[0].split()
    assert html.words[: len(heading)] == heading
    assert bare(html.words[len(heading) :]) == bare(text.split())


@pytest.mark.parametrize("which", KINDS)
def test_one_link_and_the_way_to_change_how_we_write(letters, which, settings):
    letter = letters[which]
    link, *choices = Words(letter.html).links
    assert link.startswith(settings.SITE_URL)
    assert re.findall(r"https?://\S+", letter.text) == [link, *choices]
    assert choices == ([f"{settings.SITE_URL}/letters/"] if letter.person else [])


@pytest.mark.parametrize("which", KINDS)
def test_html_is_for_everybody(letters, which):
    html = letters[which].html
    assert '<html lang="en">' in html
    assert html.count("<table") == html.count('role="presentation"') == 1
    assert "<img" not in html
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", html)]
    assert sizes and min(sizes) >= 16


@pytest.mark.parametrize("which", KINDS)
def test_no_gaps_no_markup_and_no_notes_in_the_text(letters, which):
    letter = letters[which]
    assert "\n\n\n" not in letter.text
    assert not re.search(r"&\w+;|</?p>|{[{%]", letter.text)
    assert "Private" not in letter.text + letter.html
    assert letter.text.endswith("Telephone: 0116 305 0001\n")


@pytest.mark.parametrize("which", [f"enquiries/{name}" for name in TO_CLERKS])
def test_clerks_read_the_status_sentence_first_and_their_own_words_again(letters, which, now):
    letter = letters[which]
    enquiry = Enquiry.objects.get(number=references.parse(letter.about))
    assert letter.to == "alice@people.example"
    assert "Cars go too fast past the school." in letter.text
    assert "because you asked us about this" in letter.text
    if which.endswith(("passed_on", "work_done", "withdrawn_confirmed")):
        assert enquiry.sentence_at(now) in letter.text.partition("\n")[0]


@pytest.mark.parametrize("which", [f"enquiries/{name}" for name in TO_OFFICERS])
def test_officers_read_when_the_reply_is_due(letters, which):
    assert re.search(r"Reply due by: \w+day \d", letters[which].text)
    assert "/officer/enquiries/PE-" in letters[which].text


def test_the_promised_date_is_the_same_text_everywhere(enquiry, now):
    promised = long_date(enquiry.promised_on)
    for letter in Letter.objects.all():
        assert promised in letter.text and promised in letter.html


def test_each_says_what_it_is_for(letters):
    def says(kind: str, words: str) -> bool:
        letter = letters[f"enquiries/{kind}"]
        return words in letter.text and escape(words) in letter.html

    assert says("update", "Our engineer visits on Friday & Monday.")
    assert says("new_date", "We need until Wednesday 9 December 2026: The survey is next week.")
    assert says("question", "Which side of the road <floods>?")
    assert says("answered", EXPLANATION)
    assert says("answered", NEXT_STEP)
    assert says("work_done", "The crossing is open.")
    assert says("passed_on", "National Highways")
    assert says("reply_received", "The side by the church.")
    assert says("reopened", "We asked about the bridge.")


def test_team_and_owner(letters, team, oscar):
    assert letters["enquiries/for_triage"].to == team.email
    assert letters["enquiries/reply_received"].to == oscar.email


def test_a_reply_nobody_owns_goes_to_the_team(enquiry, now, alice, team):
    workflows.add_information(enquiry=enquiry, text="It is worse now.", at=now, by=alice)
    letter = Letter.objects.get(kind="enquiries/reply_received")
    assert letter.to == team.email


def test_a_reply_to_an_officer_who_left_goes_to_the_team(enquiry, now, alice, oscar, team):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    oscar.is_active = False
    oscar.save()
    workflows.add_information(enquiry=enquiry, text="It is worse now.", at=now, by=alice)
    assert Letter.objects.get(kind="enquiries/reply_received").to == team.email


def test_without_a_mailbox_the_letter_for_triage_stays_and_says_so(log, team):
    team.email = ""
    team.save()
    log()
    assert set(Letter.objects.values_list("kind", "status", "error")) == {
        ("enquiries/received", "waiting", ""),
        ("enquiries/for_triage", "dropped", "There is no address."),
    }


def test_only_the_one_who_asked_hears_while_she_acts_for_the_council(enquiry, deputy, now, alice):
    assert list(readers.enquiry_people(enquiry, now)) == [alice]


@pytest.mark.parametrize("left", ["the council", "the portal"])
def test_once_she_has_left_her_successors_hear(enquiry, deputy, carol, gone, alice, now, left):
    if left == "the council":
        Membership.objects.filter(user=alice).update(ends_on=now.date() - timedelta(days=1))
    else:
        alice.is_active = False
        alice.save()
    assert list(readers.enquiry_people(enquiry, now)) == [deputy]


def test_her_last_day_counts_and_is_a_day_in_london(enquiry, deputy, alice, now):
    """00:30 London in summer is still the day before in UTC."""
    last = date(2027, 6, 30)
    Membership.objects.filter(user=alice).update(ends_on=last)
    night = now.replace(year=2027, month=6, day=30, hour=23, minute=59)
    assert list(readers.enquiry_people(enquiry, night)) == [alice]
    assert list(readers.enquiry_people(enquiry, night + timedelta(minutes=31))) == [deputy]


def test_one_letter_for_each_of_two_successors_and_none_twice(enquiry, deputy, alice, oscar, now):
    Membership.objects.filter(user=alice).update(ends_on=now.date() - timedelta(days=1))
    role = Membership.Role.CHAIR
    chair = Membership.objects.create(
        council=enquiry.council, user=oscar, role=role, starts_on=now.date()
    ).user
    event = workflows.update(enquiry=enquiry, text="News.", at=now, by=oscar)
    emails.update(enquiry=enquiry, event=event, at=now)
    news = Letter.objects.filter(kind="enquiries/update")
    assert sorted(letter.to for letter in news) == sorted([deputy.email, chair.email])
    assert "because you act for Billesdon Parish Council" in news[0].text


@pytest.mark.parametrize("road", ["x" * 200, "Main Street", "Lane from Old Hall to New Inn, A6"])
@pytest.mark.parametrize("parish", ["Ab", "Oakthorpe, Donisthorpe and Acresford", "P" * 150])
def test_a_long_place_is_cut_and_the_reference_is_not(road, parish):
    class Stub:
        reference = "PE-999-999-999"

    stub = Stub()
    stub.road, stub.parish = road, parish
    line = readers.subject_line("We have your enquiry", stub)
    assert len(line) <= 70
    assert line.endswith(" – PE-999-999-999")
    assert line.startswith(f"We have your enquiry – {road[:10]}")


def test_the_request_comes_back_in_brief(log):
    log(description="word " * 900)
    assert len(Letter.objects.get(kind="enquiries/received").text.split()) <= 150


def test_markup_and_line_breaks_in_words_do_no_harm(log):
    log(road="Main\r\nBcc: all@people.example", description="<script>alert(1)</script> {{ x }}")
    letter = Letter.objects.get(kind="enquiries/received")
    assert len(letter.subject.splitlines()) == 1
    assert "<script>" not in letter.html and "&lt;script&gt;" in letter.html
    assert "<script>alert(1)</script> {{ x }}" in letter.text
