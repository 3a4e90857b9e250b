"""Where the bars go. Widths are per cent, so that words keep their size on any screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from .figures import Figures

# The longest bar leaves room for its label at the right.
LONGEST = 70
ROW = 66
MARGIN = 20
NAME_LENGTH = 42


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
    """One row of the table as one place in the chart; without answers it has no bars."""

    name: str
    name_y: int
    is_few: bool
    bars: list[Bar]


@dataclass(frozen=True)
class Chart:
    """Heights and places down the page are in pixels."""

    height: int
    points: list[Point]


def draw(figures: Figures) -> Chart:
    """Two bars a row: half of the answers, and nine in ten, within so many working days."""
    most = max((row.ninth or 0 for row in figures.rows), default=0) or 1
    points = [
        Point(shortened(row.name), top + 14, row.is_few, list(bars(row, top + 22, most)))
        for top, row in zip(range(0, ROW * len(figures.rows), ROW), figures.rows, strict=True)
    ]
    return Chart(ROW * len(points) + MARGIN, points)


def bars(row, top: int, most: int) -> Iterable[Bar]:
    if row.answered:
        yield bar(top, row.median, most, "Half", "#12436D")
        yield bar(top + 18, row.ninth, most, "9 in 10", "#F46A25")


def bar(y: int, days: int, most: int, what: str, fill: str) -> Bar:
    unit = "day" if days == 1 else "days"
    return Bar(y, f"{LONGEST * days / most:.2f}%", f"{what}: {days} {unit}", fill)


def shortened(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip(" ,") + "…"
