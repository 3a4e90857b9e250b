"""Letters of an enquiry are true when they leave: what was overtaken stays, and says why."""

from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.checks import CHECKS
from enquiries.surveys.workflows import invite_all
from enquiries.workflows import sweeps
from enquiries.workflows.calendar import add_closure
from post import hooks
from post.models import Letter, Preference

pytestmark = pytest.mark.django_db


def letter_of(kind: str) -> Letter:
    return Letter.objects.filter(kind=f"enquiries/{kind}").latest("id")


def why(kind: str, at) -> str:
    return hooks.why_not(letter_of(kind), at=at)


def close(enquiry, oscar, outcomes, at) -> None:
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation="Because.",
        next_step="Nothing more.", at=at, by=oscar,
    )  # fmt: skip


@pytest.fixture
def later(now):
    return now + timedelta(hours=1)


def test_every_check_is_known_to_the_post_and_named_by_its_letter(enquiry, oscar, now, later):
    assert {*CHECKS, "surveys/invitation"} <= hooks.checks.keys()
    workflows.ask(enquiry=enquiry, text="Where?", at=later, by=oscar)
    for letter in Letter.objects.all():
        assert letter.only_if == (letter.kind if letter.kind in CHECKS else "")


def test_questions_and_answers_come_first(enquiry, oscar, outcomes, later):
    workflows.ask(enquiry=enquiry, text="Where?", at=later, by=oscar)
    close(enquiry, oscar, outcomes, later)
    first = Letter.objects.filter(priority=Letter.Priority.FIRST).values_list("kind", flat=True)
    assert set(first) == {"enquiries/question", "enquiries/answered"}


def test_triage_only_while_open(enquiry, alice, outcomes, now, later):
    assert why("for_triage", now) == ""
    workflows.withdraw(enquiry=enquiry, text="", at=later, by=alice)
    assert "closed" in why("for_triage", later)
    assert why("received", later) == "", "what happened stays true"
    assert why("withdrawn_confirmed", later) == ""


def test_question_only_while_open(enquiry, oscar, alice, now, later):
    workflows.ask(enquiry=enquiry, text="Where?", at=now, by=oscar)
    assert why("question", now) == ""
    workflows.reply(enquiry=enquiry, text="There.", at=later, by=alice)
    assert "no longer open" in why("question", later)
    first = letter_of("question")
    workflows.ask(enquiry=enquiry, text="And when?", at=later, by=oscar)
    assert hooks.why_not(first, at=later), "another question does not open it again"
    assert why("question", later) == ""


def test_reminder_only_while_the_question_is_open(enquiry, oscar, alice, now):
    workflows.ask(enquiry=enquiry, text="Where?", at=now, by=oscar)
    at = now + timedelta(days=12)
    sweeps.sweep(now=at)
    assert why("nudge", at) == ""
    workflows.reply(enquiry=enquiry, text="There.", at=at, by=alice)
    assert "no longer open" in why("nudge", at)


@pytest.fixture
def delayed(enquiry, now):
    """The enquiry, of which the clerk was told that it may be late, and that instant."""
    at = enquiry.due_at.replace(hour=10) - timedelta(days=1)
    sweeps.sweep(now=at)
    assert why("delay", at) == ""
    return enquiry, at


def test_delay_only_while_not_answered(delayed, oscar, outcomes):
    enquiry, at = delayed
    close(enquiry, oscar, outcomes, at)
    assert why("delay", at)


def test_delay_only_while_it_is_the_countys_turn(delayed, oscar):
    enquiry, at = delayed
    workflows.ask(enquiry=enquiry, text="Where?", at=at, by=oscar)
    assert why("delay", at)


def test_delay_only_of_the_date_it_names(delayed, oscar):
    enquiry, at = delayed
    day = enquiry.due_on + timedelta(days=7)
    workflows.extend(enquiry=enquiry, new_due_on=day, reason="A survey.", at=at, by=oscar)
    assert why("delay", at)
    assert why("new_date", at) == ""


def test_a_new_date_only_while_it_is_the_date(enquiry, oscar, outcomes, now, later):
    days = [enquiry.due_on + timedelta(days=more) for more in (7, 14)]
    workflows.extend(enquiry=enquiry, new_due_on=days[0], reason="One.", at=now, by=oscar)
    first = letter_of("new_date")
    assert hooks.why_not(first, at=now) == ""
    workflows.extend(enquiry=enquiry, new_due_on=days[1], reason="Two.", at=later, by=oscar)
    assert "date" in hooks.why_not(first, at=later)
    assert why("new_date", later) == ""
    close(enquiry, oscar, outcomes, later)
    assert why("new_date", later)


def test_lateness_only_while_late(log, kind, team, oscar, lena, maya, outcomes):
    """And at once, also to those who want one letter a day."""
    kind.priority = "P1"
    kind.save()
    enquiry = log()
    workflows.claim(enquiry=enquiry, at=enquiry.received_at, by=oscar)
    at = enquiry.due_at + timedelta(days=14)
    for person in (oscar, lena, maya):
        Preference.objects.create(person=person, is_daily=True, changed_at=at)
    sweeps.sweep(now=at)
    sweeps.daily(now=at.replace(hour=10))
    kinds = {"enquiries/missed", "enquiries/escalated"}
    letters = list(Letter.objects.filter(kind__in=kinds))
    assert {letter.kind for letter in letters} == kinds
    assert {letter.status for letter in letters} == {"waiting"}
    assert {hooks.why_not(letter, at=at) for letter in letters} == {""}
    close(enquiry, oscar, outcomes, at)
    assert "" not in {hooks.why_not(letter, at=at) for letter in letters}


@pytest.fixture
def lena(team, django_user_model):
    """Leads the team."""
    lena = django_user_model.objects.create_user("lena@people.example", name="Lena Leader")
    team.leader = lena
    team.save()
    return lena


def test_digest_only_on_its_day(enquiry, oscar, now):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    at = (now + timedelta(days=6)).replace(hour=8)
    sweeps.daily(now=at)
    assert why("digest", at.replace(hour=23)) == ""
    assert "too late" in why("digest", at + timedelta(days=1))


def test_an_invitation_only_while_the_closure_stands(enquiry, oscar, alice, outcomes, now, later):
    close(enquiry, oscar, outcomes, now)
    assert invite_all(at=(now + timedelta(days=1))) == 1
    letter = Letter.objects.get(kind="surveys/invitation")
    assert hooks.why_not(letter, at=later) == ""
    assert hooks.why_not(letter, at=later + timedelta(days=40)), "after the survey has closed"
    enquiry.refresh_from_db()
    workflows.reopen(enquiry=enquiry, text="It does not.", at=later, by=alice)
    assert "opened again" in hooks.why_not(letter, at=later)
    close(enquiry, oscar, outcomes, later)
    assert "opened again" in hooks.why_not(letter, at=later), "closed by another answer"


def test_a_moved_date_only_while_it_is_the_date(enquiry, adam, oscar, now, later):
    add_closure(date=enquiry.due_on, why="Storm", at=now, by=adam)
    assert why("date_moved", now) == ""
    day = enquiry.due_on + timedelta(days=7)
    workflows.extend(enquiry=enquiry, new_due_on=day, reason="One.", at=later, by=oscar)
    assert why("date_moved", later)
