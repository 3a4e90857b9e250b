"""What a chart repeats, by hand: a template takes five times as long for hundreds of bars."""

from collections.abc import Iterator
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..charts import Bars, Dot, Plot, Point

register = template.Library()

NAME = '<text class="app-chart__text app-chart__text--bold" x="0" y="{}">{}{}</text>'
BAR = (
    '<rect x="0" y="{}" width="{}" height="16" fill="{}" stroke="currentColor"'
    ' stroke-width="0.5" />'
    '<text class="app-chart__text" x="{}" dx="6" y="{}">{}</text>'
)
NO_BAR = '<text class="app-chart__text" x="0" y="{}" dy="20">See the table</text>'
DOT = '<svg class="app-dot app-dot--{}" x="{}" y="{}">{}{}</svg>'
SQUARE = '<rect x="-5" y="-5" width="10" height="10" />'
LABEL = '<text class="app-chart__text app-chart__text--bold{}" x="{}" y="4">{}</text>'


@register.filter
def drawn_bars(chart: Bars) -> SafeString:
    """Return the rows of a bar chart. Every text of ours or of theirs is escaped."""
    return mark_safe("".join(map(row, chart.points)))  # noqa: S308  # escaped


def row(point: Point) -> str:
    few = " (few cases)" if point.is_few else ""
    bars = "".join(
        BAR.format(bar.y, bar.width, bar.fill, bar.width, bar.label_y, escape(bar.label))
        for bar in point.bars
    )
    name = NAME.format(point.name_y, escape(point.name), few)
    return f"<g>{name}{bars or NO_BAR.format(point.name_y)}</g>"


@register.filter
def drawn_dots(plot: Plot) -> SafeString:
    """Return the dots of a plot, those outside square and with their names."""
    return mark_safe("".join(dots(plot)))  # noqa: S308  # escaped


def dots(plot: Plot) -> Iterator[str]:
    for dot in plot.dots:
        shape = SQUARE if dot.look in ("alarm", "alert") else circle(dot.look)
        yield DOT.format(dot.look, dot.x, dot.y, shape, label(dot))


def circle(look: str) -> str:
    return f'<circle r="{2 if look == "small" else 4}" />'


def label(dot: Dot) -> str:
    if not dot.label:
        return ""
    end, x = (" app-chart__text--end", -9) if dot.is_right else ("", 9)
    return LABEL.format(end, x, escape(dot.label))
