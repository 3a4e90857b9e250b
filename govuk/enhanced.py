"""Controls that JavaScript improves: character count, show password, file drop zone."""

from typing import Any

from django.utils.safestring import SafeString

from govuk.controls import control
from govuk.options import Options, join, optional_attributes
from govuk.rendering import component, fill, prepares

_COUNTS = """characters_under_limit characters_at_limit characters_over_limit
words_under_limit words_at_limit words_over_limit"""
_PASSWORDS = """show_password hide_password show_password_aria_label hide_password_aria_label
password_shown_announcement password_hidden_announcement"""
_FILES = """choose_files_button no_file_chosen multiple_files_chosen drop_instruction
entered_drop_zone left_drop_zone"""


@prepares("character_count")
def character_count(o: Options) -> None:
    """A textarea that counts; without JavaScript the limit is told in a plain sentence."""
    o["id"] = o["id"] or o["name"]
    kind = o["count_type"] or ("words" if o["maxwords"] else None)
    limit, given = o["maxwords"] or o["maxlength"], o["textarea_description_text"]
    told = given or f"You can enter up to %{{count}} {'words' if kind == 'words' else 'characters'}"
    message = component(
        "hint",
        id=f"{o['id']}-info",
        text=told.replace("%{count}", str(limit)) if limit else "",
        classes=join("govuk-character-count__message", o["count_message"]["classes"]),
    )
    o["described_by"] = f"{o['id']}-info"
    o["form_group"] = _grown(
        o["form_group"], "govuk-character-count", _count_attributes(o, kind, limit), message
    )
    o["classes"] = join("govuk-js-character-count", o["classes"])
    control(o)


def _count_attributes(o: Options, kind: Any, limit: Any) -> SafeString:
    module = optional_attributes(
        data_module="govuk-character-count",
        data_maxlength=o["maxlength"],
        data_maxwords=o["maxwords"],
        data_threshold=o["threshold"],
        data_count_type=kind,
    )
    unlimited = {} if limit else {"textarea-description": {"other": o["textarea_description_text"]}}
    return module + translated({**unlimited, **_texts(o, _COUNTS)})


def _texts(o: Options, names: str) -> dict[str, Any]:
    return {name.replace("_", "-"): o[f"{name}_text"] for name in names.split()}


def translated(messages: dict[str, Any]) -> SafeString:
    """data-i18n attributes for messages that JavaScript shows; a dict holds plural forms."""
    found: dict[str, Any] = {}
    for key, message in messages.items():
        if isinstance(message, dict):
            found |= {f"data-i18n.{key}.{rule}": text for rule, text in message.items() if text}
        elif message:
            found[f"data-i18n.{key}"] = message
    return optional_attributes(**found)


def _grown(group: Any, css: str, attributes: SafeString, after: SafeString) -> Options:
    """The form group with one more class, more attributes, and one more thing after the input."""
    more = fill("_text", group["after_input"] or Options())
    return Options(
        group or {},
        classes=join(css, group["classes"]),
        attributes=SafeString(f"{attributes}{group['attributes']}"),
        after_input={"html": SafeString(f"{after}{more}")},
    )


@prepares("password_input")
def password_input(o: Options) -> None:
    o["id"] = o["id"] or o["name"]
    button = component(
        "button",
        type="button",
        text=o["show_password_text"] or "Show",
        classes=join(
            "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
            o["button"]["classes"],
        ),
        attributes={
            "aria-controls": o["id"],
            "aria-label": o["show_password_aria_label_text"] or "Show password",
            "hidden": {"value": True, "optional": True},
        },
    )
    texts = translated(_texts(o, _PASSWORDS))
    module = SafeString(f' data-module="govuk-password-input"{texts}')
    o["form_group"] = _grown(o["form_group"], "govuk-password-input", module, button)
    o["input_wrapper"] = {"classes": "govuk-password-input__wrapper"}
    o["classes"] = join("govuk-password-input__input govuk-js-password-input-input", o["classes"])
    o["type"], o["spellcheck"], o["autocapitalize"] = "password", False, "none"
    o["autocomplete"] = o["autocomplete"] or "current-password"
    control(o)


@prepares("file_upload")
def file_upload(o: Options) -> None:
    control(o)
    o["wrapper_more"] = translated(_texts(o, _FILES))
