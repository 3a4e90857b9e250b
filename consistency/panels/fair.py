"""Are we consistent? Observed beside expected, and whether chance explains the difference."""

from .. import directory, readings, sentences
from ..charts import Dot, Plot, Scale, steps
from ..figures import Cell, Line, Panel, cases_url, number, plain
from ..selection import NAMES, By, Choice, Selection
from ..stats.funnel import ALARM, ALERT, FEW, Funnel, Unit, Verdict, drawn, judge, wider

NOTES = [
    "Expected: what it would have at the county's rate for the same kinds of enquiry, priorities,"
    " channels and quarters (indirect standardisation). 100 is as expected.",
    "Limits: exact, 95 % and 99.8 %. Each is judged by its own cases; the lines of the chart are"
    " those of the average mixture. Under 10 cases nothing is judged.",
    "A difference shows where to look. It is no proof, and it is never a rank.",
]
CURVE = 24


def late(chosen: Selection) -> Panel:
    return compared(chosen, "late", "Late answers beside what is expected", "late answers", "late")


def refused(chosen: Selection) -> Panel:
    return compared(chosen, "refused", "Refusals beside what is expected", "refusals", "refused")


def compared(chosen: Selection, what: str, title: str, noun: str, code: str) -> Panel:
    chosen = comparable(chosen)
    units = {unit.key: unit for unit in readings.compared(chosen, what)}
    choices = [
        choice
        for choice in directory.lines_of(chosen)
        if choice.key in units and units[choice.key].cases
    ]
    found = judge([units[choice.key] for choice in choices])
    pairs = list(zip(choices, found.verdicts, strict=True))
    lines = [line_of(chosen, choice, verdict, what) for choice, verdict in pairs]
    return Panel(
        f"{code}-expected", title, sentences_of(chosen, pairs, found, noun, what),
        ["Cases", noun.capitalize(), "Expected", "Of 100 expected", "Chance explains", "Verdict"],
        ["cases", "observed", "expected", "ratio", "limit_low", "limit_high", "verdict"],
        lines, NAMES[chosen.by].capitalize(), says=says(chosen, noun, found),
        plot=funnel_plot(pairs, found) if found.judged else None, notes=NOTES,
    )  # fmt: skip


def comparable(chosen: Selection) -> Selection:
    """Kinds and channels are what is standardised for: those are compared by district instead."""
    if chosen.by in readings.STANDARDS:
        return chosen
    return Selection(By.DISTRICT, chosen.since, chosen.until, chosen.now, chosen.only, chosen.found)


def line_of(chosen: Selection, choice: Choice, verdict: Verdict, what: str) -> Line:
    unit, limits = verdict.unit, verdict.alert
    few = unit.cases < FEW
    ratio = None if few or unit.ratio is None else round(100 * unit.ratio)
    base = "answered" if what == "late" else "decided"
    return Line(
        choice.name,
        [
            number(chosen, base, unit.cases, choice),
            Cell(
                (unit.observed,), f"{unit.observed:,}", cases_url(chosen, what, choice),
                (unit.observed, unit.cases - unit.observed),
            ),
            plain(round(unit.expected, 1)),
            plain(ratio, f"{unit.observed} of {unit.cases}" if few else None),
            Cell(
                (limits.low, limits.high) if limits else (None, None),
                f"{limits.low:.0f} to {limits.high:.0f}" if limits else "–",
                counts=(),
            ),
            plain(verdict_of(verdict)),
        ],
        is_few=few,
    )  # fmt: skip


def verdict_of(verdict: Verdict) -> str:
    if verdict.alert is None:
        return "Too few to say" if verdict.unit.cases < FEW else "Nothing to compare with"
    if not verdict.is_alert:
        return "As chance would have it"
    more = "more" if verdict.is_more else "fewer"
    return f"{'Far ' if verdict.is_alarm else ''}{more} than chance explains".capitalize()


def sentences_of(
    chosen: Selection, pairs: list[tuple[Choice, Verdict]], found: Funnel, noun: str, what: str
) -> list[str]:
    if not found.judged:
        return [f"There are too few cases to compare one {NAMES[chosen.by]} with another."]
    judged, chance = len(found.judged), found.by_chance(ALERT)
    said = [
        f"{len(found.outside)} of {judged} have more or fewer {noun} than chance explains in 95 of"
        f" 100 cases; by chance alone it would be about {chance:.1f}, and outside 99.8 % about"
        f" {found.by_chance(ALARM):.1f}."
    ]
    for is_more, word in ((True, "more"), (False, "fewer")):
        names = [c.name for c, v in pairs if v.is_alert and v.is_more == is_more]
        if names:
            said.append(f"{word.capitalize()} {noun} than expected: {sentences.listed(names)}.")
    return said


def says(chosen: Selection, noun: str, found: Funnel) -> str:
    words = f"{noun.capitalize()} for 100 expected, by {NAMES[chosen.by]} and number of cases."
    if found.is_overdispersed:
        words += (
            f" They vary more than chance among themselves (dispersion {found.phi:.1f}), so the"
            " limits are widened by that spread (Spiegelhalter 2005, additive model)."
        )
    return words


def funnel_plot(pairs: list[tuple[Choice, Verdict]], found: Funnel) -> Plot:
    """Draw a dot a line; those outside carry their name, those of few cases are hollow."""
    most = max(verdict.unit.cases for _, verdict in pairs)
    ratios = [ratio_of(verdict) for _, verdict in pairs if verdict.alert]
    scale = Scale(most, max(200, 1.05 * max(ratios)))
    return Plot(
        "Number of cases", "Observed for 100 expected",
        [dot_of(scale, choice, verdict) for choice, verdict in pairs],
        [
            scale.trace([(0, 100), (most, 100)], "app-chart__axis"),
            *(scale.trace(curve, look) for curve, look in curves(found, most)),
        ],
        scale.x_ticks(steps(most)), scale.y_ticks(steps(scale.most_y)),
        ["Dashed: 95 %. Dotted: 99.8 %. Square: outside. Hollow: under 10 cases."],
    )  # fmt: skip


def ratio_of(verdict: Verdict) -> float:
    return 100 * (verdict.unit.ratio or 0)


def dot_of(scale: Scale, choice: Choice, verdict: Verdict) -> Dot:
    if verdict.alert is None:
        return scale.dot(verdict.unit.cases, 100, "few")
    look = "alarm" if verdict.is_alarm else "alert" if verdict.is_alert else "in"
    label = choice.name if verdict.is_alert else ""
    return scale.dot(verdict.unit.cases, ratio_of(verdict), look, label)


def curves(found: Funnel, most: int):
    """Yield the limits for the average mixture, at so many numbers of cases."""
    judged = [verdict.unit for verdict in found.judged]
    cases = sum(unit.cases for unit in judged)
    rate = sum(unit.expected for unit in judged) / cases
    spread = sum(unit.variance for unit in judged) / cases
    for level, look in ((ALERT, "app-chart__limit"), (ALARM, "app-chart__limit--far")):
        low, high = [], []
        for step in range(1, CURVE + 1):
            at = max(FEW, most * step * step / CURVE**2)
            unit = Unit("", int(at), 0, at * rate, at * spread)
            ends = drawn(unit, level) if not found.tau else wide(unit, found.tau, level)
            low.append((at, 100 * ends[0] / unit.expected))
            high.append((at, 100 * ends[1] / unit.expected))
        yield low, look
        yield high, look


def wide(unit: Unit, tau: float, level: float) -> tuple[float, float]:
    limits = wider(tau**2)(unit, level)
    return limits.low, limits.high
