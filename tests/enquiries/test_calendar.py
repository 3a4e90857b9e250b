"""When a day stops counting, dates move in sight of everybody, and never forward in silence."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from enquiries import workflows
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.deadlines.published import BadFile, read
from enquiries.models import DateChange, Deadline, Event
from enquiries.permissions import Refused
from enquiries.workflows import calendar
from post.models import Letter

pytestmark = pytest.mark.django_db
INSIDE = date(2026, 11, 30)
Stage = Deadline.Stage


def answer_of(enquiry) -> Deadline:
    return enquiry.deadlines.get(stage=Stage.ANSWER)


def letters() -> list[str]:
    return list(Letter.objects.filter(kind="enquiries/date_moved").values_list("about", flat=True))


def test_a_closure_moves_the_date_with_its_reason_and_tells_the_clerk(enquiry, adam, now):
    calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    enquiry.refresh_from_db()
    answer, change = answer_of(enquiry), DateChange.objects.get(deadline__stage=Stage.ANSWER)
    assert (answer.promised_on, answer.due_on) == (date(2026, 12, 2), date(2026, 12, 3))
    assert enquiry.due_on == answer.due_on and enquiry.promised_on == answer.promised_on
    assert (change.old_due_on, change.new_due_on) == (date(2026, 12, 2), date(2026, 12, 3))
    assert "Staff day" in change.reason and change.changed_by == adam
    assert enquiry.events.filter(what=Event.What.MOVED, is_public=True).count() == 1
    assert letters() == [enquiry.reference]


def test_counting_again_moves_nothing_and_tells_nobody(enquiry, adam, now):
    calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    assert calendar.recompute(days={INSIDE}, at=now, by=adam) == 0
    assert letters() == [enquiry.reference]


@pytest.mark.parametrize("day", [date(2026, 12, 3), date(2027, 1, 4)])
def test_a_day_outside_the_span_moves_nothing(day, enquiry, adam, now):
    calendar.add_closure(date=day, why="Staff day", at=now, by=adam)
    assert answer_of(enquiry).due_on == date(2026, 12, 2) and not letters()


def test_what_is_met_stays_as_it_was(enquiry, oscar, adam, now, outcomes):
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=now, by=oscar, **words)
    before = list(Deadline.objects.order_by("pk").values())
    calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    assert list(Deadline.objects.order_by("pk").values()) == before


def test_a_day_that_counts_again_shortens_nothing(enquiry, adam, now):
    closure = calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    calendar.remove_closure(closure=closure, at=now, by=adam)
    assert answer_of(enquiry).due_on == date(2026, 12, 3)
    assert not ClosureDay.objects.exists()


def test_a_crash_in_the_middle_leaves_nothing_half_done(enquiry, adam, now, monkeypatch):
    monkeypatch.setattr("enquiries.emails.date_moved", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    assert not ClosureDay.objects.exists() and not DateChange.objects.exists()
    assert answer_of(enquiry).due_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("day", "why", "says"),
    [
        (date(2026, 11, 17), "Late", "in the past"),
        (date(2026, 11, 21), "Weekend", "a weekend"),
        (date(2026, 12, 25), "Holiday", "a bank holiday (Christmas Day)"),
        (INSIDE, " ", "Say why"),
        (INSIDE, "x" * 201, "200 characters"),
    ],
)
def test_closures_that_are_refused(day, why, says, enquiry, adam, now):
    with pytest.raises(Refused) as refused:
        calendar.add_closure(date=day, why=why, at=now, by=adam)
    assert says in str(refused.value) and not ClosureDay.objects.exists()


def test_a_closure_twice_is_refused_and_only_administrators_close(enquiry, adam, oscar, now):
    calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    with pytest.raises(Refused, match="already"):
        calendar.add_closure(date=INSIDE, why="Again", at=now, by=adam)
    with pytest.raises(Refused):
        calendar.add_closure(date=INSIDE + timedelta(1), why="Mine", at=now, by=oscar)


def test_the_preview_says_what_then_happens_and_writes_nothing(log, adam, now):
    found = [log(), log(road="Church Lane")]
    preview = calendar.preview_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    assert not ClosureDay.objects.exists() and not DateChange.objects.exists()
    said = {(row.deadline.enquiry.reference, row.due_on) for row in preview.shown}
    calendar.add_closure(date=INSIDE, why="Staff day", at=now, by=adam)
    assert said == {(row.reference, answer_of(row).due_on) for row in found}


def published(*, without=(), extra=()) -> bytes:
    """The holidays that are loaded, as a file."""
    rows = [
        (row.date.isoformat(), row.nation, row.title)
        for row in BankHoliday.objects.order_by("date")
        if row.date not in without
    ]
    out = io.StringIO()
    csv.writer(out).writerows([("date", "nation", "title"), *rows, *extra])
    return out.getvalue().encode()


EXTRA = ("2026-11-30", "england-and-wales", "A day of thanks")


def test_an_imported_holiday_moves_the_date(enquiry, adam, now):
    rows = read(published(extra=[EXTRA]))
    preview = calendar.preview_holidays(rows=rows, at=now)
    assert preview.moves.replies == 1
    assert not BankHoliday.objects.filter(date=INSIDE).exists()
    calendar.import_holidays(rows=rows, at=now, by=adam)
    assert answer_of(enquiry).due_on == date(2026, 12, 3)
    assert "A day of thanks" in DateChange.objects.get(deadline__stage=Stage.ANSWER).reason


def test_holidays_in_the_shape_the_government_publishes(holidays):
    event = {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": True}
    division = {"division": "england-and-wales", "events": [event]}
    [row] = read(json.dumps({"england-and-wales": division}).encode())
    assert (row.date, row.title) == (date(2026, 12, 25), "Christmas Day")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"{", "well-formed JSON"),
        (b"date,nation,title\n2026-13-01,england-and-wales,X\n", "Line 2"),
        (b"date,nation,title\n2026-12-25,mars,X\n", "not a nation"),
        (b"date,nation,title\n2026-12-25,england-and-wales,X\n2026-12-25,england-and-wales,X\n",
         "already there"),
        (b"date,nation,title\n2026-12-25,england-and-wales,a\0b\n", "NUL"),
        (b"date,title\n", "one column named"),
        (b"x" * 1_100_000, "1 MB"),
    ],
)  # fmt: skip
def test_files_that_are_refused(content, says):
    with pytest.raises(BadFile) as refused:
        read(content)
    assert says in str(refused.value)


def test_a_past_holiday_is_never_taken_away(enquiry, adam, now):
    moved = ("2026-05-05", "england-and-wales", "Early May bank holiday")
    rows = read(published(without={date(2026, 5, 4)}, extra=[moved]))
    with pytest.raises(BadFile, match="past holiday"):
        calendar.import_holidays(rows=rows, at=now, by=adam)


def test_the_command_shows_and_writes_only_when_told(enquiry, tmp_path, stopped_clock, capsys):
    file = tmp_path / "holidays.csv"
    file.write_bytes(published(extra=[EXTRA]))
    call_command("import_holidays", str(file), "--dry-run")
    assert "Reply dates that move: 1" in capsys.readouterr().out
    assert not BankHoliday.objects.filter(date=INSIDE).exists()
    call_command("import_holidays", str(file), "--yes")
    assert BankHoliday.objects.filter(date=INSIDE).exists()
    file.write_bytes(b"{")
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_holidays", str(file), "--yes")


def test_administrators_hear_once_a_month_that_the_calendar_ends(holidays, adam, now):
    assert calendar.warn_horizon(at=now) == 0
    late = now.replace(year=2028, month=10, day=16)
    assert [calendar.warn_horizon(at=late), calendar.warn_horizon(at=late)] == [1, 0]
    assert calendar.warn_horizon(at=late + timedelta(days=31)) == 1
    assert Letter.objects.filter(person=adam).count() == 2


def test_an_administrator_closes_a_day_in_two_steps(enquiry, signed_in, adam, oscar):
    assert signed_in(oscar).get("/calendar/").status_code == 404
    client = signed_in(adam)
    assert "Christmas Day" in client.get("/calendar/").content.decode()
    day = {"date-day": "30", "date-month": "11", "date-year": "2026", "why": "Staff day"}
    shown = client.post("/calendar/add/", day).content.decode()
    assert enquiry.reference in shown and not ClosureDay.objects.exists()


def test_officers_go_on_when_the_calendar_has_run_out(enquiry, oscar, now, outcomes):
    late = now.replace(year=2029, month=6, day=4)
    workflows.update(enquiry=enquiry, text="Still here.", at=late, by=oscar)
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=late, by=oscar, **words)
    assert answer_of(enquiry).met_at == late and answer_of(enquiry).days_taken > 600
