"""What the reader asked to see: a period, what to compare, and perhaps one district or kind."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from enquiries.models import Kind
from parishes.models import District

from .months import start_of


class By(StrEnum):
    DISTRICT = "district"
    KIND = "kind"


@dataclass(frozen=True)
class Selection:
    """Days are of Europe/London, both included; `now` is when the reader asks."""

    by: By
    since: date
    until: date
    now: datetime
    district: District | None = None
    kind: Kind | None = None

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The first instant of the period and the first one after it."""
        return start_of(self.since), start_of(self.until + timedelta(days=1))

    @property
    def parameters(self) -> dict[str, str]:
        """The query string that brings this selection back."""
        both = {
            "by": self.by.value,
            "since": f"{self.since:%Y-%m}",
            "until": f"{self.until:%Y-%m}",
            "district": self.district.gss_code if self.district else "",
            "kind": self.kind.code if self.kind else "",
        }
        return {name: value for name, value in both.items() if value}
