"""Charts and tables are written by hand: whatever a place is called, its name stays a name."""

from consistency.charts import Bars, Dot, Plot, bars
from consistency.figures import Cell, Line, Panel
from consistency.templatetags.drawing import drawn_bars, drawn_dots
from consistency.views.tables import table

NAME = "<b>&\"'Kilby"
SAFE = "&lt;b&gt;&amp;&quot;&#x27;Kilby"


def test_names_in_charts_are_escaped():
    chart: Bars = bars([(NAME, False, [(3, NAME)])])
    plot = Plot("x", "y", [Dot("1%", 2, "alert", NAME)], [], [], [])
    assert drawn_bars(chart).count(SAFE) == 2
    assert drawn_dots(plot).count(SAFE) == 1
    assert "<b>" not in drawn_bars(chart) + drawn_dots(plot)


def test_names_in_tables_are_escaped():
    cell = Cell((3,), NAME, "/cases/?a=1&b=2")
    found = table(Panel("x", "X", [], [NAME], ["x"], [Line(NAME, [cell])], first=NAME))
    assert found.count(SAFE) == 7 and "<b>" not in found
    assert 'href="/cases/?a=1&amp;b=2"' in found
