"""Outside the team no small count can be read, nor worked out from what is shown."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consistency.figures import Cell, Line, Panel, plain
from consistency.stats.withheld import LEAST
from consistency.suppression import HIDDEN, suppressed

X = HIDDEN


def count(number: int) -> Cell:
    return Cell((number,), str(number), counts=(number,))


def share(part: int, whole: int) -> Cell:
    return Cell((part, None), f"{part} of {whole}", counts=(part, whole - part))


def panel(lines: list[list[Cell]], total: list[Cell] | None = None, **more) -> Panel:
    columns = [str(number) for number in range(len(lines[0]))]
    named = [Line(str(number), cells) for number, cells in enumerate(lines)]
    end = Line("All", total) if total else None
    return Panel("x", "X", ["Said."], columns, columns, named, total=end, **more)


def rows(shown: Panel) -> list[list[str]]:
    lines = [*shown.lines, *([shown.total] if shown.total else [])]
    return [[cell.text for cell in line.cells] for line in lines]


@pytest.mark.parametrize(
    ("counts", "total", "texts"),
    [
        ([3, 10, 20], 33, [X, X, "20", "33"]), ([3, 4, 20], 27, [X, X, "20", "27"]),
        ([0, 10, 20], 30, ["0", "10", "20", "30"]), ([0, 3, 0], 3, ["0", X, "0", X]),
        ([1, 1, 20], 22, [X, X, X, "22"]), ([4], None, [X]), ([3, 9, 30], None, [X, X, "30"]),
    ],
)  # fmt: skip
def test_m06_a_small_count_takes_another_or_the_total_with_it(counts, total, texts):
    made = panel([[count(n)] for n in counts], [count(total)] if total else None)
    shown = suppressed(made)
    assert [text for [text] in rows(shown)] == texts
    assert (shown is made) == (X not in texts), "what is not small stays as it is"


def test_m06_months_that_add_up_hide_one_another():
    whole = [[3, 40, 43], [30, 50, 80], [33, 90, 123]]
    *lines, total = [[count(n) for n in line] for line in whole]
    shown = suppressed(panel(lines, total, adds_up=True))
    assert rows(shown) == [[X, X, "43"], [X, X, "80"], ["33", "90", "123"]]


def test_m06_the_rest_of_a_share_is_a_count_too():
    shown = suppressed(
        panel([[count(20), share(18, 20)], [count(50), share(30, 50)]],
              [count(70), share(48, 70)])
    )  # fmt: skip
    assert rows(shown) == [["20", X], ["50", X], ["70", "48 of 70"]]


def test_m06_what_is_made_of_a_hidden_count_goes_with_it():
    ratio = [count(7), share(2, 7), plain(4.2), plain(71, "2 of 7"), plain("10% to 60%")]
    clear = [count(90), share(40, 90), plain(41.0), plain(98), plain("30% to 60%")]
    shown = suppressed(panel([ratio, clear, clear]))
    assert rows(shown)[0] == ["7", X, X, X, X]
    assert [cell.values for cell in shown.lines[0].cells[1:3]] == [(None, None), (None,)]
    assert rows(shown)[2] == [cell.text for cell in clear]
    assert not shown.sentences and shown.bars is None and shown.plot is None


def test_m06_a_median_or_a_number_of_councils_is_no_count():
    made = panel([[count(40), plain(3)], [count(50), plain(2)]])
    assert suppressed(made) is made


def test_m06_of_a_measure_that_does_not_say_what_it_counts_nothing_is_shown():
    shown = suppressed(panel([[Cell((40,), "40")]], [Cell((40,), "40")]))
    assert (shown.lines, shown.total, shown.sentences) == ([], None, [])


COUNTS = st.one_of(st.just(0), st.integers(1, 6), st.integers(5, 40))
TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(COUNTS, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def is_determined(equations: list[list[int]], place: int) -> bool:
    """Ask numpy whether equations leave an unknown a single value."""
    alone = [int(each == place) for each in range(len(equations[0]))]
    ranks = [np.linalg.matrix_rank(np.array(each)) for each in (equations, [*equations, alone])]
    return ranks[0] == ranks[1]


def given_away(table: list[list[int]], sums: list[dict[tuple, int]], hidden: set[tuple]) -> list:
    """Return the small counts that follow from those shown."""
    unknown = sorted(hidden)
    if not unknown:
        return []
    equations = [[one.get(place, 0) for place in unknown] for one in sums]
    return [
        place
        for number, place in enumerate(unknown)
        if 0 < table[place[0]][place[1]] < LEAST and is_determined(equations, number)
    ]


@settings(max_examples=150, deadline=None)
@given(TABLES)
@example([[17, 31, 14], [0, 4, 0], [0, 1, 1]])  # only several sums together give it away
def test_m06_nothing_small_follows_from_a_table_with_sums_both_ways(lines):
    table = [[*line, sum(line)] for line in lines]
    table.append([sum(column) for column in zip(*table, strict=True)])
    high, wide = len(table), len(table[0])
    *cells, total = [[count(n) for n in line] for line in table]
    texts = rows(suppressed(panel(cells, total, adds_up=True)))
    hidden = {(r, c) for r in range(high) for c in range(wide) if texts[r][c] == X}
    for place in ((r, c) for r in range(high) for c in range(wide)):
        assert place in hidden or not 0 < table[place[0]][place[1]] < LEAST
    sums = [{(r, c): -1 if c == wide - 1 else 1 for c in range(wide)} for r in range(high)]
    sums += [{(r, c): -1 if r == high - 1 else 1 for r in range(high)} for c in range(wide)]
    assert not given_away(table, sums, hidden)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=5))
def test_m06_nothing_small_follows_from_shares_of_a_count(pairs):
    """The columns are the part, the rest and the whole; a share shows or hides the first two."""
    table = [[part, rest, part + rest] for part, rest in pairs]
    table.append([sum(column) for column in zip(*table, strict=True)])
    *cells, total = [[count(whole), share(part, whole)] for part, _, whole in table]
    texts = rows(suppressed(panel(cells, total)))
    hidden = {(r, c) for r, line in enumerate(texts) for c in (0, 1) if line[1] == X}
    hidden |= {(r, 2) for r, line in enumerate(texts) if line[0] == X}
    high = len(table)
    sums = [{(r, 0): 1, (r, 1): 1, (r, 2): -1} for r in range(high)]
    sums += [{(r, c): -1 if r == high - 1 else 1 for r in range(high)} for c in range(3)]
    assert not given_away(table, sums, hidden)
