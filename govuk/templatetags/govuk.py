"""The components as template tags. Options are those of govuk-frontend, in snake_case.

{% tag text="Received" classes="govuk-tag--blue" %}, or {% tag params %} with a dict from the view.
Everything is escaped unless it is already safe. The list with examples is in docs/govuk.md.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe

from govuk import bound, errors
from govuk.rendering import component
from govuk.times import clock, moment

register = template.Library()

SIMPLE = (
    "badge breadcrumbs button character_count checkboxes date_input error_message "
    "error_summary file_upload filter_tags generic_header hint input label link pagination "
    "password_input phase_banner progress_tracker radios select service_navigation skip_link "
    "stat_tile summary_list table tag textarea timeline"
)
BLOCKS = ("details", "fieldset", "inset_text", "notification_banner", "panel", "warning_text")

# Stands where the links of the account go, which hold a secret of the session.
ACCOUNT = "<!-- account -->"


def _simple(name: str, params: Mapping[str, Any] | None = None, /, **options: Any) -> SafeString:
    return component(name, params, **options)


def _block(name: str, content: SafeString, /, **options: Any) -> SafeString:
    return component(name, html=SafeString(content.strip()), **options)


for _name in SIMPLE.split():
    register.simple_tag(partial(_simple, _name), name=_name)

for _name in BLOCKS:
    register.simple_block_tag(partial(_block, _name), name=_name)


@register.simple_tag
def back_link(params: Mapping[str, Any] | None = None, /, **options: Any) -> SafeString:
    """Back to the page before, as a landmark of its own: it stands outside the main one."""
    return format_html('<nav aria-label="Back">{}</nav>', component("back_link", params, **options))


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """One field of a form, with label, hint and error: {% field form.road %}."""
    return bound.render_field(bound_field)


@register.simple_tag
def summary_row(key: str, value: Any, change_url: str = "", hidden: str = "", **options: Any):
    """One row of a summary list, with a Change link whose hidden words say what changes."""
    action = {"href": change_url, "text": "Change", "visually_hidden_text": hidden or key.lower()}
    options |= {"actions": {"items": [action]}} if change_url else {}
    shown = "Not provided" if value in (None, "") else value
    return component("summary_row", key={"text": key}, value={"text": shown}, **options)


@register.simple_tag(takes_context=True)
def form_errors(context: template.Context) -> SafeString | str:
    """The error summary of the page's `form` or `forms`; base.html puts it above the h1."""
    found = errors.errors_in(context.flatten())
    if not found:
        return ""
    return component("error_summary", title_text="There is a problem", error_list=found)


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """Begins the title of a page that shows a form with errors."""
    return "Error: " if errors.errors_in(context.flatten()) else ""


@register.simple_tag(takes_context=True)
def message_banner(context: template.Context) -> SafeString | str:
    """What just happened, in one banner, green if all went well; never beside an error summary."""
    request = context.get("request")
    if not request or errors.errors_in(context.flatten()):
        return ""
    found = list(get_messages(request))
    if not found:
        return ""
    kind = "success" if all(message.level_tag == "success" for message in found) else None
    return component("notification_banner", type=kind, text=" ".join(map(str, found)))


@register.simple_tag(takes_context=True)
def site_navigation(context: template.Context) -> SafeString:
    """The service's name, the pages this person has business with, and signing in or out."""
    request = context.get("request")
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    account = get_template("components/account_links.html").render(
        {"signed_in": signed_in, "csrf_token": context.get("csrf_token")}
    )
    links = tuple((each.text, each.url, each.active) for each in context["nav"])
    before, after = navigation_of(context["service_name"], reverse("home"), links)
    return SafeString(before + account + after)


@lru_cache(maxsize=256)
def navigation_of(name: str, url: str, links: tuple[tuple[str, str, bool], ...]) -> list[str]:
    """Return what stands before and after the account's links: the same for all of one role."""
    html = component(
        "service_navigation",
        service_name=name,
        service_url=url,
        navigation=[{"text": text, "href": href, "active": on} for text, href, on in links],
        slots={"navigation_end": SafeString(ACCOUNT)},
    )
    return html.split(ACCOUNT)


register.filter("clock", clock)
register.filter("moment", moment)


@register.filter(is_safe=True)
def linked(text: str) -> SafeString:
    """Make links of the addresses in a text, which is escaped; a long one is shown cut."""
    found = urlize(text, trim_url_limit=60, nofollow=True, autoescape=True)
    return mark_safe(found.replace("<a href=", '<a class="govuk-link" href='))


@register.filter
def day_of(text: str) -> date:
    """Read a day kept as ISO text, such as one in JSON; ValueError for any other text."""
    return date.fromisoformat(text)
