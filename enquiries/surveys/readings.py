"""Figures of many answers together, and what people wrote.

Only what was said last in a survey counts, “don't know” is no score, and satisfied is “satisfied”
or “very satisfied”. Periods are months of Europe/London by the day of the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q

from enquiries.deadlines.clock import LONDON, london_day

from .models import SCORES, Reply

MONTHS = 12
# Below this many a percentage says more than is known.
FEW = 10


@dataclass(frozen=True)
class Share:
    """How many of those who gave a score were satisfied; `hidden` where they are too few to say."""

    satisfied: int
    scored: int
    hidden: bool = False

    def __str__(self) -> str:
        if self.hidden:
            return "Too few to show"
        if not self.scored:
            return "No answers"
        if self.scored < FEW:
            return f"{self.satisfied} of {self.scored}"
        return f"{round(100 * self.satisfied / self.scored)}% of {self.scored}"


@dataclass(frozen=True)
class Line:
    name: str
    shares: list[Share]


def whole_months(now: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and end of the last twelve whole months in London."""
    last = london_day(now).replace(day=1)
    first = last.replace(year=last.year - MONTHS // 12)
    return tuple(datetime.combine(day, time(), tzinfo=LONDON) for day in (first, last))  # type: ignore[return-value]


def said_in(since: datetime, until: datetime):
    """Return what was last said by an instant in each survey, if it was said since another.

    A change made later does not reach back: the figure of a month stays as it was shown.
    """
    return Reply.objects.filter(answered_at__gte=since).latest_of_each(before=until)


def counts_by_team(rows) -> dict[int | None, dict[str, int]]:
    """Count scores and satisfied ones of each question by the team at the closing. One query."""
    counts = {f"scored_{name}": Count("pk", filter=~Q(**{name: None})) for name in SCORES}
    counts |= {f"satisfied_{name}": Count("pk", filter=Q(**{f"{name}__gte": 4})) for name in SCORES}
    found = rows.order_by().values("survey__team").annotate(**counts)
    return {row["survey__team"]: row for row in found}


def line(name: str, rows: Iterable[dict[str, int]], *, least: int) -> Line:
    """Add teams up to one line; a figure of fewer scores than `least` is hidden."""
    kept = list(rows)
    shares = []
    for code in SCORES:
        scored = sum(row[f"scored_{code}"] for row in kept)
        satisfied = sum(row[f"satisfied_{code}"] for row in kept)
        hidden = 0 < scored < least
        shares.append(Share(0, 0, hidden=True) if hidden else Share(satisfied, scored))
    return Line(name, shares)


def lines_for_officers(rows, *, teams: Iterable, least: int) -> list[Line]:
    """Return a line for each of an officer's teams and one for all others, and no total.

    With a total, what is hidden could be worked out from what is not.
    """
    counted = counts_by_team(rows)
    lines = [line(team.name, filter(None, [counted.pop(team.pk, None)]), least=least)
             for team in teams]  # fmt: skip
    return [*lines, line("All other teams", counted.values(), least=least)]


def lines_for_managers(rows, *, teams: Iterable) -> list[Line]:
    """Return a line for each team, one for no team, and the total; small numbers as they are."""
    counted = counts_by_team(rows)
    names = {team.pk: team.name for team in teams} | {None: "No team"}
    lines = [line(name, [counted[pk]], least=0) for pk, name in names.items() if pk in counted]
    return [*lines, line("All", counted.values(), least=0)]
