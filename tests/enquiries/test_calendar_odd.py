"""Odd clocks, waits and standards meet the calendar: refused or handled, nothing by halves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from enquiries import workflows
from enquiries.deadlines.models import Standard
from enquiries.models import Deadline
from enquiries.workflows import calendar
from post.models import Letter

Stage = Deadline.Stage
NEXT = date(2026, 12, 3)
# In the span of the answer, which is due on 2 December.
DAY = date(2026, 11, 25)


@pytest.fixture
def close(adam, now, db):
    """`close()` closes the offices on DAY, by adam."""

    def close_on(at=now):
        return calendar.add_closure(date=DAY, why="Storm", at=at, by=adam)

    return close_on


def due(enquiry) -> date:
    return enquiry.deadlines.get(stage=Stage.ANSWER).due_on


def test_officers_go_on_when_the_calendar_has_run_out(enquiry, oscar, now, outcomes):
    late = now.replace(year=2029, month=6, day=4)
    workflows.update(enquiry=enquiry, text="Still here.", at=late, by=oscar)
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=late, by=oscar, **words)
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert answer.met_at == late and answer.days_taken > 600


def test_questions_that_overlap_or_never_end_are_counted_once_and_to_their_cap(
    enquiry, oscar, alice, close, now
):
    """A second question on the day of the first reply; it waits a year for its own."""
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="Left.", at=now + timedelta(days=2), by=alice)
    workflows.ask(enquiry=enquiry, text="By whom?", at=now + timedelta(days=2), by=oscar)
    close()
    assert due(enquiry) == date(2026, 12, 7)
    workflows.reply(enquiry=enquiry, text="Us.", at=now + timedelta(days=365), by=alice)
    assert due(enquiry) == date(2026, 12, 21)


def test_a_clock_set_back_does_no_harm(enquiry, oscar, alice, close, now):
    """The reply seems to come before the question, and the closure before both."""
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="Left.", at=now - timedelta(days=3), by=alice)
    close(at=now - timedelta(days=1))
    assert due(enquiry) == NEXT and Letter.objects.filter(kind="enquiries/date_moved").count() == 1


@pytest.mark.parametrize("days", [0, 61, 10_000])
def test_a_standard_of_no_days_or_of_years_is_refused_by_the_database(standard, days):
    with pytest.raises(IntegrityError, match="standard_between_1_and_60_days"):
        Standard.objects.filter(pk=standard.pk).update(answer_days=days)
