"""What is done when a month is over: it is kept as it stood, and managers are told of it."""

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from . import emails, exports, keeping
from .cases import touched
from .figures import Panel
from .models import Change, Snapshot, StaleQuarter
from .panels import QUESTIONS
from .workflows.keeping import is_due, keep, selection_of

COMPARED = ("late-expected", "refused-expected")
VERDICT = "chance explains"


@transaction.atomic
def keep_month(*, at: datetime) -> Snapshot | None:
    """Keep the month that is over, once, when the figures have taken in all that changed.

    The month and the letters of it commit together: were it kept alone, no turn would tell of it.
    """
    month = is_due(at)
    if month is None or Change.objects.exists() or StaleQuarter.objects.exists():
        return None
    panels = panels_of(month, at)
    figures = [keeping.to_data(panel) | {"question": code} for code, panel in panels]
    cases = keeping.packed(exports.case_lines(touched(selection_of(month, 1, at))))
    snapshot = keep(
        month=month, figures=figures, cases=cases, sha256=keeping.digest(figures, cases),
        standing_out=[one for _, panel in panels for one in standing_out(panel)], at=at,
    )  # fmt: skip
    if snapshot:
        tell(snapshot, panels, at)
    return snapshot


def panels_of(month: date, at: datetime) -> list[tuple[str, Panel]]:
    return [
        (question.code, measure(selection_of(month, question.months, at)))
        for question in QUESTIONS.values()
        for measure in question.measures.values()
    ]


def standing_out(panel: Panel) -> list[dict]:
    """Return the signals of a measure: who lies outside, and which month broke a rule."""
    if panel.code in COMPARED:
        marked = [(line.name, line.cells[-1].text) for line in panel.lines
                  if VERDICT in line.cells[-1].text]  # fmt: skip
    elif panel.code == "trend":
        last = panel.lines[-1:]
        marked = [(line.name, line.cells[-1].text) for line in last if line.cells[-1].value]
    else:
        marked = []
    return [
        {"measure": panel.code, "name": name, "sentence": f"{panel.title}: {name}. {words}."}
        for name, words in marked
    ]


def tell(snapshot: Snapshot, panels: list[tuple[str, Panel]], at: datetime) -> None:
    """Write to every manager what the first measure of each question says."""
    first = {code: panel for code, panel in reversed(panels)}
    said = [sentence for code in QUESTIONS for sentence in first[code].sentences]
    for manager in get_user_model().objects.filter(is_manager=True, is_active=True):
        emails.month_kept(person=manager, snapshot=snapshot, sentences=said, at=at)
