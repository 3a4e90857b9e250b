"""Bank holidays of every nation, as the government publishes them."""

from pathlib import Path

from enquiries.deadlines.models import BankHoliday

from .cells import of
from .save import Report, sync
from .table import Row, read

COLUMNS = {name: of(BankHoliday, name) for name in ["date", "nation", "title"]}


def read_holidays(folder: Path) -> list[Row]:
    return read(folder / "bank_holidays.csv", COLUMNS, key=("date", "nation"))


def load_holidays(rows: list[Row], report: Report) -> None:
    """Official to the last word, so a changed title is taken over. None is ever removed."""
    wanted = [dict(row.values) for row in rows]
    sync(BankHoliday, wanted, key=("date", "nation"), official=["title"], report=report)
