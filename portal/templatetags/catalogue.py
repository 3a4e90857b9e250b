"""What the administration's front page says of the catalogue of schemes."""

from django import template

from schemes.models import Scheme

register = template.Library()


@register.simple_tag(takes_context=True)
def reviews_overdue(context: template.Context) -> int:
    """Return how many published schemes are past their review date, today in Europe/London."""
    return Scheme.objects.review_overdue(context["request"].today).count()
