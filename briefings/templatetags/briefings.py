"""News for pages of other rooms, from the same items."""

from html import unescape

from django import template
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from ..markdown import to_html
from ..models import Item

register = template.Library()


@register.inclusion_tag("briefings/_latest.html", takes_context=True)
def latest_news(context, number: int = 3) -> dict:
    """Show the titles of the latest news that is not old."""
    request = context.get("request")
    today = request.today if request else timezone.localdate()
    rows = Item.objects.news_on(today).select_related("edition")
    return {"items": list(rows[:number])}


@register.filter
def opening(text: str, words: int = 25) -> str:
    """Return how a Markdown text begins, without its marks and its links."""
    said = unescape(strip_tags(to_html(text, styled=False)))
    return Truncator(" ".join(said.split())).words(words)
