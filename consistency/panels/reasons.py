"""Like cases, like outcomes: how often the answer was no, on what grounds, and what came back."""

from collections import Counter
from collections.abc import Sequence

from .. import directory, readings, sentences
from ..charts import bars
from ..figures import FEW, Cell, Line, Panel, Share, number, share
from ..selection import NAMES, Choice, Selection
from ..stats.shares import intervals

Ends = tuple[int | None, int | None]


def refusals(chosen: Selection) -> Panel:
    """Shares of “no” with their intervals, and those without one of the listed reasons."""
    found = readings.counts(chosen, chosen.by)
    total = readings.counts(chosen, None)[readings.ALL]
    choices = [each for each in directory.lines_of(chosen) if found[each.key]["answered"]]
    *ends, end = ends_of([*(found[choice.key] for choice in choices), total])
    lines = [
        refusal_line(chosen, choice.name, found[choice.key], choice, both)
        for choice, both in zip(choices, ends, strict=True)
    ]
    return Panel(
        "outcomes", "How often the answer was “no”", refusal_sentences(chosen, total),
        ["Answered", "“No”", "Likely between", "“No” without a listed reason"],
        ["answered", "refused", "refused_percent", "low_percent", "high_percent", "uncited"],
        lines, NAMES[chosen.by].capitalize(),
        total=refusal_line(chosen, "All", total, None, end),
        says="Share of the answers that were a “no”, with its 95 % interval (Wilson).",
        bars=bars([(line.name, line.is_few, bar_of(line)) for line in lines]),
        notes=["Choose one kind of enquiry to compare like with like."],
    )  # fmt: skip


def ends_of(counted: Sequence[Counter]) -> list[Ends]:
    """Return the interval of each share in whole per cent; there is none where cases are few."""
    many = [at for at, one in enumerate(counted) if one["answered"] >= FEW]
    found = intervals(
        [counted[at]["refused"] for at in many], [counted[at]["answered"] for at in many]
    )
    ends: list[Ends] = [(None, None)] * len(counted)
    for at, (low, high) in zip(many, found, strict=True):
        ends[at] = round(100 * low), round(100 * high)
    return ends


def refusal_line(
    chosen: Selection, name: str, counted: Counter, choice: Choice | None, ends: Ends
) -> Line:
    answered, refused = counted["answered"], counted["refused"]
    return Line(
        name,
        [
            number(chosen, "answered", answered, choice),
            share(chosen, "refused", refused, answered, choice),
            between(*ends),
            number(chosen, "uncited", counted["uncited"], choice),
        ],
        is_few=answered < FEW,
    )


def between(low: int | None, high: int | None) -> Cell:
    return Cell((low, high), "–" if low is None else f"{low}% to {high}%", counts=())


def bar_of(line: Line) -> list[tuple[float, str]]:
    percent = line.cells[1].value
    if percent is None:
        return []
    return [(float(str(percent)), f"{line.cells[1].text} ({line.cells[2].text})")]


def refusal_sentences(chosen: Selection, total: Counter) -> list[str]:
    if not total["answered"]:
        return ["There are no answers to compare."]
    found = Share(total["refused"], total["answered"])
    said = [f"{sentences.with_percent(found, 'answers')} were a “no”{sentences.scope(chosen)}."]
    none = total["uncited"]
    if none:
        said.append(f"{none:,} of them gave none of the listed reasons.")
    elif total["refused"]:
        said.append("Every one of them gave one of the listed reasons.")
    return said


def reopened(chosen: Selection) -> Panel:
    """Answers after which the council said that it was none."""
    found = readings.counts(chosen, chosen.by)
    total = readings.counts(chosen, None)[readings.ALL]
    lines = [
        reopened_line(chosen, choice.name, found[choice.key], choice)
        for choice in directory.lines_of(chosen)
        if found[choice.key]["answered"]
    ]
    back = Share(total["reopened"], total["answered"])
    return Panel(
        "reopened", "Opened again",
        [f"After {sentences.with_percent(back, 'answers')} the enquiry was opened again."],
        ["Answered", "Opened again"], ["answered", "reopened", "reopened_percent"],
        lines, NAMES[chosen.by].capitalize(), total=reopened_line(chosen, "All", total, None),
        says="Answers given in the period that the council said did not answer.",
        bars=bars([(line.name, line.is_few, back_bar(line)) for line in lines]),
    )  # fmt: skip


def reopened_line(chosen: Selection, name: str, counted: Counter, choice: Choice | None) -> Line:
    answered = counted["answered"]
    return Line(
        name,
        [
            number(chosen, "answered", answered, choice),
            share(chosen, "reopened", counted["reopened"], answered, choice),
        ],
        is_few=answered < FEW,
    )


def back_bar(line: Line) -> list[tuple[float, str]]:
    percent = line.cells[1].value
    return [] if percent is None else [(float(str(percent)), line.cells[1].text)]
