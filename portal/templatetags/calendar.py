"""What the administration's front page says of the calendar."""

from django import template

from enquiries.deadlines.horizon import horizon

register = template.Library()


@register.simple_tag(takes_context=True)
def calendar_horizon(context: template.Context):
    """Return how far the calendar reaches, seen from today in Europe/London."""
    return horizon(context["request"].today)
