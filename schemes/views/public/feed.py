"""What changed in the catalogue, for feed readers: every version that was ever published."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from ...models import Version
from .shared import nearly_free

MOST = 50


class Changes(Feed):
    """An Atom feed (RFC 4287). An entry is a version, which never changes: nor does its id."""

    feed_type = Atom1Feed
    title = "A roads to Zebras: what changed"
    subtitle = "New and changed traffic schemes, with their guide costs."

    def link(self) -> str:
        return reverse("schemes")

    def feed_url(self) -> str:
        return reverse("schemes_changes")

    def feed_guid(self) -> str:
        return tag("schemes", datetime(2026, 1, 1, tzinfo=UTC))

    def author_name(self) -> str:
        return settings.COUNCIL_NAME

    def items(self):
        return Version.objects.changes()[:MOST]

    def item_title(self, item: Version) -> str:
        name = item.snapshot["name"]
        return f"{name}: new" if item.number == 1 else f"{name}: version {item.number}"

    def item_description(self, item: Version) -> str:
        return render_to_string("schemes/public/_change.html", {"version": item})

    def item_link(self, item: Version) -> str:
        return reverse("scheme_version", args=[item.scheme.slug, item.number])

    def item_guid(self, item: Version) -> str:
        return tag(f"schemes/{item.snapshot['ref']}/{item.number}", item.published_at)

    def item_pubdate(self, item: Version) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Version) -> datetime:
        return item.published_at


changes = nearly_free(Changes())


def tag(path: str, at: datetime) -> str:
    """Return an identifier that stays when the address of the site changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{at:%Y-%m-%d}:{path}"
