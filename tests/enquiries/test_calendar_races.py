"""A change of the calendar while others work: what is written meanwhile is moved as well."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from enquiries import workflows
from enquiries.models import DateChange, Enquiry
from enquiries.workflows import calendar, shifts
from post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
DAY, DUE, NEXT = date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 3)
PATIENCE, A_MOMENT = 10, 0.5


@contextmanager
def meanwhile(work: Callable[[], object]):
    """Do some work in another transaction, which commits a moment after the block has begun."""
    done, may_commit = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            work()
            done.set()
            may_commit.wait(PATIENCE)
        connection.close()

    other = threading.Thread(target=slowly)
    other.start()
    assert done.wait(PATIENCE)
    threading.Timer(A_MOMENT, may_commit.set).start()
    yield
    other.join(PATIENCE)
    assert not other.is_alive()


def test_an_enquiry_logged_meanwhile_by_the_old_days_is_moved_too(log, adam, now):
    """It has read the calendar without the closure, and commits after we looked for rows.

    Another that was begun later is there before it, so no number tells which rows were seen.
    """
    log()
    with meanwhile(lambda: log(road="Church Lane")):
        log(road="Mill Lane")
        calendar.add_closure(date=DAY, why="Storm", at=now, by=adam)
    assert set(Enquiry.objects.values_list("due_on", flat=True)) == {NEXT}
    assert Letter.objects.filter(kind="enquiries/date_moved").count() == 3


def test_a_date_that_a_reply_moves_meanwhile_is_counted_by_the_new_days(
    enquiry, oscar, alice, adam, now
):
    """Before the reply its span ends before the closed day, after it the day is inside."""
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    later = now + timedelta(days=2)
    with meanwhile(lambda: workflows.reply(enquiry=enquiry, text="Left.", at=later, by=alice)):
        calendar.add_closure(date=NEXT, why="Storm", at=later, by=adam)
    enquiry.refresh_from_db()
    assert enquiry.due_on == date(2026, 12, 7)


def test_two_changes_follow_one_another(enquiry, adam, now, monkeypatch):
    """The second closes the day to which the first moves the date."""
    moved, go_on, waits = threading.Event(), threading.Event(), shifts.wait_for_readers

    def pausing():
        if not moved.is_set():
            moved.set()
            go_on.wait(PATIENCE)
        waits()

    def first():
        calendar.add_closure(date=DAY, why="Storm", at=now, by=adam)
        connection.close()

    monkeypatch.setattr(shifts, "wait_for_readers", pausing)
    other = threading.Thread(target=first)
    other.start()
    assert moved.wait(PATIENCE)
    threading.Timer(A_MOMENT, go_on.set).start()
    calendar.add_closure(date=NEXT, why="Flood", at=now, by=adam)
    other.join(PATIENCE)
    enquiry.refresh_from_db()
    assert enquiry.due_on == date(2026, 12, 4)
    changes = DateChange.objects.filter(deadline__stage="answer").order_by("pk")
    assert list(changes.values_list("old_due_on", "new_due_on")) == [
        (DUE, NEXT), (NEXT, date(2026, 12, 4)),
    ]  # fmt: skip
