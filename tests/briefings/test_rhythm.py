"""The next edition drafts itself, once, from what stands in the portal already."""

from datetime import date, timedelta

import pytest

from briefings.models import Edition, Item, Meeting, Rhythm
from briefings.permissions import Refused
from briefings.workflows import rhythm
from enquiries.deadlines.models import ClosureDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_three_weeks(clerks) -> Rhythm:
    return Rhythm.objects.create(
        pk=1, is_on=True, next_on=date(2026, 11, 25), lead_days=7, audience=clerks
    )


@pytest.mark.parametrize(
    "next_on, planned_on",
    [
        (date(2026, 12, 25), date(2026, 12, 30)),  # Christmas, a weekend, a holiday, a closure
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2036, 12, 25), date(2036, 12, 25)),  # no holidays are known so far ahead
    ],
)
def test_it_plans_no_edition_for_a_day_on_which_nobody_works(
    every_three_weeks, holidays, adam, now, next_on, planned_on
):
    ClosureDay.objects.create(
        date=date(2026, 12, 29), why="Stocktaking", added_by=adam, added_at=now
    )
    Rhythm.objects.update(next_on=next_on)
    edition = rhythm.draft_next(at=now.replace(year=next_on.year, month=12, day=20))
    assert edition.planned_on == planned_on


def test_it_drafts_the_next_edition_a_week_before_and_once(
    every_three_weeks, holidays, adam, write, enquiry, log, now
):
    for n in range(5):
        log(road=f"Road {n}", at=now - timedelta(days=30))
    closure = ClosureDay.objects.create(date=date(2026, 12, 29), why="Stocktaking", added_by=adam)
    ClosureDay.objects.update(added_at=now)
    Meeting.objects.create(
        title="Clerk operational meeting", starts_at=now + timedelta(days=20), is_published=True,
        ends_at=now + timedelta(days=20, hours=1), changed_at=now,
    )  # fmt: skip
    write("Due", due_on=date(2026, 12, 1))
    late, old = write("Later", due_on=date(2027, 6, 1)), write("Old", expires_on=date(2026, 11, 1))
    assert rhythm.draft_next(at=now - timedelta(days=1)) is None
    edition = rhythm.draft_next(at=now)
    assert rhythm.draft_next(at=now) is None and Edition.objects.count() == 1
    assert (edition.number, edition.made_by, edition.planned_on) == (1, None, date(2026, 11, 25))
    titles = set(edition.items.values_list("title", flat=True))
    assert titles == {
        "Your enquiries in October 2026", "Our offices are closed on 29 December",
        "Our offices are closed on 25 December", "Our offices are closed on 28 December",
        "Our offices are closed on 1 January", "Clerk operational meeting", "Due",
    }  # fmt: skip
    assert {row.pk for row in Item.objects.waiting()} == {late.pk, old.pk}
    assert closure.why in edition.items.get(title__contains="29 December").body
    every_three_weeks.refresh_from_db()
    assert every_three_weeks.next_on == date(2026, 12, 16)


def test_what_was_told_once_is_not_told_again(every_three_weeks, holidays, now):
    first = rhythm.draft_next(at=now)
    second = rhythm.draft_next(at=now + timedelta(days=21))
    assert second.number == 2 and first.items.count() > 0
    titles = set(first.items.values_list("title", flat=True))
    assert not titles & set(second.items.values_list("title", flat=True))


def test_after_a_long_pause_one_edition_is_drafted_and_not_ten(every_three_weeks, now):
    later = now + timedelta(days=200)
    assert rhythm.draft_next(at=later) and rhythm.draft_next(at=later) is None
    every_three_weeks.refresh_from_db()
    assert every_three_weeks.next_on > later.date()


def test_a_rhythm_that_is_off_drafts_nothing(every_three_weeks, now, edith):
    rhythm.set_rhythm(is_on=False, at=now, by=edith)
    assert rhythm.draft_next(at=now) is None
    with pytest.raises(Refused, match="Enter the day"):
        rhythm.set_rhythm(is_on=True, next_on=None, at=now, by=edith)


def test_an_edition_planned_for_the_last_day_there_is_can_be_filled(edition, item, edith, now):
    Edition.objects.update(planned_on=date.max)
    Item.objects.update(edition=None, due_on=date.max)
    edition.refresh_from_db()
    assert rhythm.fill(edition=edition, at=now, by=edith) >= 1
