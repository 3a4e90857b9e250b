"""Counts one deadline from given facts and says why each day counted or did not."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...calendars import service_calendar, statutory_calendar
from ...clock import LONDON, WEEKDAYS, BeyondCalendar, Calendar, Pause, Receipt, count, london_day
from ...models import Setting

CALENDARS = {"service": service_calendar, "statutory": statutory_calendar}
LAWFUL = "Closures do not move a statutory date (Freedom of Information Act 2000, section 10)."


def read_instant(text: str) -> datetime:
    """Read an instant; without an offset it is London time, the earlier one when there are two.

    A time that the change to summer time leaves out is read as if the clocks had not yet changed.
    """
    try:
        instant = datetime.fromisoformat(text)
        aware = instant if instant.tzinfo else instant.replace(tzinfo=LONDON)
        return aware.astimezone(UTC).astimezone(LONDON)
    except (ValueError, OverflowError):
        raise CommandError(
            f"“{text}” is not a date and time. Write one like 2026-12-23T15:00."
        ) from None


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CommandError(f"“{text}” is not a date. Write one like 2026-12-23.") from None


def read_number(text: str, what: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a number of {what}. Write one like 10.") from None


def read_pause(text: str, cap: int) -> Pause:
    asked, colon, replied = text.partition(":")
    if not (asked and colon and replied):
        raise CommandError(
            f"“{text}” is not a pause. Write the day of the question and the day of the reply, "
            "like 2026-12-29:2026-12-31."
        )
    return Pause(read_day(asked), read_day(replied), cap)


def as_json(receipt: Receipt, received: datetime, days: int, calendar: str) -> str:
    lines = [
        {
            "date": line.date.isoformat(),
            "weekday": WEEKDAYS[line.date.weekday()],
            "counted": line.number,
            "why": line.why,
        }
        for line in receipt.days
    ]
    facts = {
        "received": received.isoformat(),
        "received_on": receipt.received_on.isoformat(),
        "days": days,
        "calendar": calendar,
        "due_on": receipt.due_on.isoformat(),
        "due_at": receipt.due_at.isoformat(),
    }
    return json.dumps({**facts, "lines": lines}, indent=2, ensure_ascii=False)


def as_text(receipt: Receipt, received: datetime, days: int, calendar: str) -> str:
    head = f"Received {received:%A %-d %B %Y at %H:%M}. That day is day zero.\n"
    lines = [
        f"  {f'{line.date:%A %-d %B %Y}':<28}{line.why or f'day {line.number}'}"
        for line in receipt.days
    ]
    plural = "working day" if days == 1 else "working days"
    due = f"\nDue {receipt.due_on:%A %-d %B %Y} by {receipt.due_at:%H:%M}"
    tail = f"{due} ({receipt.due_at.isoformat()}): {days} {plural}, {calendar} calendar."
    return "\n".join([head, *lines, tail])


class Command(BaseCommand):
    help = (
        "Say when something received at a time falls due, and why, day by day: counted as the"
        " portal counts, by the bank holidays and closures that are loaded. Nothing is written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--received", required=True, metavar="WHEN", help="like 2026-12-23T15:00, London time")
        add("--days", required=True, help="working days promised")
        add("--calendar", default="service", help="service (the default) or statutory")
        add("--closure", action="append", metavar="DATE", help="also closed; may be repeated")
        add("--pause", action="append", metavar="FROM:TO",
            help="days of our question and of the reply; may be repeated")  # fmt: skip
        add("--pause-cap", metavar="DAYS",
            help="most working days one pause counts for; else as the council has set")  # fmt: skip
        add("--json", action="store_true", help="print JSON, as docs/deadlines.md describes")

    def handle(self, *args, received: str, days: str, calendar: str, **options) -> None:
        instant, number = read_instant(received), read_number(days, "days")
        show = as_json if options["json"] else as_text
        try:
            receipt = self.receipt(instant, number, calendar, options)
        except (BeyondCalendar, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(show(receipt, instant, number, calendar))

    def receipt(self, received: datetime, days: int, name: str, options: dict) -> Receipt:
        closures, cap = options["closure"] or [], options["pause_cap"]
        cap = Setting.current().pause_cap_days if cap is None else read_number(cap, "days")
        pauses = [read_pause(text, cap) for text in options["pause"] or []]
        calendar = self.calendar(name, london_day(received), closures)
        return count(received, days, calendar, pauses)

    def calendar(self, name: str, since: date, closures: list[str]) -> Calendar:
        if name not in CALENDARS:
            raise CommandError(f"There is no calendar “{name}”. Choose service or statutory.")
        closed = {read_day(text): "Offices closed" for text in closures}
        calendar = CALENDARS[name](since=since)
        if name == "service":
            return replace(calendar, skipped=closed | dict(calendar.skipped))
        if closed:
            self.stderr.write(LAWFUL)
        return calendar
