"""Are we on time? Shares by the promised date, how long it took, and how it goes on."""

from collections import Counter
from datetime import timedelta

from enquiries.deadlines.clock import london_day

from .. import directory, readings, sentences
from ..charts import Plot, Scale, bars, steps
from ..days import counter
from ..figures import FEW, Cell, Line, Panel, Share, number, percentile, plain, share
from ..months import add_months
from ..selection import NAMES, Choice, Selection
from ..stats.survival import Estimate, Survival, Wait, survival
from ..stats.trend import xmr

TREND_MONTHS = 24
MORE_THAN = "longer than anybody has waited yet"


def on_time(chosen: Selection) -> Panel:
    """Answers by the promised date, and words from us that came or did not."""
    found = readings.counts(chosen, chosen.by)
    total = readings.counts(chosen, None)[readings.ALL]
    lines = [
        on_time_line(chosen, choice.name, found[choice.key], choice)
        for choice in directory.lines_of(chosen)
        if found[choice.key]["answered"] or found[choice.key]["received"]
    ]
    return Panel(
        "on-time", "Answered by the promised date", on_time_sentences(chosen, total),
        ["Received", "Answered", "On time", "Word from us kept", "Waited for the parish"],
        ["received", "answered", "on_time", "on_time_percent", "words_kept", "words_kept_percent",
         "paused"],
        lines, NAMES[chosen.by].capitalize(),
        total=on_time_line(chosen, "All", total, None),
        says="Share of the full answers that were given by the promised date.",
        bars=bars([(line.name, line.is_few, share_bar(line.cells[2])) for line in lines]),
    )  # fmt: skip


def share_bar(cell: Cell) -> list[tuple[float, str]]:
    return [] if cell.value is None else [(float(str(cell.value)), cell.text)]


def on_time_line(chosen: Selection, name: str, counted: Counter, choice: Choice | None) -> Line:
    answered, kept = counted["answered"], counted["words_kept"]
    words = Share(kept, kept + counted["words_broken"])
    return Line(
        name,
        [
            number(chosen, "received", counted["received"], choice),
            number(chosen, "answered", answered, choice),
            share(chosen, "on_time", counted["on_time"], answered, choice),
            share(chosen, "", words.part, words.whole, choice),
            number(chosen, "paused", counted["paused"], choice),
        ],
        is_few=answered < FEW,
    )


def on_time_sentences(chosen: Selection, total: Counter) -> list[str]:
    received = sentences.plural(total["received"], "enquiry", "enquiries")
    given = sentences.plural(total["answered"], "answer", "answers")
    scope = sentences.scope(chosen)
    said = [f"{sentences.during(chosen)} we received {received}{scope} and gave {given}."]
    if not total["answered"]:
        return [*said, "There are no answers to measure."]
    found = Share(total["on_time"], total["answered"])
    said.append(f"{sentences.with_percent(found, 'answers')} were given on time.")
    words = Share(total["words_kept"], total["words_kept"] + total["words_broken"])
    if words.whole:
        said.append(f"{sentences.with_percent(words, 'promised words from us')} came in time.")
    return said


def time_taken(chosen: Selection) -> Panel:
    """Median and ninth in ten: one case of a year moves the second, never the first."""
    found = readings.spreads(chosen, chosen.by)
    total = readings.spreads(chosen, None)[readings.ALL]
    lines = [
        time_line(chosen, choice.name, found[choice.key], choice)
        for choice in directory.lines_of(chosen)
        if found[choice.key]
    ]
    return Panel(
        "time-taken", "Working days to a full answer", time_sentences(chosen, lines, total),
        ["Answered", "Half within (working days)", "9 in 10 within (working days)"],
        ["answered", "median_working_days", "ninth_in_ten_working_days"],
        lines, NAMES[chosen.by].capitalize(), total=time_line(chosen, "All", total, None),
        says="From receipt to the full answer, without the days on which we waited for the parish.",
        bars=bars([(line.name, line.is_few, time_bars(line)) for line in lines]),
    )  # fmt: skip


def time_line(chosen: Selection, name: str, spread: Counter, choice: Choice | None) -> Line:
    return Line(
        name,
        [
            number(chosen, "answered", spread.total(), choice),
            plain(percentile(spread, 0.5)),
            plain(percentile(spread, 0.9)),
        ],
        is_few=spread.total() < FEW,
    )


def time_bars(line: Line) -> list[tuple[float, str]]:
    return [
        (float(cell.text), f"{what}: {cell.text} {'day' if cell.value == 1 else 'days'}")
        for what, cell in zip(("Half", "9 in 10"), line.cells[1:], strict=True)
        if cell.value is not None
    ]


def time_sentences(chosen: Selection, lines: list[Line], total: Counter) -> list[str]:
    if not total:
        return ["There are no answers to measure."]
    half, ninth = percentile(total, 0.5), percentile(total, 0.9)
    said = [
        f"Half of the answers took {sentences.days(half or 0)} or fewer,"
        f" and nine in ten took {ninth} or fewer."
    ]
    medians = sorted({int(line.cells[1].text) for line in lines if not line.is_few})
    if len(medians) > 1:
        said.append(
            f"Depending on the {NAMES[chosen.by]}, half of the answers took between"
            f" {medians[0]} and {sentences.days(medians[-1])}."
        )
    return said


def waiting(chosen: Selection) -> Panel:
    """How long until an answer, open enquiries included (Kaplan-Meier)."""
    waits = waits_of(chosen)
    found = survival(waits)
    curve = found.curve if found else []
    still = sum(wait.cases for wait in waits if not wait.is_answered)
    lines = [
        # A step of the curve is a case or a few, so it never says that it counts none.
        Line(str(days), [Cell((round(100 * left, 1),), f"{100 * left:.0f}%")])
        for days, left in curve
    ]
    return Panel(
        "waiting", "How long until an answer, counting what is still open",
        waiting_sentences(found, still), ["Still without an answer"], ["waiting_percent"], lines,
        "Working days", plot=curve_of(curve) if curve else None,
        says="Of what was received in the period: the share without an answer after so many days.",
        notes=[
            "Kaplan-Meier estimate: an open or withdrawn enquiry counts as long as it waited."
            " The intervals are 95 % (log-log)."
        ],
    )  # fmt: skip


def waits_of(chosen: Selection) -> list[Wait]:
    answered = [Wait(days, cases, True) for days, cases in readings.waits_of(chosen)]
    today = london_day(chosen.now)
    waiting = readings.open_since(chosen)
    took = counter((came for came, _, _ in waiting), today)
    still = [Wait(took(came, until or today), cases, False) for came, until, cases in waiting]
    return [*answered, *still]


def waiting_sentences(found: Survival | None, still: int) -> list[str]:
    if found is None:
        return ["Nothing received in this period has been answered yet."]
    still_open = sentences.plural(still, "has", "have")
    return [
        f"Half of the enquiries are answered within {estimated(found.median)}.",
        f"Nine in ten are answered within {estimated(found.ninth)}.",
        f"Of those received, {still_open} had no answer and count as still waiting.",
    ]


def estimated(found: Estimate) -> str:
    if found.days is None:
        return f"a time {MORE_THAN}"
    low = "0" if found.low is None else f"{found.low:g}"
    high = MORE_THAN if found.high is None else f"{found.high:g}"
    return f"{sentences.days(found.days)} (likely between {low} and {high})"


def curve_of(curve: list[tuple[int, float]]) -> Plot:
    scale = Scale(max(days for days, _ in curve) or 1, 100)
    points, last = [(0.0, 100.0)], 100.0
    for days, left in curve:
        points += [(days, last), (days, 100 * left)]
        last = 100 * left
    return Plot(
        "Working days since receipt", "Still without an answer",
        [scale.dot(days, 100 * left, "small") for days, left in curve],
        [scale.trace(points, "app-chart__line")],
        scale.x_ticks(steps(scale.most_x)), scale.y_ticks((0, 25, 50, 75, 100), "%"),
    )  # fmt: skip


def trend(chosen: Selection) -> Panel:
    """The share on time month by month, with the limits of its usual to and fro."""
    first = add_months(chosen.months[1], 1 - TREND_MONTHS)
    wide = Selection(chosen.by, first, chosen.until, chosen.now, chosen.only)
    months = sorted(readings.by_month(wide).items())
    counted = [(month, row) for month, row in months if row["answered"] >= FEW]
    shares = [100 * row["on_time"] / row["answered"] for _, row in counted]
    found = xmr(shares)
    lines = [
        Line(
            f"{month:%B %Y}",
            [
                number(month_of(chosen, month), "answered", row["answered"]),
                plain(round(value, 1), f"{value:.0f}%", part_and_rest(row)),
                plain("; ".join(marks) or None, "; ".join(marks) or "Usual"),
            ],
        )
        for (month, row), value, marks in zip(counted, shares, found.signals, strict=True)
    ]
    return Panel(
        "trend", "On time, month by month", trend_sentences(found, lines),
        ["Answered", "On time", "What stands out"], ["answered", "on_time_percent", "rules"],
        lines, "Month", plot=trend_plot(found, counted) if found.high is not None else None,
        says=f"Up to {TREND_MONTHS} months; months under {FEW} answers are left out.",
        notes=[
            "XmR chart: limits at the mean and 2.66 mean moving ranges. Three rules mark what"
            " stands out: outside the limits; 8 or more in a row on one side of the mean; 6 or"
            " more in a row rising or falling."
        ],
    )  # fmt: skip


def part_and_rest(row) -> tuple[int, int]:
    return row["on_time"], row["answered"] - row["on_time"]


def month_of(chosen: Selection, month) -> Selection:
    last = add_months(month, 1) - timedelta(days=1)
    return Selection(chosen.by, month, last, chosen.now, chosen.only)


def trend_sentences(found, lines: list[Line]) -> list[str]:
    if found.high is None:
        return ["There are too few months to tell a change from the usual to and fro."]
    marked = [line.name for line in lines if line.cells[2].value]
    if not marked:
        return ["Every month lies within the usual to and fro: nothing has changed."]
    return [f"More than the usual to and fro: {sentences.listed(marked)}. Look into why."]


def trend_plot(found, counted) -> Plot:
    low, high = min(found.low, *found.values), max(found.high, *found.values)
    scale = Scale(len(counted) - 1, min(high, 100), max(low, 0))
    across = list(enumerate(found.values))
    ends = (0, len(counted) - 1)
    names = [f"{month:%b %y}" for month, _ in counted]
    shown = [0, len(names) // 2, len(names) - 1]
    return Plot(
        "Month", "On time",
        [scale.dot(x, y, "alarm" if found.signals[x] else "in") for x, y in across],
        [
            scale.trace(across, "app-chart__line"),
            scale.trace([(x, found.mean) for x in ends], "app-chart__axis"),
            *(scale.trace([(x, y) for x in ends], "app-chart__limit")
              for y in (found.low, found.high) if 0 <= y <= 100),
        ],
        scale.x_ticks(shown, [names[place] for place in shown]),
        scale.y_ticks(steps(scale.most_y, round(scale.least_y)), "%"),
        ["Solid line: the mean. Dashed: the limits. A square stands out by a rule."],
    )  # fmt: skip
