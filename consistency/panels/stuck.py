"""What is stuck? What is late now, and how long it has been open. A backlog has no period."""

from collections import Counter

from django.db.models import Count

from enquiries.deadlines.clock import london_day

from .. import directory, readings, sentences
from ..cases import late_now as late_rows
from ..cases import open_now as open_rows
from ..charts import bars
from ..days import counter
from ..figures import Cell, Line, Panel, cases_url, number
from ..selection import NAMES, By, Selection

AGES = ((0, 10), (11, 20), (21, 40), (41, 80), (81, None))


def late_now(chosen: Selection) -> Panel:
    found: Counter = Counter()
    path = "standard__kind" if chosen.by == By.KIND else f"enquiry__{readings.OPEN[chosen.by]}"
    for key, count in late_rows(chosen).order_by().values_list(path).annotate(Count("pk")):
        found[readings.as_key(key)] += count
    lines = [
        Line(choice.name, [number(chosen, "late_now", found[choice.key], choice)])
        for choice in directory.lines_of(chosen)
        if found[choice.key]
    ]
    total = late_rows(chosen).count()
    return Panel(
        "late-now", "Late now", late_sentences(chosen, total), ["Late now"], ["late_now"], lines,
        NAMES[chosen.by].capitalize(), total=Line("All", [number(chosen, "late_now", total)]),
        says="Open answers and promised work past the date that counts, the next step being ours.",
        has_period=False,
        bars=bars([(x.name, False, [(float(str(x.cells[0].value)), x.cells[0].text)])
                   for x in lines]),
    )  # fmt: skip


def late_sentences(chosen: Selection, total: int) -> list[str]:
    if not total:
        return [f"No open enquiry is late now{sentences.scope(chosen)}."]
    late = sentences.plural(total, "open enquiry is", "open enquiries are")
    return [f"{late} late now{sentences.scope(chosen)}."]


def ages(chosen: Selection) -> Panel:
    """Open enquiries by the working days since they came."""
    today = london_day(chosen.now)
    came = Counter(
        dict(open_rows(chosen).order_by().values_list("received_at__date").annotate(Count("pk")))
    )
    took = counter(came, today)
    old: Counter = Counter()
    for day, count in came.items():
        old[took(day, today)] += count
    lines = []
    for low, high in AGES:
        count = sum(n for days, n in old.items() if days >= low and (high is None or days <= high))
        more = {"from": str(low), **({"to": str(high)} if high is not None else {})}
        cell = Cell((count,), f"{count:,}", cases_url(chosen, "open", more=more), (count,))
        lines.append(Line(f"{low} to {high}" if high is not None else f"{low} or more", [cell]))
    return Panel(
        "ages", "How long open enquiries have been open", age_sentences(old), ["Open"], ["open"],
        lines, "Working days",
        total=Line("All", [number(chosen, "open", old.total())]),
        says="Working days since receipt, waits for the parish included.", has_period=False,
        bars=bars([(x.name, False, [(float(str(x.cells[0].value)), x.cells[0].text)])
                   for x in lines]),
    )  # fmt: skip


def age_sentences(old: Counter) -> list[str]:
    if not old:
        return ["Nothing is open."]
    oldest = sentences.days(max(old))
    return [f"{old.total():,} are open; the oldest has been so for {oldest}."]
