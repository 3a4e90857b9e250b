"""The monthly summary: who gets it, when, once, and what it says."""

from datetime import datetime, timedelta

import pytest

from enquiries import workflows
from enquiries.deadlines.clock import LONDON
from enquiries.workflows import sweeps
from parishes.models import Membership
from post.models import Letter, Preference

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 9, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


def summaries() -> dict[str, str]:
    return {row.to: row.text for row in Letter.objects.filter(kind="enquiries/monthly")}


@pytest.fixture
def world(log, now, oscar, outcomes, carol, gone, other_council, other_parish):
    """Of alice's: one answered in November, one that waits for her, one planned, one with us."""
    act = {"at": now, "by": oscar}
    words = {"reason": None, "explanation": "It is done.", "next_step": "Nothing."}
    workflows.answer(enquiry=log(road="Done Lane"), outcome=outcomes["already"], **words, **act)
    workflows.ask(enquiry=log(road="Asked Lane"), text="Which side?", **act)
    day = now.date().replace(year=2027)
    planned = {"outcome": outcomes["will-do"], "planned_for": day}
    workflows.answer(enquiry=log(road="Planned Lane"), **planned, **words, **act)
    return log(road="Open Lane")


def test_first_working_day_in_office_hours_and_once(world, alice):
    for day in range(23, 31):
        sweeps.daily(now=at(day, month=11))
    sweeps.daily(now=at(1, hour=7))
    assert not summaries()
    for hour in range(8, 17):
        sweeps.daily(now=at(1, hour=hour))
    sweeps.daily(now=at(2))
    assert list(summaries()) == [alice.email], "carol's council has nothing, and gone acts for none"
    assert Letter.objects.get(kind="enquiries/monthly").key == f"monthly:{alice.pk}:2026-11"


def test_what_it_says(world):
    sweeps.daily(now=at(1))
    [text] = summaries().values()
    assert "Billesdon Parish Council\nAnswered: 1\nOpen: 3\nWaiting for you: 1\n" in text
    assert "Asked Lane: we need your answer by 2 Dec 2026" in text
    assert "Planned Lane: work is planned for 18 Nov 2027" in text
    assert f"{world.reference} Open Lane: reply by 2 Dec 2026" in text
    assert "Done Lane" not in text


def test_a_month_that_begins_on_a_holiday_waits_for_a_working_day(world, alice, now):
    """1 January is a holiday, 2 and 3 January 2027 are a weekend."""
    for day in (1, 2, 3):
        sweeps.daily(now=at(1).replace(year=2027, month=1, day=day))
    assert not summaries()
    sweeps.daily(now=at(1).replace(year=2027, month=1, day=4))
    assert list(summaries()) == [alice.email]


def test_a_portal_that_was_away_writes_within_a_week_or_not_at_all(world):
    sweeps.daily(now=at(8))
    assert not summaries()
    sweeps.daily(now=at(7))
    assert summaries()


def test_who_does_not_want_it(world, alice, now):
    wish = Preference.objects.create(person=alice, monthly_summary=False, changed_at=now)
    sweeps.daily(now=at(1))
    assert not summaries()
    wish.monthly_summary = True
    wish.save()
    sweeps.daily(now=at(1, hour=12))
    assert list(summaries()) == [alice.email]


def test_one_letter_for_all_her_councils(world, alice, other_council, log, other_parish, now):
    Membership.objects.create(council=other_council, user=alice, starts_on=now.date())
    log(council=other_council, parish=other_parish, road="Far Lane")
    sweeps.daily(now=at(1))
    text = summaries()[alice.email]
    assert text.index("Billesdon Parish Council") < text.index("Fleckney Parish Council")
    assert "Far Lane: reply by" in text


def test_it_comes_at_once_to_whoever_wants_one_letter_a_day(world, alice, now):
    Preference.objects.create(person=alice, is_daily=True, changed_at=now)
    sweeps.daily(now=at(1))
    assert Letter.objects.get(kind="enquiries/monthly").status == Letter.Status.WAITING


def test_a_long_list_is_cut_and_counted(log, alice, now):
    for number in range(13):
        log(road=f"Lane {number}", at=now - timedelta(minutes=number))
    sweeps.daily(now=at(1))
    text = summaries()[alice.email]
    assert text.count("reply by") == 10 and "and 3 more" in text
