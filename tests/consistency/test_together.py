"""What one published table leaves out, no other table of that month or of another gives away."""

from datetime import date, timedelta

import pytest

from consistency import publishing
from consistency.figures import Cell, Line, Panel
from consistency.models import Publication
from consistency.monthly import keep_month
from consistency.panels import MEASURES
from consistency.suppression import HIDDEN, suppressed_in_turn
from consistency.together import Table
from consistency.workflows import keeping as months

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
X = HIDDEN


def count(number: int) -> Cell:
    return Cell((number,), str(number), counts=(number,))


def panel(code: str, columns: dict[str, list[int]]) -> Panel:
    """Lines A, B and so on, and their total."""
    rows = list(zip(*columns.values(), strict=True))
    lines = [
        Line(chr(ord("A") + at), [count(number) for number in row]) for at, row in enumerate(rows)
    ]
    total = Line("All", [count(sum(column)) for column in columns.values()])
    return Panel(code, code, [], [*columns], [*columns], lines, total=total)


def texts(shown: Panel) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in [*shown.lines, shown.total]]


def test_m06_what_one_measure_hides_another_of_the_month_does_not_show():
    """In the second table another line would be the smallest to hide with B: both together tell."""
    first = panel("on-time", {"answered": [40, 3, 100]})
    second = panel("reopened", {"answered": [40, 3, 100], "reopened": [30, 0, 5]})
    one, two = suppressed_in_turn([Table(first, OCTOBER), Table(second, OCTOBER)])
    assert texts(one) == [[X], [X], ["100"], ["143"]]
    assert [row[0] for row in texts(two)] == [X, X, "100", "143"]
    again = panel("outcomes", {"answered": [40, 3, 30]})
    one, two = suppressed_in_turn([Table(first, OCTOBER), Table(again, NOVEMBER)])
    assert texts(two) == [["40"], [X], [X], ["73"]], "another month has other counts"


def test_m06_what_was_shown_before_is_known_and_stays():
    """C hides with B in what came first; a table in which C alone were shown would tell of B."""
    first = panel("on-time", {"answered": [40, 3, 20]})
    second = Panel("reopened", "", [], [""], ["answered"], [Line("C", [count(20)])])
    one, two = suppressed_in_turn([Table(first, OCTOBER), Table(second, OCTOBER)])
    assert texts(one) == [["40"], [X], [X], ["63"]]
    assert two.lines[0].cells[0].text == X


@pytest.mark.django_db
def test_m06_every_measure_of_a_kept_month_can_be_published_beside_the_others(
    counted, maya, now, client
):
    """Taken back is not forgotten: what it showed still counts."""
    snapshot = keep_month(at=now)
    for number, measure in enumerate(sorted(MEASURES)):
        months.publish(
            snapshot=snapshot, measure=measure, at=now + timedelta(minutes=number), by=maya
        )
    page = client.get("/how-we-are-doing/").content.decode()
    assert page.count("<table") >= 3
    months.withdraw(publication=Publication.objects.get(measure="on-time"), at=now, by=maya)
    less = client.get("/how-we-are-doing/").content.decode()
    assert less.count("<table") == page.count("<table") - 1


@pytest.mark.django_db
def test_m06_measures_are_weighed_in_the_order_of_publishing_also_those_taken_back(
    counted, maya, now, monkeypatch
):
    snapshot, (second, first) = keep_month(at=now), sorted(MEASURES)[:2]
    for measure, minutes in ((second, 2), (first, 1)):
        at = now + timedelta(minutes=minutes)
        months.publish(snapshot=snapshot, measure=measure, at=at, by=maya)
    months.withdraw(publication=Publication.objects.get(measure=first), at=now, by=maya)
    weighed = []

    def weigh(tables):
        weighed.extend(table.panel.code for table in tables)
        return [table.panel for table in tables]

    monkeypatch.setattr(publishing, "suppressed_in_turn", weigh)
    assert [row.measure for row, _ in publishing.public()] == [second]
    assert weighed == [first, second]
