"""How satisfied they are who were answered: of those who replied, and how many that were."""

from collections import Counter

from .. import directory, readings, sentences
from ..charts import bars
from ..facts import QUESTIONS
from ..figures import FEW, Line, Panel, Share, number, share
from ..selection import NAMES, Choice, Selection

NOTES = [
    "Of those who gave a score: “satisfied” or “very satisfied”. “Don’t know” is a reply without a"
    " score. We do not show who gave which score."
]
# What is asked beside the overall question, in its order.
TITLES = {
    "time_taken": "Time taken", "clarity": "Clarity of reasons", "informed": "Kept informed",
    "fairly": "Treated fairly",
}  # fmt: skip


def satisfaction(chosen: Selection) -> Panel:
    """Each group by all five questions; the chart shows the overall one."""
    found = readings.counts(chosen, chosen.by)
    total = readings.counts(chosen, None)[readings.ALL]
    lines = [
        line_of(chosen, choice.name, found[choice.key], choice)
        for choice in directory.lines_of(chosen)
        if found[choice.key]["asked"]
    ]
    return Panel(
        "satisfaction", "How satisfied they are", sentences_of(total),
        ["Asked", "Replied", "Satisfied overall", *TITLES.values()],
        ["asked", "replied", "replied_percent", "satisfied", "satisfied_percent",
         *(f"{name}_{what}" for name in QUESTIONS for what in ("satisfied", "percent"))],
        lines, NAMES[chosen.by].capitalize(), total=line_of(chosen, "All", total, None),
        says="How they see the way we handled it, overall and in four things. Bars: overall.",
        bars=bars([(line.name, line.is_few, bar_of(line, 2)) for line in lines]), notes=NOTES,
    )  # fmt: skip


def line_of(chosen: Selection, name: str, counted: Counter, choice: Choice | None) -> Line:
    return Line(
        name,
        [
            number(chosen, "asked", counted["asked"], choice),
            share(chosen, "replied", counted["replied"], counted["asked"], choice),
            *(share(chosen, "", *said, None) for said in scores(counted)),
        ],
        is_few=counted["scored"] < FEW,
    )


def scores(counted: Counter) -> list[tuple[int, int]]:
    """Return how many were satisfied of how many gave a score, question by question."""
    return [
        (counted[f"satisfied{end}"], counted[f"scored{end}"])
        for end in ("", *(f"_{name}" for name in QUESTIONS))
    ]


def bar_of(line: Line, column: int) -> list[tuple[float, str]]:
    percent = line.cells[column].value
    return [] if percent is None else [(float(str(percent)), line.cells[column].text)]


def questions(chosen: Selection) -> Panel:
    """All that is chosen, one line a question: where we do well, and where not."""
    said = scores(readings.counts(chosen, None)[readings.ALL])
    lines = [
        Line(name, [share(chosen, "", *found, None)], is_few=found[1] < FEW)
        for name, found in zip(("Overall", *TITLES.values()), said, strict=True)
        if found[1]
    ]
    return Panel(
        "survey-questions", "How satisfied they are with what", question_sentences(lines),
        ["Satisfied"], ["satisfied", "satisfied_percent"], lines, "Question",
        says="The five questions of the survey, each of those who gave a score.",
        bars=bars([(line.name, line.is_few, bar_of(line, 0)) for line in lines]), notes=NOTES,
    )  # fmt: skip


def question_sentences(lines: list[Line]) -> list[str]:
    percents = [(line.cells[0].value, line.name) for line in lines]
    shown = [(int(str(value)), name) for value, name in percents if value is not None]
    if len(shown) < 2:
        return ["There are too few scores to set one question beside another."]
    (low, worst), (high, best) = min(shown), max(shown)
    return [
        f"They are satisfied most often with “{best}” ({high}%), least with “{worst}” ({low}%)."
    ]


def sentences_of(total: Counter) -> list[str]:
    if not total["asked"]:
        return ["Nobody has been asked yet how satisfied they are."]
    replies = sentences.with_percent(Share(total["replied"], total["asked"]), "people asked")
    if not total["scored"]:
        return [f"{replies} replied to the survey, and nobody gave a score."]
    scored = Share(total["satisfied"], total["scored"])
    return [
        f"{replies} replied to the survey.",
        f"{sentences.with_percent(scored, 'who gave a score')} were satisfied or very satisfied.",
    ]
