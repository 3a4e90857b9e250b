"""Where bars, dots and lines go. Places across are per cent, so that words keep their size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# The longest bar leaves room for its label at the right.
LONGEST = 68
ROW = 66
MARGIN = 20
NAME_LENGTH = 42
LEFT, RIGHT, TOP, BOTTOM = 9.0, 97.0, 20, 300
HEIGHT = 350
BLUE, ORANGE = "#12436D", "#F46A25"


@dataclass(frozen=True)
class Bar:
    y: int
    width: str
    label: str
    fill: str

    @property
    def label_y(self) -> int:
        return self.y + 13


@dataclass(frozen=True)
class Point:
    """One row of the table as one place in the chart; without a value it has no bars."""

    name: str
    name_y: int
    is_few: bool
    bars: list[Bar]


@dataclass(frozen=True)
class Bars:
    """Heights and places down the page are in pixels."""

    height: int
    points: list[Point]


# What a bar stands for, its length, and its label.
Length = tuple[float, str]


def bars(rows: Sequence[tuple[str, bool, Sequence[Length]]]) -> Bars:
    """Draw up to two bars a row: its name, whether it is of few cases, and their lengths."""
    most = max((length for _, _, parts in rows for length, _ in parts), default=0) or 1
    step = ROW if any(len(parts) > 1 for _, _, parts in rows) else ROW - 18
    points = [
        Point(shortened(name), top + 14, is_few, list(row(parts, top + 22, most)))
        for top, (name, is_few, parts) in zip(range(0, step * len(rows), step), rows, strict=True)
    ]
    return Bars(step * len(points) + MARGIN, points)


def row(parts: Iterable[Length], top: int, most: float) -> Iterable[Bar]:
    for number, (length, label) in enumerate(parts):
        width = f"{LONGEST * max(length, 0) / most:.2f}%"
        yield Bar(top + 18 * number, width, label, (BLUE, ORANGE)[number])


def shortened(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip(" ,") + "…"


@dataclass(frozen=True)
class Dot:
    """`look` is “in”, “alert”, “alarm” or “few”; the label is written beside those outside."""

    x: str
    y: float
    look: str
    label: str = ""
    is_right: bool = False


@dataclass(frozen=True)
class Tick:
    place: float
    text: str


@dataclass(frozen=True)
class Trace:
    """A line through points of a box of 1,000 by 1,000; `look` is its class."""

    points: str
    look: str


@dataclass(frozen=True)
class Plot:
    x_label: str
    y_label: str
    dots: list[Dot]
    traces: list[Trace]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    key: list[str] = field(default_factory=list)
    height: int = HEIGHT
    left: float = LEFT
    width: float = RIGHT - LEFT
    top: int = TOP
    inner: int = BOTTOM - TOP


@dataclass(frozen=True)
class Scale:
    """Turns values into places: across in per cent, down in pixels."""

    most_x: float
    most_y: float
    least_y: float = 0.0
    least_x: float = 0.0

    def x(self, value: float) -> float:
        return LEFT + (RIGHT - LEFT) * self.part_x(value)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * self.part_y(value)

    def part_x(self, value: float) -> float:
        return (value - self.least_x) / ((self.most_x - self.least_x) or 1)

    def part_y(self, value: float) -> float:
        part = (value - self.least_y) / ((self.most_y - self.least_y) or 1)
        return min(max(part, 0.0), 1.0)

    def dot(self, x: float, y: float, look: str, label: str = "") -> Dot:
        return Dot(f"{self.x(x):.2f}%", round(self.y(y), 1), look, label, self.part_x(x) > 0.6)

    def trace(self, points: Iterable[tuple[float, float]], look: str) -> Trace:
        return Trace(
            " ".join(
                f"{1000 * self.part_x(x):.0f},{1000 * (1 - self.part_y(y)):.0f}" for x, y in points
            ),
            look,
        )

    def x_ticks(self, values: Iterable[float], texts: Iterable[str] | None = None) -> list[Tick]:
        values = list(values)
        words = texts or [f"{value:,.0f}" for value in values]
        return [Tick(round(self.x(v), 2), t) for v, t in zip(values, words, strict=True)]

    def y_ticks(self, values: Iterable[float], unit: str = "") -> list[Tick]:
        return [Tick(round(self.y(value), 1), f"{value:g}{unit}") for value in values]


def steps(most: float, least: float = 0, count: int = 4) -> list[float]:
    """Return round numbers up to the most, about so many."""
    span = (most - least) or 1
    size = 10 ** len(str(int(span / count or 1))) / 10
    size = next((size * k for k in (1, 2, 2.5, 5, 10) if span / (size * k) <= count + 1), span)
    found, value = [], least
    while value <= most + size / 1000:
        found.append(value)
        value += size
    return found
