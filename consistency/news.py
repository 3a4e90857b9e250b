"""What the next parish briefing is drafted from: the figures that a manager showed to everybody."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from briefings.models import Item
from briefings.sources import Found, source

from .publishing import public


def published(since: datetime, now: datetime) -> Iterator[Found]:
    """Yield what was published between two aware instants and is not taken back, each measure once.

    What a measure says stands in it only where no number of it is too small to be told.
    """
    shown = [pair for pair in public() if since < pair[0].published_at <= now]
    for row, panel in shown:
        link = f"[All the figures we have published]({reverse('how_we_are_doing')})."
        yield Found(
            f"published:{row.snapshot_id}:{row.measure}", Item.Kind.PRACTICE,
            f"How we are doing, {row.snapshot}: {panel.title}",
            "\n\n".join([*panel.sentences, link]),
        )  # fmt: skip


def make_known() -> None:
    """Let the next edition ask. Called when the product starts."""
    source("published figures", published)
