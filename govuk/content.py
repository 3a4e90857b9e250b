"""What the other components must know before their template is filled."""

from typing import Any

from django.utils.safestring import SafeString

from govuk.options import NOTHING, Options, as_text, optional_attributes
from govuk.rendering import prepares


@prepares("button")
def button(o: Options) -> None:
    once = o["prevent_double_click"]
    o["more"] = optional_attributes(
        value=o["value"] or None,
        name=o["name"] or None,
        disabled=bool(o["disabled"]),
        aria_disabled="true" if o["disabled"] else None,
        data_prevent_double_click=None if once is NOTHING else str(once).lower(),
    )


@prepares("error_message")
def error_message(o: Options) -> None:
    if "visually_hidden_text" not in o:
        o["visually_hidden_text"] = "Error"


@prepares("error_summary", "notification_banner")
def announcement(o: Options) -> None:
    focus = o["disable_auto_focus"]
    shown = None if focus is NOTHING else str(focus).lower()
    o["more"] = optional_attributes(data_disable_auto_focus=shown)
    o["success"] = o["type"] == "success"
    o["role"] = o["role"] or ("alert" if o["success"] else "region")
    o["heading"] = o["title_content"] or ("Success" if o["success"] else "Important")


@prepares("fieldset")
def fieldset(o: Options) -> None:
    o["legend"] = as_text(o["legend"])


@prepares("panel")
def panel(o: Options) -> None:
    o["interruption"] = "govuk-panel--interruption" in str(o["classes"])
    for action in o["actions"]["items"]:
        action["as_button"] = not action["href"] or action["type"] == "button"
        action["type"] = action["type"] or "button"


@prepares("pagination")
def pagination(o: Options) -> None:
    """Without numbered items the two links stand on lines of their own, with labels."""
    o["block"] = not o["items"] and bool(o["next"] or o["previous"])


@prepares("service_navigation")
def service_navigation(o: Options) -> None:
    """A service name makes it a labelled section; without one the nav landmark is enough."""
    slots, end = o["slots"], o["slots"]["end"]
    o["end"] = end["html"] if isinstance(end, Options) else end
    o["end_inline"] = isinstance(end, Options) and end["align"] == "inline"
    o["links"] = [item for item in o["navigation"] if item]
    collapse = o["collapse_navigation_on_mobile"]
    o["collapse"] = len(o["links"]) > 1 if collapse is NOTHING else collapse
    o["menu"] = o["menu_button_text"] or "Menu"
    o["has_nav"] = bool(o["links"] or slots["navigation_start"] or slots["navigation_end"])
    o["section"] = bool(o["service_name"] or slots["start"] or o["end"])


@prepares("summary_list")
def summary_list(o: Options) -> None:
    if o["card"]:
        o["card"]["title"] = as_text(o["card"]["title"])
    title = o["card"]["title"]
    o["rows"] = [_summary_row(row, title) for row in o["rows"] if isinstance(row, Options)]
    o["has_actions"] = any(row["actions"]["items"] for row in o["rows"])
    _action_titles(o["card"]["actions"]["items"], title)


def _summary_row(row: Options, title: Any) -> Options:
    row["key"], row["value"] = as_text(row["key"]), _value(row["value"])
    _action_titles(row["actions"]["items"], title)
    return row


def _value(value: Any) -> Any:
    return value if isinstance(value, Options) else Options(text=value)


def _action_titles(actions: Any, title: Any) -> None:
    for action in actions:
        action["card_title"] = title["content"] if title else None


@prepares("phase_banner")
def phase_banner(o: Options) -> None:
    o["tag"] = as_text(o["tag"])


@prepares("table")
def table(o: Options) -> None:
    o["lines"] = [[_cell(cell) for cell in row] for row in o["rows"] if row]
    for cell in (c for c in o["head"] if c):
        cell["more"] = _spans(cell)


def _cell(cell: Any) -> Options:
    cell = cell if isinstance(cell, Options) else Options(text=cell)
    cell["more"] = _spans(cell)
    return cell


def _spans(cell: Options) -> SafeString:
    return optional_attributes(colspan=cell["colspan"], rowspan=cell["rowspan"])
