"""What everybody may see: the published measures, each in the light of those before it."""

from itertools import groupby
from operator import attrgetter

from . import keeping
from .figures import Panel
from .models import Publication
from .panels import QUESTIONS
from .suppression import suppressed_in_turn
from .together import Table


def public() -> list[tuple[Publication, Panel]]:
    """Return what is published, the newest month first, with small numbers left out.

    The measures of a month are looked at together, in the order in which they were published. What
    was taken back was seen: it still counts for what the others may give away.
    """
    rows = Publication.objects.order_by("-snapshot__month", "published_at", "pk")
    pairs: list[tuple[Publication, Panel]] = []
    for _, several in groupby(rows.select_related("snapshot"), attrgetter("snapshot_id")):
        month = list(several)
        pairs += zip(month, suppressed_in_turn([table_of(row) for row in month]), strict=True)
    shown = [pair for pair in pairs if pair[0].withdrawn_at is None]
    return sorted(shown, key=lambda pair: (-pair[0].snapshot.month.toordinal(), pair[0].measure))


def table_of(row: Publication) -> Table:
    data = next(data for data in row.snapshot.figures if data["code"] == row.measure)
    panel = keeping.from_figure(data)
    question = QUESTIONS.get(data.get("question", ""))
    months = question.months if question and panel.has_period else 1
    return Table(panel, row.snapshot.month, months)
