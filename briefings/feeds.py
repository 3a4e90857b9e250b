"""The Atom feed: every item with its full text, known by an id that never changes."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join

from post.plain import UNFIT_IN_BODY

from .models import Item
from .rendering import Shown, shown

MOST_ITEMS = 50


class FullText(Atom1Feed):
    """Atom with the whole text of each entry as content, not only as a summary."""

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


def feed_of(items: Sequence[Item], *, today: date) -> str:
    """Return the feed of items, newest first; they have their corrections fetched (`whole`)."""
    site = settings.SITE_URL
    feed = FullText(
        title=f"{settings.COUNCIL_NAME}: briefings for parish and town councils",
        link=site + reverse("briefings"),
        description="",
        language="en-gb",
        feed_url=site + reverse("briefings_feed"),
        author_name=settings.COUNCIL_NAME,
    )
    for item in items:
        feed.add_item(**entry(shown(item, today=today)))
    return feed.writeString("utf-8")


def entry(each: Shown) -> dict:
    item = each.item
    lines = [one.text for one in each.dates] + each.updates
    more = format_html_join("", "<p>{}</p>", ([line] for line in lines))
    return {
        "title": fit(item.title),
        "link": each.url,
        "description": fit(each.mail + more),
        "unique_id": f"urn:uuid:{item.uid}",
        "pubdate": item.edition.sent_at if item.edition else item.added_at,
        "updateddate": updated(item),
        "categories": [item.get_kind_display()] + ([item.topic.name] if item.topic else []),
    }


def fit(text: str) -> str:
    """Take out what no XML can hold: one such character would cost everybody the whole feed."""
    return text.translate(UNFIT_IN_BODY)


def updated(item: Item) -> datetime:
    """Return when readers last saw something new of an item: a correction, or its edition."""
    made = [row.made_at for row in item.corrections.all()]
    sent = item.edition.sent_at if item.edition and item.edition.sent_at else item.added_at
    return max([sent, *made])
