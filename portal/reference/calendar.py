"""Bank holidays of every nation, as the government publishes them."""

from datetime import date
from pathlib import Path

from django.utils import timezone

from enquiries.deadlines.changes import weekdays
from enquiries.deadlines.models import BankHoliday
from enquiries.workflows import calendar
from govuk.cells import of
from govuk.rows import Row, read

from .save import Report, sync

COLUMNS = {name: of(BankHoliday, name) for name in ["date", "nation", "title"]}


def read_holidays(folder: Path) -> list[Row]:
    return read(folder / "bank_holidays.csv", COLUMNS, key=("date", "nation"))


def load_holidays(rows: list[Row], report: Report) -> None:
    """Official to the last word, so a changed title is taken over. None is ever removed.

    Open dates that rest on a day which is new are moved, and the clerk is told.
    """
    wanted = [dict(row.values) for row in rows]
    loaded = england()
    sync(BankHoliday, wanted, key=("date", "nation"), official=["title"], report=report)
    calendar.recompute(days=weekdays(england() - loaded), at=timezone.now(), by=None)


def england() -> set[date]:
    days = BankHoliday.objects.filter(nation=BankHoliday.Nation.ENGLAND_AND_WALES)
    return set(days.values_list("date", flat=True))
