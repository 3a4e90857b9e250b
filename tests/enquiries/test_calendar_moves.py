"""When a day stops counting: which dates move, which never do, and that it is all or nothing."""

from datetime import date, timedelta

import pytest

from enquiries import emails, workflows
from enquiries.deadlines.clock import BeyondCalendar
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.deadlines.published import Nation, Published
from enquiries.models import DateChange, Deadline, Enquiry, Event
from enquiries.permissions import Refused
from enquiries.workflows import calendar
from post.models import Letter
from post.outbox import compose

Stage, Cause = Deadline.Stage, DateChange.Cause
DUE, NEXT = date(2026, 12, 2), date(2026, 12, 3)
# In the span of the answer and of the silence stage, after the first reply's.
DAY = date(2026, 11, 25)


@pytest.fixture
def close(adam, now, db):
    """`close(DAY)` closes the offices on a day, by adam."""

    def close_on(day=DAY, why="Storm", at=now, by=adam):
        return calendar.add_closure(date=day, why=why, at=at, by=by)

    return close_on


def moved_letters():
    return Letter.objects.filter(kind="enquiries/date_moved")


def dates(enquiry) -> dict:
    return dict(enquiry.deadlines.values_list("stage", "due_on"))


def test_a_closure_moves_what_spans_it_and_keeps_the_promise(enquiry, close, adam, now):
    close()
    enquiry.refresh_from_db()
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert (answer.promised_on, answer.due_on, enquiry.due_on) == (DUE, NEXT, NEXT)
    assert answer.due_at == answer.target_at == enquiry.due_at and enquiry.promised_on == DUE
    change = answer.changes.get()
    assert (change.cause, change.old_due_on, change.new_due_on) == (Cause.CALENDAR, DUE, NEXT)
    assert "Wednesday 25 November 2026 (Offices closed: Storm)" in change.reason
    assert (change.changed_by, change.changed_at) == (adam, now)


def test_a_date_before_the_day_is_not_touched(enquiry, close):
    before = enquiry.deadlines.get(stage=Stage.FIRST_REPLY)
    close()
    after = enquiry.deadlines.get(stage=Stage.FIRST_REPLY)
    assert after.due_at == before.due_at and not after.changes.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 18), NEXT, date(2027, 1, 4)])
def test_a_day_outside_the_span_moves_nothing(enquiry, close, day):
    close(day)
    assert dates(enquiry)[Stage.ANSWER] == DUE and not moved_letters().exists()


def test_the_clerk_is_told_once_with_both_dates_and_why(enquiry, close, adam, now):
    close()
    letter = moved_letters().get()
    for words in ("Wednesday 2 December 2026", "Thursday 3 December 2026", "Storm"):
        assert words in letter.text and words in letter.html
    event = enquiry.events.get(what=Event.What.MOVED, is_public=True)
    assert "Thursday 3 December 2026" in event.text
    assert calendar.recompute(days={DAY}, at=now, by=adam) == 0
    assert moved_letters().count() == 1 and DateChange.objects.count() == 2


def test_other_stages_move_without_a_letter(enquiry, close):
    close()
    silent = enquiry.deadlines.get(stage=Stage.SILENCE)
    assert silent.due_on == NEXT
    assert enquiry.events.filter(what=Event.What.MOVED, is_public=False).count() == 1


def test_what_is_met_missed_stopped_or_past_stays(log, close, oscar, alice, outcomes, now):
    met, stopped, missed = log(), log(), log()
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=met, outcome=outcomes["already"], at=now, by=oscar, **words)
    workflows.withdraw(enquiry=stopped, text="", at=now, by=alice)
    missed.deadlines.update(missed_at=now, due_at=now - timedelta(hours=1))
    before = list(Deadline.objects.order_by("pk").values())
    close()
    assert list(Deadline.objects.order_by("pk").values()) == before
    assert not DateChange.objects.exists() and not moved_letters().exists()


def test_a_day_after_close_of_business_no_longer_saves_a_passed_date(enquiry, close, now):
    evening = now.replace(month=12, day=2, hour=18)
    close(DUE, at=evening)
    assert enquiry.deadlines.get(stage=Stage.ANSWER).due_on == DUE


def test_promised_work_keeps_the_officers_day(enquiry, oscar, close, outcomes, now):
    words = {"reason": None, "explanation": "Yes.", "next_step": "We paint."}
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], planned_for=DUE, at=now, by=oscar, **words
    )
    close(DUE)
    enquiry.refresh_from_db()
    assert dates(enquiry)[Stage.COMPLETION] == enquiry.due_on == DUE


def test_an_extension_stays_where_it_was_set_and_its_target_moves(enquiry, oscar, close, now):
    later = date(2026, 12, 9)
    workflows.extend(enquiry=enquiry, new_due_on=later, reason="A survey.", at=now, by=oscar)
    close()
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert answer.due_on == later and answer.target_at.date() == NEXT
    assert not answer.changes.filter(cause=Cause.CALENDAR).exists()
    assert not moved_letters().exists()


def test_an_extension_to_a_day_that_closes_moves_on_and_the_target_stays(
    enquiry, oscar, close, now
):
    later = date(2026, 12, 9)
    workflows.extend(enquiry=enquiry, new_due_on=later, reason="A survey.", at=now, by=oscar)
    close(later)
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert answer.due_on == date(2026, 12, 10) and answer.target_at.date() == DUE
    assert moved_letters().count() == 1


def test_pauses_are_counted_by_the_same_clock(enquiry, oscar, alice, close, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="Left.", at=now + timedelta(days=2), by=alice)
    assert dates(enquiry)[Stage.ANSWER] == date(2026, 12, 4)
    close()
    assert dates(enquiry)[Stage.ANSWER] == date(2026, 12, 7)


def test_a_wait_that_goes_on_is_counted_at_its_end(enquiry, oscar, alice, close, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    close()
    assert dates(enquiry)[Stage.ANSWER] == NEXT
    workflows.reply(enquiry=enquiry, text="Left.", at=now + timedelta(days=2), by=alice)
    assert dates(enquiry)[Stage.ANSWER] == date(2026, 12, 7)


def test_a_closure_taken_away_brings_no_date_forward(enquiry, close, adam, now):
    closure = close()
    calendar.remove_closure(closure=closure, at=now, by=adam)
    calendar.recompute(days={DAY}, at=now, by=adam)
    assert dates(enquiry)[Stage.ANSWER] == NEXT and DateChange.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "why", "says"),
    [
        (date(2026, 11, 17), "Storm", "would rewrite promises already judged"),
        (date(2026, 11, 28), "Storm", "a weekend"),
        (date(2026, 12, 25), "Storm", "a bank holiday \\(Christmas Day\\)"),
        (DAY, " ", "Say why"),
        (DAY, "x" * 201, "200 characters"),
    ],
)
def test_a_closure_is_refused_with_a_sentence(holidays, close, day, why, says):
    with pytest.raises(Refused, match=says):
        close(day, why)
    assert not ClosureDay.objects.exists()


def test_a_closure_twice_beyond_the_calendar_or_by_others_is_refused(
    holidays, close, alice, oscar, maya
):
    close()
    with pytest.raises(Refused, match="closure day already"):
        close()
    with pytest.raises(BeyondCalendar, match="Load the next"):
        close(date(2029, 1, 3))
    for person in (alice, oscar, maya):
        with pytest.raises(Refused, match="Only administrators"):
            close(NEXT, by=person)


def test_a_past_closure_stays(holidays, close, adam, now):
    closure = close()
    with pytest.raises(Refused, match="stays"):
        calendar.remove_closure(closure=closure, at=now + timedelta(days=9), by=adam)


def test_a_date_pushed_past_the_calendar_undoes_the_closure(log, close, now):
    near_the_end = log(at=now.replace(year=2028, month=12, day=13))
    assert dates(near_the_end)[Stage.ANSWER] == date(2028, 12, 29)
    with pytest.raises(BeyondCalendar, match="Load the next"):
        close(date(2028, 12, 27), at=now.replace(year=2028, month=12, day=14))
    assert dates(near_the_end)[Stage.ANSWER] == date(2028, 12, 29)
    assert not ClosureDay.objects.exists()


def test_a_crash_in_the_middle_leaves_nothing(log, close, monkeypatch):
    for _ in range(4):
        log()
    monkeypatch.setattr("enquiries.workflows.recounts.BATCH", 2)
    before, seen = list(Deadline.objects.order_by("pk").values()), []

    def fails_at_the_third(**words):
        seen.append(words)
        if len(seen) == 3:
            raise ConnectionError
        return compose(**words)

    monkeypatch.setattr(emails, "compose", fails_at_the_third)
    with pytest.raises(ConnectionError):
        close()
    assert list(Deadline.objects.order_by("pk").values()) == before
    assert not ClosureDay.objects.exists() and not DateChange.objects.exists()


def test_what_is_forecast_is_what_happens(log, close, adam, now, monkeypatch):
    monkeypatch.setattr("enquiries.workflows.recounts.BATCH", 2)
    for hours in range(5):
        log(at=now - timedelta(days=hours))
    words = {"date": DAY, "why": "Storm", "at": now, "by": adam}
    found = calendar.preview_closure(**words)
    assert not ClosureDay.objects.exists() and not DateChange.objects.exists()
    expected = {each.deadline.pk: each.due_on for each in found.shown}
    close()
    answers = DateChange.objects.filter(deadline__stage=Stage.ANSWER)
    assert dict(answers.values_list("deadline_id", "new_due_on")) == expected
    assert found.replies + found.others == DateChange.objects.count()


def test_the_forecast_shows_the_first_fifty_and_counts_all(log, adam, now, monkeypatch):
    monkeypatch.setattr("enquiries.workflows.recounts.SHOWN", 2)
    for _ in range(3):
        log()
    found = calendar.preview_closure(date=DAY, why="Storm", at=now, by=adam)
    assert (found.replies, len(found.shown)) == (3, 2)


@pytest.fixture
def jubilee(holiday_rows) -> list[Published]:
    """A file with a one-off holiday on DAY, and without the bank holiday of 28 December."""
    rows = [Published(r["date"], Nation(r["nation"]), r["title"], "Line 2") for r in holiday_rows]
    kept = [row for row in rows if row.date != date(2026, 12, 28)]
    return [*kept, Published(DAY, Nation.ENGLAND_AND_WALES, "Jubilee", "Line 99")]


def test_an_import_moves_dates_and_keeps_those_that_would_be_earlier(enquiry, log, jubilee, now):
    over_christmas = log(at=now.replace(month=12, day=21))
    later = dates(over_christmas)[Stage.ANSWER]
    preview = calendar.preview_holidays(rows=jubilee, at=now)
    # Both its answer and its word from us; not its first reply, which falls before the 28th.
    assert (preview.moves.replies, preview.moves.kept) == (1, 2)
    calendar.import_holidays(rows=jubilee, at=now, by=None)
    assert dates(enquiry)[Stage.ANSWER] == NEXT
    assert dates(over_christmas)[Stage.ANSWER] == later
    assert "Jubilee" in enquiry.deadlines.get(stage=Stage.ANSWER).changes.get().reason
    assert not calendar.import_holidays(rows=jubilee, at=now, by=None)


def test_an_import_other_than_the_one_agreed_to_is_refused(holidays, jubilee, now, adam):
    with pytest.raises(Refused, match="Check it again"):
        calendar.import_holidays(rows=jubilee, at=now, by=adam, seen=["Added: nothing"])
    assert not BankHoliday.objects.filter(title="Jubilee").exists()


def test_a_holiday_of_another_nation_moves_no_promise(enquiry, now):
    rows = [
        Published(date(2027, month, 1), Nation.SCOTLAND, f"Day {month}", "Line 1")
        for month in range(1, 9)
    ] + [Published(date(2026, 11, 19 + n), Nation.SCOTLAND, f"Day {n}", "Line 1") for n in range(8)]
    calendar.import_holidays(rows=rows, at=now, by=None)
    assert dates(enquiry)[Stage.ANSWER] == DUE


def test_the_cost_does_not_grow_with_what_does_not_span_the_day(
    log, close, now, django_assert_max_num_queries
):
    for _ in range(3):
        log(at=now - timedelta(days=30))
    log()
    with django_assert_max_num_queries(45):
        close()
    assert set(DateChange.objects.values_list("deadline__enquiry", flat=True)) == {
        Enquiry.objects.latest("pk").pk
    }


def test_a_day_taken_away_brings_no_target_forward(enquiry, close, adam, now):
    """Nor does it by way of a later change, whose count finds the earlier target."""
    closure = close()
    target = enquiry.deadlines.get(stage=Stage.ANSWER).target_at
    calendar.remove_closure(closure=closure, at=now, by=adam)
    calendar.recompute(days={DAY}, at=now, by=adam)
    assert enquiry.deadlines.get(stage=Stage.ANSWER).target_at == target
