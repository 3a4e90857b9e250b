"""Where is demand? What came from whom, by which kind of council, and who has been silent."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Max

from enquiries.deadlines.clock import london_day
from parishes.models import Council

from .. import directory, readings, sentences
from ..charts import bars
from ..figures import Cell, Line, Panel, cases_url, number, plain
from ..models import Month
from ..months import add_months, first_of
from ..selection import NAMES, By, Choice, Selection

SILENT = 12
PERIOD = ("by", "since", "until")
NONE = Cell((0,), "0", counts=(0,))


def received(chosen: Selection) -> Panel:
    """Everything that came, by whom and by month: one line a body, one column a month."""
    months = {month: f"{month:%Y-%m}" for month in months_of(chosen)}
    asked = {month: f"&since={text}&until={text}" for month, text in months.items()}
    found = by_group_and_month(chosen)
    lines = [
        month_line(chosen, choice, found[choice.key], asked)
        for choice in directory.lines_of(chosen)
        if found[choice.key]
    ]
    total: Counter = Counter()
    for counted in found.values() if chosen.by != By.DIVISION else ():
        total.update(counted)
    return Panel(
        "demand", "Received, month by month", received_sentences(chosen, lines),
        [*(f"{month:%b %y}" for month in months), "Together"],
        [*months.values(), "received"],
        lines, NAMES[chosen.by].capitalize(),
        total=month_line(chosen, None, total, asked) if total else None,
        says="Enquiries by the month they came in; an enquiry that was opened again came again.",
        adds_up=True,
    )  # fmt: skip


def months_of(chosen: Selection) -> list[date]:
    first, last = chosen.months
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(count)]


def by_group_and_month(chosen: Selection) -> dict[str, Counter]:
    found: dict[str, Counter] = defaultdict(Counter)
    if not readings.is_rolled_up(chosen, chosen.by):
        rows = readings.keyed(readings.rounds(chosen, "received"), chosen.by, "received")
        for row in rows.annotate(came=readings.Count("pk"), on=readings.F("received_month")):
            found[readings.as_key(row["group"])][row["on"]] += row["came"]
        return found
    base, groups = readings.along(chosen, chosen.by)
    rows = Month.objects.filter(dimension=base, month__range=chosen.months, received__gt=0)
    for key, month, came in rows.values_list("key", "month", "received"):
        for group in groups(key):
            found[group][month] += came
    return found


def month_line(
    chosen: Selection, choice: Choice | None, counted: Counter, asked: dict[date, str]
) -> Line:
    """Every cell leads to its cases; the address is written once a line, since there are many."""
    url = cases_url(chosen, "received", choice, without=PERIOD)
    together = number(chosen, "received", counted.total(), choice)
    cells = [
        Cell(one := (count,), f"{count:,}", url + period, one)
        if (count := counted[first])
        else NONE
        for first, period in asked.items()
    ]
    return Line(choice.name if choice else "All", [*cells, together])


def received_sentences(chosen: Selection, lines: list[Line]) -> list[str]:
    counts = [int(str(line.cells[-1].value)) for line in lines]
    came = sentences.plural(sum(counts), "enquiry", "enquiries")
    said = [f"{sentences.during(chosen)} we received {came}{sentences.scope(chosen)}."]
    if len(counts) > 1:
        said.append(
            f"Counted by {NAMES[chosen.by]}, each of {len(counts)} sent between"
            f" {min(counts):,} and {max(counts):,}."
        )
    return said


def access(chosen: Selection) -> Panel:
    """Enquiries a council, by kind of council: who finds the way to us."""
    by_kind = Selection(By.COUNCIL_KIND, chosen.since, chosen.until, chosen.now, chosen.only)
    found = readings.counts(by_kind, By.COUNCIL_KIND)
    councils = Counter(Council.objects.values_list("kind", flat=True))
    lines = [
        access_line(by_kind, choice, found[choice.key]["received"], councils[choice.key])
        for choice in directory.choices(By.COUNCIL_KIND)
        if councils[choice.key]
    ]
    return Panel(
        "council-kinds", "By kind of council", access_sentences(lines),
        ["Councils", "Received", "For each council"], ["councils", "received", "per_council"],
        lines, "Kind of council", says="Enquiries received for each council there is.",
        bars=bars([(x.name, False, [(float(x.cells[2].text), x.cells[2].text)]) for x in lines]),
        notes=["Rural and urban are not known for the county’s parishes, so they are not shown."],
    )  # fmt: skip


def access_line(chosen: Selection, choice: Choice, came: int, councils: int) -> Line:
    return Line(
        choice.name,
        [
            plain(councils),
            number(chosen, "received", came, choice),
            plain(round(came / councils, 1)),
        ],
    )


def access_sentences(lines: list[Line]) -> list[str]:
    return [
        f"{line.name}: {line.cells[2].text} enquiries for each of {line.cells[0].text}."
        for line in lines
    ]


def silent(chosen: Selection) -> Panel:
    """Councils from which nothing came for a year: whom to ask how they are."""
    since = add_months(first_of(london_day(chosen.now)), -SILENT)
    came = Month.objects.filter(dimension="council", received__gt=0).order_by()
    latest = dict(came.values_list("key").annotate(Max("month")))
    councils = list(Council.objects.order_by("name").values_list("pk", "name", "kind"))
    kinds = dict(Council.Kind.choices)
    lines = [
        Line(name, [plain(heard and f"{heard:%Y-%m}", f"{heard:%B %Y}" if heard else "Never"),
                    plain(kinds.get(kind, directory.UNKNOWN_KIND))])
        for pk, name, kind in councils
        if (heard := latest.get(str(pk))) is None or heard < since
    ]  # fmt: skip
    return Panel(
        "silent", "Councils that have been silent",
        [f"{len(lines):,} of {len(councils):,} councils have sent nothing for {SILENT} months."
         " That is not the same as being content: ask them."],
        ["Last enquiry", "Kind of council"], ["last_received", "council_kind"], lines, "Council",
        says="Up to today. In alphabetical order: a list for reaching out.", has_period=False,
    )  # fmt: skip
