"""What the next parish briefing is drafted from: the figures that a manager showed to everybody."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from briefings.models import Item
from briefings.sources import Found, source

from . import keeping
from .models import Publication
from .suppression import suppressed


def published(since: datetime, now: datetime) -> Iterator[Found]:
    """Yield what was published between two aware instants and is not taken back, each measure once.

    What a measure says stands in it only where no number of it is too small to be told.
    """
    rows = Publication.objects.filter(published_at__gt=since, published_at__lte=now)
    shown = rows.filter(withdrawn_at=None).select_related("snapshot")
    for row in shown.order_by("-snapshot__month", "measure"):
        panel = suppressed(keeping.panel_of(row.snapshot.figures, row.measure))
        link = f"[All the figures we have published]({reverse('how_we_are_doing')})."
        yield Found(
            f"published:{row.snapshot_id}:{row.measure}", Item.Kind.PRACTICE,
            f"How we are doing, {row.snapshot}: {panel.title}",
            "\n\n".join([*panel.sentences, link]),
        )  # fmt: skip


def make_known() -> None:
    """Let the next edition ask. Called when the product starts."""
    source("published figures", published)
