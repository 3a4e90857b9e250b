"""The letters that the portal writes by itself: how they look and what they never say."""

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from enquiries import workflows
from enquiries.models import Deadline
from enquiries.workflows import sweeps
from post.models import Letter

pytestmark = pytest.mark.django_db
KINDS = ["delay", "nudge", "missed", "escalated", "digest"]
CASES = KINDS[:-1]


@pytest.fixture
def letters(log, now, oscar, maya, team):
    """Each letter by kind, from the real rounds."""
    team.leader = oscar
    team.save()
    asked, late, urgent = log(), log(), log()
    urgent.priority = "P1"
    urgent.save()
    workflows.ask(enquiry=asked, text="Which side <floods>?", at=now, by=oscar)
    workflows.note(enquiry=late, text="Private: they always complain", at=now, by=oscar)
    for days in (5, 9, 13):
        sweeps.sweep(now=now + timedelta(days=days))
        sweeps.daily(now=now + timedelta(days=days))
    return {letter.kind.partition("/")[2]: letter for letter in Letter.objects.order_by("-pk")}


@pytest.mark.parametrize("which", KINDS)
def test_dressed_as_every_other_letter(letters, which):
    letter = letters[which]
    assert len(letter.subject) <= 70
    assert '<html lang="en">' in letter.html
    assert letter.html.count("<table") == letter.html.count('role="presentation"') == 1
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", letter.html)) >= 16
    assert not re.search(r"\n\n\n|&\w+;|</?p>|{[{%]", letter.text)
    assert "Private" not in letter.text + letter.html
    assert "Telephone: 0116 305 0001" in letter.text


@pytest.mark.parametrize("which", CASES)
def test_short_and_named_by_place_and_reference(letters, which):
    letter = letters[which]
    assert len(letter.text.split()) <= 150
    assert re.fullmatch(r"[^–]+ – Main Street, Billesdon – PE-\d+-\d+", letter.subject)
    links = re.findall(r"https?://\S+", letter.text)
    assert letter.about in links[0] and len(links) == (2 if letter.person else 1)


@pytest.mark.parametrize("which", KINDS)
def test_text_and_html_say_the_same(letters, which):
    def words(text: str) -> list[str]:
        return [word.strip(":.“”") for word in text.split() if not word.startswith("http")]

    body = letters[which].html.partition("</h1>")[2]
    assert words(strip_tags(body).replace("&lt;", "<").replace("&gt;", ">")) == words(
        letters[which].text
    )


def test_a_delay_is_owned_up_to_and_no_new_day_is_promised(letters):
    text = letters["delay"].text
    assert text.startswith("We said we would reply by Wednesday 2 December 2026. We may be late.")
    assert "We are sorry." in text
    days = re.findall(r"\w+day \d+ \w+ \d{4}", text.partition("You asked us")[0])
    assert set(days) == {"Wednesday 2 December 2026"}
    assert letters["delay"].to == "alice@people.example"


def test_a_reminder_says_what_we_asked_and_until_when(letters):
    text = letters["nudge"].text
    assert "by Wednesday 2 December 2026: Which side <floods>?" in text
    assert "Answer our question:" in text


def test_a_digest_is_parked_in_doubt_and_case_letters_are_sent_again(letters):
    assert letters["digest"].policy == "park"
    assert {letters[which].policy for which in CASES} == {"requeue"}
    assert letters["digest"].key == f"digest:{letters['digest'].person_id}:2026-11-23"


def test_the_clerk_reads_the_same_words_on_her_page(letters, alice, signed_in):
    delayed = Deadline.objects.filter(delay_told_at__isnull=False).first().enquiry
    page = signed_in(alice).get(f"/enquiries/{delayed.reference}/").content.decode()
    assert "We may be late" in page
    assert "We said we would reply by Wednesday 2 December 2026." in page
