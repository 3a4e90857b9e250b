"""What the reader asked to see: a period, what to compare, and whose cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from enquiries.deadlines.clock import midnight

from .months import first_of, last_of


class By(StrEnum):
    """What figures can be compared by, or narrowed to."""

    DISTRICT = "district"
    PARISH = "parish"
    DIVISION = "division"
    COUNCIL = "council"
    COUNCIL_KIND = "council_kind"
    KIND = "kind"
    TEAM = "team"
    OFFICER = "officer"
    CHANNEL = "channel"


NAMES = {
    By.DISTRICT: "district", By.PARISH: "parish", By.DIVISION: "county division",
    By.COUNCIL: "council", By.COUNCIL_KIND: "kind of council", By.KIND: "kind of enquiry",
    By.TEAM: "team", By.OFFICER: "officer", By.CHANNEL: "channel",
}  # fmt: skip
# The rollup counts by these; the others are made of parishes or of councils.
MADE_OF = {By.DISTRICT: By.PARISH, By.DIVISION: By.PARISH, By.COUNCIL_KIND: By.COUNCIL}


def base_of(by: By) -> By:
    return MADE_OF.get(by, by)


@dataclass(frozen=True)
class Choice:
    """One district, kind or other: its key in the tables, its name in addresses, and its name."""

    key: str
    value: str
    name: str


@dataclass(frozen=True)
class Selection:
    """Days are of Europe/London, both included, whole months; `now` is when the reader asks."""

    by: By
    since: date
    until: date
    now: datetime
    only: dict[By, Choice] = field(default_factory=dict)
    # What was read for it already: several measures of a page need the same counts.
    found: dict[tuple, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def months(self) -> tuple[date, date]:
        """The first days of the first and of the last month."""
        return first_of(self.since), first_of(self.until)

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The first instant of the period and the first one after it."""
        return midnight(self.since), midnight(self.until + timedelta(days=1))

    @property
    def last_day(self) -> date:
        return last_of(first_of(self.until))

    @property
    def parameters(self) -> dict[str, str]:
        """The query string that brings this selection back."""
        return {
            "by": self.by.value,
            "since": f"{self.since:%Y-%m}",
            "until": f"{self.until:%Y-%m}",
            **{by.value: choice.value for by, choice in self.only.items()},
        }

    def once(self, what: tuple, read: Callable[[], Any]) -> Any:
        """Return what was read for this selection already, or read it."""
        if what not in self.found:
            self.found[what] = read()
        return self.found[what]

    def bases(self, by: By | None) -> set[By]:
        """What the rollup would have to be counted by at once for a comparison."""
        return {base_of(each) for each in [*self.only, *([by] if by else [])]}
