"""Every nation's bank holidays as they ship, 2019 to 2028."""

import pytest

from enquiries.deadlines.models import BankHoliday, ClosureDay
from portal.reference.calendar import read_holidays
from portal.reference.load import DATA


@pytest.fixture(scope="session")
def shipped_rows() -> list[dict]:
    return [dict(row.values) for row in read_holidays(DATA)]


@pytest.fixture
def every_nation(db, shipped_rows) -> None:
    BankHoliday.objects.bulk_create(BankHoliday(**row) for row in shipped_rows)


@pytest.fixture
def closed(db, adam):
    """`closed(day)` closes the council's offices for a day."""

    def close(day) -> ClosureDay:
        return ClosureDay.objects.create(date=day, why="Staff conference", added_by=adam)

    return close
