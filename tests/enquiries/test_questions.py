"""A question to the clerk: the day she is told is the council's to set, and she has all of it."""

from datetime import date, datetime, time

import pytest

from enquiries import workflows
from enquiries.deadlines.clock import LONDON
from enquiries.deadlines.models import Setting
from enquiries.wording import long_date
from enquiries.workflows import sweeps
from post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(enquiry, oscar, now):
    """`ask()` asks alice a question on Wednesday 18 November and returns it."""

    def ask_one():
        return workflows.ask(enquiry=enquiry, text="Which side floods?", at=now, by=oscar)

    return ask_one


def sweep(day: date, hour: time) -> None:
    sweeps.sweep(now=datetime.combine(day, hour, tzinfo=LONDON))


@pytest.mark.parametrize(("days", "last"), [(14, date(2026, 12, 2)), (21, date(2026, 12, 9))])
def test_letters_pages_and_the_return_go_by_the_one_day(ask, enquiry, alice, signed_in, days, last):
    Setting.objects.create(pk=1, return_days=days)
    question = ask()
    assert question.reply_by == last
    assert long_date(last) in Letter.objects.get(kind="enquiries/question").text
    page = signed_in(alice).get(f"/enquiries/{enquiry.reference}/").content.decode()
    assert long_date(last) in page
    sweep(date(2026, 11, 25), time(9))
    assert long_date(last) in Letter.objects.get(kind="enquiries/nudge").text
    for hour in (time(8), time(16, 59)):
        sweep(last, hour)
        assert enquiry.open_question
    sweep(last.replace(day=last.day + 1), time(8))
    assert enquiry.open_question is None


def test_what_she_was_told_holds_when_the_council_settles_other_days(ask, enquiry):
    ask()
    Setting.objects.create(pk=1, return_days=3)
    sweep(date(2026, 12, 2), time(16, 59))
    assert enquiry.open_question
    Setting.objects.update(return_days=60)
    sweep(date(2026, 12, 3), time(8))
    assert enquiry.open_question is None


def test_her_answer_on_the_last_evening_counts(ask, enquiry, alice):
    question = ask()
    evening = datetime.combine(question.reply_by, time(23, 50), tzinfo=LONDON)
    workflows.reply(enquiry=enquiry, text="The left.", at=evening, by=alice)
    sweep(date(2026, 12, 3), time(8))
    question.refresh_from_db()
    assert question.reply and question.returned_at is None


def test_nobody_is_reminded_of_a_day_that_has_passed(ask, enquiry):
    """The portal stood still for three weeks: then we go on, without a reminder."""
    ask()
    at = datetime.combine(date(2026, 12, 9), time(8), tzinfo=LONDON)
    assert sweeps.remind_all(now=at, calendar=sweeps.calendar_of(at)) == 0
    sweeps.sweep(now=at)
    assert enquiry.open_question is None
    assert not Letter.objects.filter(kind="enquiries/nudge").exists()
