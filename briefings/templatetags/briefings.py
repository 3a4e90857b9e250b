"""News for pages of other rooms, from the same items."""

from django import template
from django.utils import timezone

from ..models import Item

register = template.Library()


@register.inclusion_tag("briefings/_latest.html", takes_context=True)
def latest_news(context, number: int = 3) -> dict:
    """Show the titles of the latest news that is not old."""
    request = context.get("request")
    today = request.today if request else timezone.localdate()
    rows = Item.objects.news_on(today).select_related("edition")
    return {"items": list(rows[:number])}
