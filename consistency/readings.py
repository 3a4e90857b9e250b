"""What is read for a figure: from the rollup where it can answer, otherwise from the facts.

Received: by the day it came, under the kind it has now; a reopened enquiry came again. Answered:
full answers by the day they were given, once for each round, under the kind whose reply time was
promised. Asked: survey invitations by the day they were sent. The rollup can answer where all that
is asked for lies along one of its dimensions: two filters of different sorts read the facts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from django.db.models import Aggregate, Count, DateField, F, Func, Q, QuerySet, Sum, Value

from . import directory, standards
from .facts import QUESTIONS, SUMS, grouped_spread
from .models import Month, Round, Spread, Standard, Wait
from .selection import By, Selection
from .stats.funnel import Unit

Counts = dict[str, Counter]
Spreads = dict[str, Counter]
ALL = ""
PATHS = {
    By.DISTRICT: "parish__district", By.PARISH: "parish", By.DIVISION: "parish__divisions",
    By.COUNCIL: "council", By.COUNCIL_KIND: "council__kind", By.KIND: "kind", By.TEAM: "team",
    By.OFFICER: "officer", By.CHANNEL: "channel",
}  # fmt: skip
MONTHS = {"received": "received_month", "answered": "answered_month", "asked": "invited_month"}


def conditions(of: str) -> dict[str, Q]:
    """Return what makes a round count for each figure, by the month that the figure goes by."""
    return {
        "received": {"received": Q()},
        "answered": {
            "answered": Q(), "on_time": Q(on_time=True), "refused": Q(refused=True),
            "uncited": Q(uncited=True), "reopened": Q(reopened=True), "paused": Q(paused__gt=0),
        },
        "asked": {
            "asked": Q(), "replied": Q(replied=True), "scored": Q(score__isnull=False),
            "satisfied": Q(score__gte=4),
            **{f"scored_{name}": ~Q(**{f"score_{name}": None}) for name in QUESTIONS},
            **{f"satisfied_{name}": Q(**{f"score_{name}__gte": 4}) for name in QUESTIONS},
        },
    }[of]  # fmt: skip


def path_of(by: By, of: str) -> str:
    return "asked_kind" if by == By.KIND and of == "received" else PATHS[by]


def rounds(chosen: Selection, of: str) -> QuerySet[Round]:
    """Return the rounds that were received, answered or asked about: the very cases."""
    rows = Round.objects.filter(**{f"{MONTHS[of]}__range": chosen.months})
    for by, choice in chosen.only.items():
        rows = rows.filter(**{path_of(by, of): none_or(choice.key, by)})
    return rows


def none_or(key: str, by: By) -> str | None:
    return None if by in directory.NOBODY and key == "0" else key


def is_rolled_up(chosen: Selection, by: By | None) -> bool:
    return len(chosen.bases(by)) <= 1


def counts(chosen: Selection, by: By | None) -> Counts:
    """Return every figure of a period for each group; for all together under `ALL`."""
    read = from_months if is_rolled_up(chosen, by) else from_rounds
    return chosen.once(("counts", by), lambda: read(chosen, by))


def from_months(chosen: Selection, by: By | None) -> Counts:
    base, groups = along(chosen, by)
    rows = Month.objects.filter(dimension=base, month__range=chosen.months)
    sums = {name: Sum(name) for name in SUMS}
    found: Counts = defaultdict(Counter)
    for key, *figures in rows.values_list("key").annotate(**sums):
        for group in groups(key):
            found[group].update(dict(zip(SUMS, figures, strict=True)))
    return found


def along(chosen: Selection, by: By | None) -> tuple[str, Callable[[str], list[str]]]:
    """Return the rollup's dimension, and the groups to which a key of it counts."""
    base = next(iter(chosen.bases(by)), None)
    wanted = [(directory.groups_of(each), choice.key) for each, choice in chosen.only.items()]
    into = directory.groups_of(by) if by else None

    def groups(key: str) -> list[str]:
        if not all(same in ([key] if of is None else of.get(key, [])) for of, same in wanted):
            return []
        if by is None:
            return [ALL]
        return [key] if into is None else into.get(key, [])

    return base.value if base else "all", cache(groups)


def from_rounds(chosen: Selection, by: By | None) -> Counts:
    found: Counts = defaultdict(Counter)
    for of in MONTHS:
        sums: dict[str, Aggregate] = {
            name: Count("pk", filter=only) for name, only in conditions(of).items()
        }
        if of == "answered":
            sums |= {name: Sum(name) for name in ("words_kept", "words_broken")}
        for row in keyed(rounds(chosen, of), by, of).annotate(**sums):
            found[group_of(row, by)].update({name: row[name] or 0 for name in sums})
    return in_groups(found, by)


def in_groups(found: dict[str, Counter], by: By | None) -> dict[str, Counter]:
    """Leave out parishes that no division is known of: they are in no line of its table."""
    if by == By.DIVISION:
        found.pop("0", None)
    return found


def keyed(rows: QuerySet, by: By | None, of: str):
    """Group by district or other; by one and the same where everything is asked for."""
    group = F(path_of(by, of)) if by else Value(ALL)
    return rows.order_by().values(group=group)


def group_of(row, by: By | None) -> str:
    return as_key(row["group"]) if by else ALL


def as_key(value: object) -> str:
    return "0" if value is None else str(value)


def spreads(chosen: Selection, by: By | None) -> Spreads:
    """Return how many answers took how many working days, for each group."""
    found: Spreads = defaultdict(Counter)
    if is_rolled_up(chosen, by):
        for group, days, cases in kept_spread(chosen, by):
            found[group][days] += cases
        return found
    for row in keyed(rounds(chosen, "answered"), by, "answered").annotate(
        took=F("days"), cases=Count("pk")
    ):
        found[group_of(row, by)][row["took"]] += row["cases"]
    return in_groups(found, by)


def kept_spread(chosen: Selection, by: By | None) -> Iterator[tuple[str, int, int]]:
    """Yield group, days and cases; what is made of parishes is added up by the database."""
    base, groups = along(chosen, by)
    if parts := directory.groups_of(by) if by else None:
        pairs = [(key, group) for key in parts for group in groups(key)]
        yield from grouped_spread(base, chosen.months, pairs)
        return
    rows = Spread.objects.filter(dimension=base, month__range=chosen.months)
    for key, days, cases in rows.values_list("key", "days").annotate(Sum("cases")):
        for group in groups(key):
            yield group, days, cases


def by_month(chosen: Selection) -> dict[date, Counter]:
    """Return the figures of all that is chosen, month by month."""
    found: dict[date, Counter] = defaultdict(Counter)
    if is_rolled_up(chosen, None):
        base, groups = along(chosen, None)
        rows = Month.objects.filter(dimension=base, month__range=chosen.months)
        for row in rows.values("month", "key", *SUMS):
            if groups(row["key"]):
                found[row["month"]].update({name: row[name] for name in SUMS})
        return found
    for of, month in MONTHS.items():
        sums = {name: Count("pk", filter=only) for name, only in conditions(of).items()}
        for on, *figures in rounds(chosen, of).order_by().values_list(month).annotate(**sums):
            found[on].update(dict(zip(sums, figures, strict=True)))
    return found


CASE_MIX = (By.KIND, By.CHANNEL)
STANDARDS = (By.PARISH, By.COUNCIL, By.DISTRICT, By.TEAM, By.OFFICER)
# What a filter means where the standard is worked out on the spot.
FACT = {
    By.KIND: "round.kind_id = %(kind)s", By.CHANNEL: "round.channel = %(channel)s",
    By.TEAM: "coalesce(round.team_id, 0) = %(team)s", By.PARISH: "round.parish_id = %(parish)s",
    By.OFFICER: "coalesce(round.officer_id, 0) = %(officer)s",
    By.COUNCIL: "round.council_id = %(council)s", By.DISTRICT: "parish.district_id = %(district)s",
    By.COUNCIL_KIND: "council.kind = %(council_kind)s",
    By.DIVISION: "EXISTS (SELECT FROM parishes_parish_divisions of WHERE of.parish_id = parish.id"
    " AND of.division_id = %(division)s)",
}  # fmt: skip


def compared(chosen: Selection, what: str) -> list[Unit]:
    """Return observed beside expected of every group; `what` is “late” or “refused”.

    The county is all answers of the chosen kind and channel; the other filters narrow whose
    answers are compared with it.
    """
    if not chosen.only:
        return kept(chosen, what)
    mine = " AND ".join(FACT[by] for by in chosen.only if by not in CASE_MIX) or "true"
    which = " AND ".join(FACT[by] for by in chosen.only if by in CASE_MIX) or "true"
    since, until = chosen.months
    words = {by.value: choice.key for by, choice in chosen.only.items()}
    rows = chosen.once(
        ("compared", chosen.by),
        lambda: standards.compare(
            chosen.by, since=since, until=until, mine=mine, which=which, words=words
        ),
    )  # fmt: skip
    first = 1 if what == "late" else 5
    return [Unit(str(row[0]), *map(float_or_int, row[first : first + 4])) for row in rows]


def kept(chosen: Selection, what: str) -> list[Unit]:
    cases = "cases" if what == "late" else "decided"
    rows = Standard.objects.filter(dimension=chosen.by, month__range=chosen.months)
    sums = rows.values_list("key").annotate(
        Sum(cases), Sum(what), Sum(f"{what}_expected"), Sum(f"{what}_variance")
    )
    return [Unit(key, *numbers) for key, *numbers in sums]


def float_or_int(value):
    """PostgreSQL sums whole numbers as decimals."""
    return int(value) if not isinstance(value, float) else value


def waits_of(chosen: Selection) -> list[tuple[int, int]]:
    """Return days and cases of the answers to what was received in the period."""
    if not is_rolled_up(chosen, None):
        rows = rounds(chosen, "received").filter(answered_at__isnull=False)
        return list(rows.order_by().values_list("days").annotate(Count("pk")))
    base, groups = along(chosen, None)
    found: Counter = Counter()
    kept = Wait.objects.filter(dimension=base, month__range=chosen.months)
    for key, days, cases in kept.values_list("key", "days").annotate(Sum("cases")):
        if groups(key):
            found[days] += cases
    return sorted(found.items())


def open_since(chosen: Selection) -> list[tuple[date, date | None, int]]:
    """Return since which day, until when (None is still), and how many have had no answer."""
    rows = rounds(chosen, "received").filter(answered_at=None).order_by()
    days = rows.annotate(came=LondonDay("received_at"), ended=LondonDay("stopped_at"))
    return list(days.values_list("came", "ended").annotate(Count("pk")))


class LondonDay(Func):
    """The day of an instant. Django’s own would look at every one of thousands again."""

    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::date"
    output_field = DateField()


# From an enquiry to what it is compared by while it is open.
OPEN = {**PATHS, By.OFFICER: "owner"}
