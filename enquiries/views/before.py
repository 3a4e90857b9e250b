"""How like enquiries were answered before: the panel beside an answer being written."""

import re
from collections import Counter
from dataclasses import dataclass

from ..deadlines.clock import london_day
from ..models import Answer, Enquiry, Outcome
from ..precedents import departs, share
from ..ready import Given, ReadyQuery
from ..similar import own_name
from ..wording import short_date

SHOWN, NEARBY = 5, 30
COLUMNS = (
    "enquiry__number", "enquiry__road", "parish_id", "parish__name", "outcome__wording",
    "reason__wording", "answered_at",
)  # fmt: skip

# Both are put together once: this panel is on every page of a case.
LIKE = ReadyQuery(
    lambda: Answer.objects.like(
        Given("enquiry"), kind=Given("kind"), parish=Given("parish"), nearby=NEARBY, wide=SHOWN
    ).values_list(*COLUMNS)
)
LAST = ReadyQuery(
    lambda: Answer.objects.last_of(Given("kind")).values_list("outcome__wording", flat=True)
)


@dataclass(frozen=True)
class Before:
    """How another enquiry of the same kind was answered; `is_here` if on the same road."""

    number: int
    parish: str
    outcome: str
    reason: str
    day: str
    is_here: bool


@dataclass(frozen=True)
class Precedents:
    """The likest answers, and how many of the last ones of this kind had each outcome."""

    like: list[Before]
    shares: list[tuple[str, str]]
    total: int


def precedents_of(enquiry: Enquiry) -> Precedents:
    """Return the panel of an enquiry, in two queries."""
    shares, total = shares_of(enquiry)
    return Precedents(answered_before(enquiry), shares, total)


def answered_before(enquiry: Enquiry) -> list[Before]:
    """Return the last five answers to this kind: those on its road first, then county-wide."""
    road, found = words_of(enquiry.road), []
    rows = LIKE.rows(enquiry=enquiry.pk, kind=enquiry.kind_id, parish=enquiry.parish_id)
    for number, where, parish, name, outcome, reason, at in rows:
        there = words_of(where)
        is_here = parish == enquiry.parish_id and (there <= road or road <= there)
        day = short_date(london_day(at))
        found.append((is_here, at, number, name, outcome, reason, day))
    found.sort(reverse=True, key=lambda row: row[:3])
    return [
        Before(number, name, outcome, reason or "", day, is_here)
        for is_here, _, number, name, outcome, reason, day in found[:SHOWN]
    ]


def words_of(road: str) -> set[str]:
    """A road's own words: either writing of it may say more than its name."""
    return set(re.findall(r"\w+", own_name(road)))


def shares_of(enquiry: Enquiry) -> tuple[list[tuple[str, str]], int]:
    """Return (outcome, its share in words), the commonest first, and how many were counted."""
    counts = Counter(wording for (wording,) in LAST.rows(kind=enquiry.kind_id))
    total = counts.total()
    return [(wording, share(count, total)) for wording, count in counts.most_common()], total


def departure(enquiry: Enquiry, outcome: Outcome) -> tuple[int, int] | None:
    """Return how many of how many like answers had an outcome, if so few that it stands out."""
    counts = Answer.objects.outcomes_of(enquiry.kind_id)
    return (counts[outcome.pk], counts.total()) if departs(counts, outcome.pk) else None
