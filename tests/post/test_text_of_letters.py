"""Every letter there is, from the verb that writes it, with long and awkward words: E1 to E10.

E1 text and HTML, E2 subject, E3 status and request, E4 nothing private, E5 why and how to change
it, E10 the set, its length and its reading age. The others are behaviour and tested where it is.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import transaction

from accounts.models import User
from accounts.workflows import ask_for_letter
from briefings.models import Audience, Edition, Meeting
from briefings.workflows import editions, items, meetings, readers, sending
from consistency.models import Change, StaleQuarter
from consistency.monthly import keep_month
from consistency.workflows import catch_up
from enquiries import emails, references, workflows
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.models import BankHoliday
from enquiries.models import Body, Enquiry
from enquiries.surveys.models import Survey
from enquiries.surveys.workflows import invite_all, remind_all, reply
from enquiries.workflows import sweeps
from enquiries.workflows.sweeps.monthly import send_monthly
from enquiries.workflows.unreached import tell_of
from parishes.workflows import invite
from portal.testing.reading import reading_age
from post import wordings
from post.models import Letter, Preference, Wording
from post.outbox import parts, put
from post.workflows import tell_kept
from schemes.emails import reviews
from schemes.models import Scheme, Stage

pytestmark = pytest.mark.django_db

EMAILS = Path("templates/emails")
KINDS = sorted(
    str(path.relative_to(EMAILS)).removesuffix(".subject.txt")
    for path in EMAILS.rglob("*.subject.txt")
)
E10 = {"received", "question", "nudge", "update", "answered", "passed_on", "reopened_confirmed",
       "reopened", "delay", "monthly"}  # fmt: skip

ROAD = "Lane from Old Hall & <New> Inn to the A6003, near Straße-on-the-Hill and Łąka Farm"
COUNCIL = "Oakthorpe, Donisthorpe & Acresford Parish Council with Its Neighbours"
SAID = "The <drain> & the kerb {{ 7*7 }} {road} are broken, says Mrs O'Neill; "
# What people wrote: as long as forms take, so that only our own words are measured.
WROTE = {
    name: f"{name} {SAID * 30}".strip()
    for name in ("asked", "news", "question", "replied", "explained", "next", "wrote", "done")
}
# In Markdown, stars would be marks.
WROTE["brief"] = WROTE["wrote"].replace("{{ 7*7 }} ", "")
SURVEYS = [f"surveys/{name}" for name in ("invitation", "reminder", "low_score")]
NOTE = "Private: they always complain"


@pytest.fixture
def told() -> dict[str, tuple[Letter, str]]:
    """Each letter by kind, with the sentence on its case page when it was written."""
    return {}


@pytest.fixture
def letters(told, log, now, oscar, alice, maya, adam, council, team, outcomes, reasons, settings):
    council.name = COUNCIL
    council.save()
    team.leader = maya
    team.save()

    def note():
        for letter in Letter.objects.exclude(kind__in=told).order_by("pk"):
            number = references.parse(letter.about)
            case = Enquiry.objects.filter(number=number).first()
            told[letter.kind] = letter, case.sentence_at(letter.created_at) if case else ""

    def do(verb, **words):
        done = verb(**words)
        note()
        return done

    write_cases(do, log, now, oscar, alice, outcomes, reasons)
    write_by_itself(do, log, now, oscar, alice, adam)
    write_briefings(do, now, adam, maya, alice)
    return {kind: letter for kind, (letter, _) in told.items()}


def write_cases(do, log, now, oscar, alice, outcomes, reasons):
    second = User.objects.create_user("second@people.example", name="Priya", is_officer=True)
    act, speak = {"at": now, "by": oscar}, {"at": now, "by": alice}
    words = {"explanation": WROTE["explained"], "next_step": WROTE["next"]}
    asked = {"road": ROAD, "description": WROTE["asked"]}
    body = Body.objects.create(name="National Highways", email="post@highways.example")
    first = do(log, **asked)
    do(workflows.note, enquiry=first, text=NOTE, **act)
    do(workflows.update, enquiry=first, text=WROTE["news"], **act)
    do(workflows.ask, enquiry=first, text=WROTE["question"][:1900], **act)
    do(workflows.reply, enquiry=first, text=WROTE["replied"], **speak)
    longer = {"new_due_on": date(2026, 12, 9), "reason": "The survey is next week."}
    do(workflows.extend, enquiry=first, **longer, **act)
    reason = next(iter(reasons.values()))
    do(workflows.answer, enquiry=first, outcome=outcomes["not-now"], reason=reason, **words, **act)
    do(workflows.reopen, enquiry=first, text=WROTE["wrote"], **speak)
    draft = {"outcome": outcomes["already"], "reason": None, **words}
    row = do(workflows.propose, enquiry=do(log, **asked), **draft, **act)
    do(workflows.send_back, proposal=row, comment=WROTE["news"][:1900], at=now, by=second)
    stage = Stage.objects.create(
        code="assess", number=4, name="We assess it", what_happens="We look."
    )
    moving = do(log, **asked)
    moving.kind.follows_stages = True
    moving.kind.save()
    news = {"text": WROTE["news"][:1900], "owner": oscar, "stage": stage}
    do(workflows.move_stage, enquiry=moving, **news, **act)
    works = do(log, **asked)
    planned = {"planned_for": date(2027, 3, 1), "reason": None, **words}
    do(workflows.answer, enquiry=works, outcome=outcomes["will-do"], **planned, **act)
    do(workflows.close, enquiry=works, text=WROTE["done"], next_step=WROTE["next"], **act)
    do(invite_all, at=now + timedelta(days=1))
    do(remind_all, at=now + timedelta(days=8))
    survey, low = Survey.objects.get(), now + timedelta(days=8)
    do(reply, survey=survey, overall=1, comment=WROTE["wrote"][:1900], at=low)
    passed = {"body": body, "explanation": WROTE["explained"], "message": WROTE["news"]}
    passed |= {"send": True, "with_clerk": True}
    do(workflows.pass_on, enquiry=do(log, **asked), **passed, **act)
    do(workflows.withdraw, enquiry=do(log, **asked), text="", **speak)


def write_by_itself(do, log, now, oscar, alice, adam):
    asked = {"road": ROAD, "description": WROTE["asked"]}
    waits, late, urgent = do(log, **asked), do(log, **asked), do(log, **asked)
    urgent.priority = "P1"
    urgent.save()
    do(workflows.ask, enquiry=waits, text="Which side?", at=now, by=oscar)
    with transaction.atomic():
        do(emails.dates_moved, news=[(late, late.events.first())], at=now)
    for days in (5, 9, 13):
        do(sweeps.sweep, now=now + timedelta(days=days))
        do(sweeps.daily, now=now + timedelta(days=days))
    first = now.replace(month=12, day=1)
    calendar = service_calendar(since=date(2026, 9, 1))
    do(send_monthly, now=first, calendar=calendar)
    BankHoliday.objects.filter(date__year__gte=2027).delete()
    do(sweeps.daily, now=now.replace(month=12, day=15))
    Preference.objects.create(person=alice, is_daily=True, changed_at=now)
    do(workflows.update, enquiry=late, text=WROTE["news"], at=now, by=oscar)
    do(tell_kept, at=now + timedelta(days=1))
    write_to_people(do, late.council, now, alice)
    write_to_the_county(do, now)


def write_to_people(do, council, now, alice):
    do(
        invite, council=council, name="Nora", email="nora@people.example", role="deputy",
        at=now, by=alice,
    )  # fmt: skip
    do(
        ask_for_letter, email=alice.email, next_url="/password/", connection="192.0.2.7",
        at=now + timedelta(days=1),
    )  # fmt: skip
    with transaction.atomic():
        sample = wordings.letters["enquiries/where_to_write"].sample()
        do(
            put, letter="enquiries/where_to_write", to=alice.email, key="where", at=now,
            context=sample,
        )  # fmt: skip


def write_to_the_county(do, now):
    question = Letter.objects.filter(kind="enquiries/question").first()
    do(tell_of, letter=question, at=now, words="550 No such user <here> & nowhere")
    review = User.objects.create_user("editor@county.example", name="Edie", is_editor=True)
    with transaction.atomic():
        do(reviews, editor=review, schemes=scheme_letters(), day=now.date(), at=now)
    while Change.objects.exists() or StaleQuarter.objects.exists():
        catch_up(at=now)
    do(keep_month, at=now)


def scheme_letters() -> list[Scheme]:
    """Schemes with long names, more than one letter names."""
    return [Scheme(pk=n, name=f"{ROAD} {n}", review_due_on=date(2026, 12, n)) for n in range(1, 13)]


def write_briefings(do, now, adam, maya, alice):
    """An edition, whose words are people's own, to alice; a question to a reader; a reminder."""
    act = {"at": now, "by": adam}
    audience = Audience.objects.create(name="Clerks", to_councils=True)
    words = {"number": 30, "title": "Winter roads", "intro": WROTE["brief"]}
    edition = editions.start_edition(audience=audience, **words, **act)
    items.add_item(title="Gritting", body=WROTE["brief"], edition=edition, **act)
    edition.refresh_from_db()
    editions.submit(edition=edition, version=edition.version, **act)
    editions.approve(edition=edition, version=edition.version + 1, at=now, by=maya)
    editions.schedule(edition=edition, moment=now, **act)
    do(sending.send_due, at=now)
    assert Edition.objects.sent().exists()
    asked = {"email": "new@people.example", "connection": "192.0.2.1"}
    do(readers.ask, **asked, topics=[], districts=[], at=now)
    Meeting.objects.create(
        title="Clerk operational meeting", starts_at=now + timedelta(days=1), is_published=True,
        ends_at=now + timedelta(days=1, hours=1), place="Online", changed_at=now,
    )  # fmt: skip
    do(meetings.remind_all, at=now)


def each(letters: dict[str, Letter], kinds=KINDS) -> list[Letter]:
    """Every letter of these kinds; the assertion names a kind that no verb above writes."""
    assert set(KINDS) == set(letters)
    return [letters[kind] for kind in kinds]


TO_CLERKS = [
    kind for kind in KINDS
    if 'extends "emails/enquiries/clerk.html"' in (EMAILS / f"{kind}.html").read_text()
]  # fmt: skip
TO_OFFICERS = [
    kind for kind in KINDS
    if 'extends "emails/enquiries/officer.html"' in (EMAILS / f"{kind}.html").read_text()
]  # fmt: skip


def flat(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words a reader reads: no addresses, no marks beside them, no heading's repetition."""
    bare = [word.strip(":.“”…") for word in text.split() if not word.startswith("http")]
    return [word for word in bare if word]


def own(letter: Letter) -> str:
    """Our own words: without what people wrote, where it is about, and addresses."""
    text = re.sub(r"“[^”]*”|https?://\S+|PE-[\d-]+", "", letter.text)
    quoted = [
        *WROTE.values(),
        WROTE["question"][:1900],
        WROTE["news"][:1900],
        ROAD,
        COUNCIL,
        "Billesdon Parish Council",
    ]
    for said in quoted:
        text = text.replace(said.strip(), " ")
    return text


def test_the_set_is_whole():
    assert {f"enquiries/{kind}" for kind in E10} <= set(KINDS)


def test_every_letter_is_known_to_administrators():
    assert set(wordings.letters) == set(KINDS)
    labels = [known.label for known in wordings.letters.values()]
    assert len(set(labels)) == len(labels)


def test_e1_text_and_html_say_the_same(letters):
    for letter in each(letters):
        html = BeautifulSoup(letter.html, "html.parser").body
        heading = words(html.h1.extract().get_text(" "))
        text = words(letter.text)
        assert words(html.get_text(" ")) in (text, text[len(heading) :]), letter.kind
        assert text[: len(heading)] == heading or heading == words(letter.subject)[: len(heading)]


def test_e1_html_is_for_everybody(letters):
    for letter in each(letters):
        html = BeautifulSoup(letter.html, "html.parser")
        assert html.html["lang"] == "en" and html.title.string == letter.subject
        for table in html.find_all("table"):
            assert table["role"] == "presentation"
        assert all(
            len(row.find_all(["td", "th"], recursive=False)) == 1 for row in html.find_all("tr")
        )
        sizes = [int(size) for size in re.findall(r"font-size:\s*(\d+)px", letter.html)]
        assert sizes and min(sizes) >= 16
        assert len(re.findall(r"font-size", letter.html)) == len(sizes), "sizes are given in px"


def test_e1_no_style_sheet_and_nothing_fetched(letters):
    for letter in each(letters):
        html = BeautifulSoup(letter.html, "html.parser")
        assert not html.find_all(["style", "link", "img", "script", "form", "iframe", "object"])
        assert not html.find_all(attrs={"class": True}) and not html.find_all(attrs={"src": True})
        assert "url(" not in letter.html and "background=" not in letter.html


def test_e2_subject_is_short_and_plain(letters):
    for letter in each(letters):
        assert 0 < len(letter.subject) <= 70
        assert not re.search("notification|^(re|fw|fwd):", letter.subject, re.IGNORECASE)


def test_e2_case_letters_say_what_where_and_which(letters):
    for letter in each(letters, [*TO_CLERKS, *TO_OFFICERS, *SURVEYS]):
        assert re.fullmatch(r"[^–]+ – Lane from O.+ – PE-\d+-\d+", letter.subject)
        assert letter.subject.endswith(letter.about)


def test_e3_the_sentence_of_the_case_page_and_the_request_in_brief(letters, told):
    for letter in each(letters, TO_CLERKS):
        sentence = told[letter.kind][1]
        assert sentence and flat(sentence) in flat(letter.text)
        brief = re.search("You asked us: “([^”]*)”", flat(letter.text))[1]
        assert flat(WROTE["asked"]).startswith(brief.removesuffix(" …"))
        assert len(brief.split()) <= 31


def test_e3_the_case_page_opens_with_the_same_sentence(letters, signed_in, alice, now):
    letter = Letter.objects.filter(kind="enquiries/received").first()
    case = Enquiry.objects.get(number=references.parse(letter.about))
    page = signed_in(alice).get(f"/enquiries/{case.reference}/").content.decode()
    assert flat(case.sentence_at(now)) in flat(BeautifulSoup(page, "html.parser").get_text(" "))


def test_e4_no_notes_no_pictures_and_links_that_ask_who_you_are(letters, client, settings):
    for letter in each(letters):
        assert NOTE not in letter.text + letter.html
        for link in re.findall(r"https?://\S+", letter.text):
            assert link.startswith(settings.SITE_URL + "/")
            response = client.get(link.removeprefix(settings.SITE_URL))
            is_public = (
                re.search("/surveys/|/sign-in/link/|/invitations/|/briefings/|/meetings/", link)
                or link == f"{settings.SITE_URL}/"
            )
            assert response.status_code == 302 or is_public, link
            assert flat(WROTE["asked"])[:40] not in flat(response.content.decode())


def test_e5_why_it_came_and_how_to_change_it(letters, settings):
    for letter in each(letters):
        why = flat(letter.text).partition("You get this letter ")[2]
        assert re.match(r"(because|once a month because) .{8,}\.", why)
        link = f"{settings.SITE_URL}/letters/"
        assert (link in letter.text) == (link in letter.html) == bool(letter.person)


def test_e10_at_most_150_words_of_our_own(letters):
    lengths = {letter.kind: len(words(own(letter))) for letter in each(letters)}
    assert not {kind: length for kind, length in lengths.items() if length > 150}


def test_e10_a_reader_of_twelve_understands(letters):
    ages = {letter.kind: reading_age(own(letter)) for letter in each(letters)}
    assert not {kind: age for kind, age in ages.items() if age > 12}


def test_no_gap_no_markup_and_no_wound_from_awkward_words(letters):
    for letter in each(letters):
        assert "\n\n\n" not in letter.text
        assert not re.search(r"&\w+;|</?p>|{%", letter.text)
        assert "<drain>" not in letter.html and "<New>" not in letter.html


def test_the_councils_own_words_stand_in_each(now):
    Wording.objects.create(kind="", text="Roads close at {county} <b>& more", changed_at=now)
    for kind in KINDS:
        written = parts(kind, wordings.letters[kind].sample())
        assert "Roads close at Leicestershire County Council <b>& more" in written["text"]
        assert "Roads close at Leicestershire County Council &lt;b&gt;&amp; more" in written["html"]


def test_the_reading_age_is_that_of_the_formula():
    """13 words in 2 sentences, 15 syllables; the grade, and five years."""
    text = "The cat sat on the mat. Nobody had told it that it may."
    expected = 0.39 * 13 / 2 + 11.8 * 15 / 13 - 15.59 + 5
    assert reading_age(text) == pytest.approx(expected)
    assert reading_age("Notwithstanding considerable infrastructural deterioration.") > 20
