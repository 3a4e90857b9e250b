"""The four questions, and the measures that answer each. Figures start a talk, never a penalty."""

from collections.abc import Callable
from dataclasses import dataclass

from ..figures import Panel
from ..selection import Selection
from . import demand, fair, looks, reasons, satisfied, stuck, time

Measure = Callable[[Selection], Panel]


@dataclass(frozen=True)
class Question:
    """`months` is how many whole months are shown unless the reader asks for others."""

    code: str
    title: str
    measures: dict[str, Measure]
    months: int = 1


QUESTIONS = {
    question.code: question
    for question in (
        Question(
            "on-time",
            "Are we on time?",
            {
                "on-time": time.on_time, "time-taken": time.time_taken, "waiting": time.waiting,
                "trend": time.trend,
            },
        ),
        Question(
            "consistent",
            "Are we consistent?",
            {
                "late-expected": fair.late, "refused-expected": fair.refused,
                "outcomes": reasons.refusals, "reopened": reasons.reopened,
                "second-looks": looks.second_looks, "satisfaction": satisfied.satisfaction,
                "survey-questions": satisfied.questions,
            },
            months=12,
        ),
        Question(
            "demand",
            "Where is demand?",
            {"demand": demand.received, "council-kinds": demand.access, "silent": demand.silent},
            months=12,
        ),
        Question("stuck", "What is stuck?", {"late-now": stuck.late_now, "ages": stuck.ages}),
    )
}  # fmt: skip
MEASURES: dict[str, Measure] = {
    code: measure for question in QUESTIONS.values() for code, measure in question.measures.items()
}
