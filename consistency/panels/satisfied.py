"""How satisfied they are who were answered: of those who replied, and how many that were."""

from collections import Counter

from .. import directory, readings, sentences
from ..charts import bars
from ..figures import FEW, Line, Panel, Share, number, share
from ..selection import NAMES, Choice, Selection


def satisfaction(chosen: Selection) -> Panel:
    found = readings.counts(chosen, chosen.by)
    total = readings.counts(chosen, None)[readings.ALL]
    lines = [
        line_of(chosen, choice.name, found[choice.key], choice)
        for choice in directory.lines_of(chosen)
        if found[choice.key]["asked"]
    ]
    return Panel(
        "satisfaction", "How satisfied they are", sentences_of(total),
        ["Asked", "Replied", "Satisfied"],
        ["asked", "replied", "replied_percent", "satisfied", "satisfied_percent"],
        lines, NAMES[chosen.by].capitalize(), total=line_of(chosen, "All", total, None),
        says="“Satisfied” or “very satisfied” with how we handled it, of those who gave a score.",
        bars=bars([(line.name, line.is_few, bar_of(line)) for line in lines]),
        notes=["“Don’t know” is a reply without a score. We do not show who gave which score."],
    )  # fmt: skip


def line_of(chosen: Selection, name: str, counted: Counter, choice: Choice | None) -> Line:
    return Line(
        name,
        [
            number(chosen, "asked", counted["asked"], choice),
            share(chosen, "replied", counted["replied"], counted["asked"], choice),
            share(chosen, "", counted["satisfied"], counted["scored"], choice),
        ],
        is_few=counted["scored"] < FEW,
    )


def bar_of(line: Line) -> list[tuple[float, str]]:
    percent = line.cells[2].value
    return [] if percent is None else [(float(str(percent)), line.cells[2].text)]


def sentences_of(total: Counter) -> list[str]:
    if not total["asked"]:
        return ["Nobody has been asked yet how satisfied they are."]
    replies = sentences.with_percent(Share(total["replied"], total["asked"]), "people asked")
    if not total["scored"]:
        return [f"{replies} replied to the survey, and nobody gave a score."]
    scores = Share(total["satisfied"], total["scored"])
    return [
        f"{replies} replied to the survey.",
        f"{sentences.with_percent(scores, 'who gave a score')} were satisfied or very satisfied.",
    ]
