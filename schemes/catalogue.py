"""A published version as its page shows it: what is known, in the order in which it is read.

Amounts are in pounds as the source gave them; nothing is rounded, added or guessed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from .models import CostLine, Setting, Topic
from .prices import Adjusted
from .readings import adjusted_line, prices_are_being_checked
from .snapshots import Snapshot, costs_of

NEEDS = [
    Topic.ORDER, Topic.NOTICE, Topic.CONSULTATION, Topic.SPEED_SURVEY, Topic.SAFETY_AUDIT,
    Topic.LIGHTING,
]  # fmt: skip
HERE = ("ours", "local")
MOST_COMPARED = 3
VAT = dict(CostLine.Vat.choices)


@dataclass(frozen=True)
class Line:
    """A price with the option it is of, and in newer prices if it is old and an index says so."""

    option: dict
    cost: dict
    adjusted: Adjusted | None = None

    @property
    def words(self) -> str:
        return in_pounds(self.cost["low"], self.cost["high"])

    @property
    def vat(self) -> str:
        said = VAT[self.cost["vat"]]
        return said.replace("The source", "the source")

    @property
    def newer(self) -> str:
        return in_pounds(self.adjusted.low, self.adjusted.high) if self.adjusted else ""


@dataclass(frozen=True)
class Entry:
    """A scheme as it was published, on a day in Europe/London."""

    shot: Snapshot
    on: date
    setting: Setting
    index: Sequence[Mapping] = ()
    version: object = None

    @cached_property
    def facts(self) -> dict[str, dict | None]:
        """Every topic with what is known of it, if anything is."""
        return {topic.value: self.shot["facts"].get(topic.value) for topic in Topic}

    @cached_property
    def words(self) -> dict[str, str]:
        """Every topic with its words alone, empty where nothing is known."""
        return {topic: fact["text"] if fact else "" for topic, fact in self.facts.items()}

    def lines(self, *roles: str) -> list[Line]:
        return [
            Line(option, cost, self.in_newer_prices(cost))
            for option, cost in costs_of(self.shot, *roles)
            if cost["low"] or cost["qualifier"]
        ]

    def in_newer_prices(self, cost: dict) -> Adjusted | None:
        return adjusted_line(cost, on=self.on, setting=self.setting, index=self.index)

    @cached_property
    def local_lines(self) -> list[Line]:
        """Prices of this county: this council's own, and its partners'."""
        return self.lines(*HERE)

    @cached_property
    def our_lines(self) -> list[Line]:
        """This council's own prices; no partner's."""
        return self.lines("ours")

    @cached_property
    def other_lines(self) -> list[Line]:
        return self.lines("other")

    @cached_property
    def unpriced(self) -> list[dict]:
        """Options of which we know no price of this county's, nor of anybody's."""
        return [option for option in self.shot["options"] if not option["costs"]]

    @cached_property
    def lowest(self) -> Decimal | None:
        """The lowest figure of this council's own, for order and comparison only."""
        return min(figures(self.our_lines), default=None)

    @cached_property
    def guide(self) -> str:
        """This council's own prices from the lowest to the highest; empty where it has none."""
        lows = figures(self.our_lines)
        highs = [Decimal(line.cost["high"]) for line in self.our_lines if line.cost["high"]]
        top = max([*lows, *highs], default=None)
        if top is None:
            return ""
        return in_pounds(min(lows), top if highs or top > min(lows) else None)

    @property
    def being_checked(self) -> bool:
        return prices_are_being_checked(self.shot, on=self.on, setting=self.setting)

    @cached_property
    def fits_unsigned(self) -> bool:
        """Say whether no engineer has signed some problem off that it helps, or does not."""
        return any(not fit["signed_on"] for fit in self.fits)

    @property
    def fits(self) -> list[dict]:
        return [*self.shot["helps"], *self.shot["does_not_help"]]

    @cached_property
    def is_unsigned(self) -> bool:
        """Say whether no engineer has signed some of what its page says off."""
        costs = [cost for option in self.shot["options"] for cost in option["costs"]]
        said = [*self.shot["facts"].values(), *self.fits, *costs, *self.shot["examples"]]
        return any(not fact["signed_on"] for fact in said)

    @property
    def needs(self) -> list[tuple[Topic, dict]]:
        found = [(topic, self.facts[topic.value]) for topic in NEEDS]
        return [(topic, fact) for topic, fact in found if fact]

    @property
    def share(self) -> dict | None:
        """A worked example of what a parish pays; None without a policy or a price of ours."""
        per_cent = self.setting.parish_share
        priced = [line for line in self.our_lines if line.cost["low"]]
        if not per_cent or not priced:
            return None
        line = min(priced, key=lambda each: Decimal(each.cost["low"]))
        part = (Decimal(line.cost["low"]) * per_cent / 100).quantize(Decimal(1))
        return {"line": line, "per_cent": per_cent, "pays": in_pounds(part, part)}


def figures(lines: Iterable[Line]) -> list[Decimal]:
    return [Decimal(line.cost["low"]) for line in lines if line.cost["low"]]


def in_pounds(low: object, high: object) -> str:
    """Write a range: £30,000 to £40,000; “from” where no top is known; empty where nothing is."""
    if low in (None, ""):
        return ""
    if high in (None, ""):
        return f"from {pounds(low)}"
    same = Decimal(str(low)) == Decimal(str(high))
    return pounds(low) if same else f"{pounds(low)} to {pounds(high)}"


def pounds(amount: object) -> str:
    figure = Decimal(str(amount))
    return f"£{figure:,.0f}" if figure == figure.to_integral() else f"£{figure:,.2f}"


def entries(versions: Iterable, *, on: date, setting: Setting, index=()) -> list[Entry]:
    return [Entry(row.snapshot, on, setting, index, row) for row in versions]


def by_letter(found: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Yield every letter of the alphabet with its schemes, none for most."""
    rows: dict[str, list[Entry]] = {letter: [] for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for entry in found:
        rows[entry.shot["letter"]].append(entry)
    yield from rows.items()
