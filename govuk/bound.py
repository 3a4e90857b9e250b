"""From a Django form field to the options of the component that shows it.

The ids are Django's (id_<name>), so the error summary can link to the first control of a field.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from govuk.fields import PARTS, CharacterCount, DateWidget, split_date
from govuk.rendering import component

_OPTIONS = {"autocomplete", "autocapitalize", "inputmode", "pattern", "spellcheck", "rows"}
_DROPPED = {"required", "maxlength", "minlength", "min", "max", "step", "cols", "multiple"}
_OF_ITEMS = {"legend", "item_hints", "dividers", "reveals"}
_DROPPED |= {"aria-describedby", "aria-invalid"}


def render_field(field: BoundField) -> SafeString:
    """The HTML of one field with its label, hint and error."""
    if field.is_hidden:
        return SafeString(field.as_widget())
    name, options = component_of(field)
    look = {k: v for k, v in look_of(field).items() if k not in _OF_ITEMS}
    return component(name, _merged(options, look))


def look_of(field: BoundField) -> Mapping[str, Any]:
    """What the form says about this field's component, in its `looks`."""
    return getattr(field.form, "looks", {}).get(field.name, {})


def component_of(field: BoundField) -> tuple[str, dict[str, Any]]:
    for kind, (name, options) in _COMPONENTS.items():
        if isinstance(field.field.widget, kind):
            return name, {**_common(field), **options(field)}
    raise TypeError(f"{field.name}: no component for {type(field.field.widget).__name__}")


def target_id(field: BoundField) -> str:
    """The id of the control an error must lead to: the first one, or the first wrong date box."""
    if isinstance(field.field.widget, DateWidget):
        return f"{field_id(field)}-{(wrong_parts(field) or PARTS)[0]}"
    return field_id(field)


def field_id(field: BoundField) -> str:
    return field.auto_id or field.html_name


def wrong_parts(field: BoundField) -> list[str]:
    errors = field.errors.as_data()
    return [p for e in errors for p in (e.params or {}).get("wrong", ())]


def first_error(field: BoundField) -> str | None:
    return str(field.errors[0]) if field.errors else None


def _common(field: BoundField) -> dict[str, Any]:
    attrs = {k: v for k, v in field.field.widget.attrs.items() if k not in _DROPPED}
    classes = attrs.pop("class", None)
    options = {key: attrs.pop(key) for key in _OPTIONS & set(attrs)}
    return {
        **options,
        "id": field_id(field),
        "name": field.html_name,
        "label": {"text": _label(field)},
        "hint": _words(field.help_text),
        "error_message": _words(first_error(field)),
        "classes": classes,
        "disabled": field.field.disabled,
        "attributes": attrs,
    }


def _label(field: BoundField) -> str:
    filters = getattr(field.form, "form_method", "post") == "get"
    told = field.field.required or filters or "optional" in field.label
    return str(field.label) if told else f"{field.label} (optional)"


def _words(text: Any) -> dict[str, Any] | None:
    return {"text": text} if text else None


def _merged(options: dict[str, Any], look: Mapping[str, Any]) -> dict[str, Any]:
    both = {k: {**options[k], **v} for k, v in look.items() if _both_dicts(options.get(k), v)}
    return {**options, **look, **both}


def _both_dicts(one: Any, other: Any) -> bool:
    return isinstance(one, dict) and isinstance(other, Mapping)


def _value(field: BoundField) -> Any:
    return field.field.widget.format_value(field.value())


def _input(field: BoundField) -> dict[str, Any]:
    return {"type": field.field.widget.input_type, "value": _value(field)}


def _number(field: BoundField) -> dict[str, Any]:
    """type=number changes under the mouse wheel and hides what was typed: a text box it is."""
    return {"value": _value(field), "inputmode": "numeric", "spellcheck": False}


def _email(field: BoundField) -> dict[str, Any]:
    return {**_input(field), "spellcheck": False}


def _textarea(field: BoundField) -> dict[str, Any]:
    return {"value": _value(field)}


def _counted(field: BoundField) -> dict[str, Any]:
    widget, limit = field.field.widget, getattr(field.field, "max_length", None)
    words = {"maxwords": widget.maxwords} if widget.maxwords else {"maxlength": limit}
    return {"value": _value(field), "threshold": widget.threshold, **words}


def _file(field: BoundField) -> dict[str, Any]:
    return {"multiple": getattr(field.field.widget, "allow_multiple_selected", False)}


def _legend(field: BoundField) -> dict[str, Any]:
    legend = {"text": _label(field), **look_of(field).get("legend", {})}
    return {"id_prefix": field_id(field), "fieldset": {"legend": legend}}


def _date(field: BoundField) -> dict[str, Any]:
    wrong = wrong_parts(field) or (PARTS if field.errors else ())
    values = dict(zip(PARTS, split_date(field.value()), strict=True))
    parts = {
        part: {
            "name": part,
            "value": values[part],
            "error": part in wrong if field.errors else None,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}",
        }
        for part in PARTS
    }
    return {"name_prefix": field.html_name, **_legend(field), **parts}


def _select(field: BoundField) -> dict[str, Any]:
    return {"items": list(_choices(field, "selected"))}


def _radios(field: BoundField) -> dict[str, Any]:
    return {**_legend(field), "items": list(_items(field))}


def _checkbox(field: BoundField) -> dict[str, Any]:
    """A single yes-or-no box: its label is the question, so it needs no legend."""
    checked = bool(field.field.widget.format_value(field.value())) or field.value() is True
    hint = _words(field.help_text)
    item = {"value": "on", "text": field.label, "checked": checked, "hint": hint}
    return {"id_prefix": field_id(field), "items": [item], "hint": None}


def _choices(field: BoundField, key: str) -> Iterator[dict[str, Any]]:
    widget = field.field.widget
    for group, options, _ in widget.optgroups(field.html_name, _values(field), {}):
        for option in options:
            text = "Choose one" if _is_blank(option) else option["label"]
            yield {
                "value": str(option["value"]),
                "text": text,
                key: option["selected"],
                "group": group,
                "blank": _is_blank(option),
            }


def _is_blank(option: Mapping[str, Any]) -> bool:
    return str(option["value"]) == "" and set(str(option["label"])) == {"-"}


def _values(field: BoundField) -> list[str]:
    value = field.field.widget.format_value(field.value())
    return value if isinstance(value, list) else [value]


def _items(field: BoundField) -> Iterator[dict[str, Any]]:
    """Radios and checkboxes; a group's name stands above its choices, a divider before its own."""
    dividers, group = look_of(field).get("dividers", {}), None
    choices = (choice for choice in _choices(field, "checked") if not choice["blank"])
    for number, choice in enumerate(choices, 1):
        if choice["group"] and choice["group"] != group:
            yield {"heading": choice["group"]}
        if choice["value"] in dividers:
            yield {"divider": dividers[choice["value"]]}
        group = choice["group"]
        yield _item(field, number, choice)


def _item(field: BoundField, number: int, choice: Mapping[str, Any]) -> dict[str, Any]:
    """The first control has the field's own id, so that the error summary can lead to it."""
    value = choice["value"]
    return {
        **choice,
        "id": field_id(field) + (f"-{number}" if number > 1 else ""),
        "hint": _words(look_of(field).get("item_hints", {}).get(value)),
        "conditional": _revealed(field, value),
    }


def _revealed(field: BoundField, value: str) -> dict[str, Any] | None:
    names = look_of(field).get("reveals", {}).get(value, ())
    html = SafeString("".join(render_field(field.form[name]) for name in names))
    return {"html": html} if html else None


_COMPONENTS: dict[type, tuple[str, Callable[[BoundField], dict[str, Any]]]] = {
    DateWidget: ("date_input", _date),
    CharacterCount: ("character_count", _counted),
    forms.Textarea: ("textarea", _textarea),
    forms.CheckboxInput: ("checkboxes", _checkbox),
    forms.CheckboxSelectMultiple: ("checkboxes", _radios),
    forms.RadioSelect: ("radios", _radios),
    forms.Select: ("select", _select),
    forms.PasswordInput: ("password_input", lambda field: {}),
    forms.FileInput: ("file_upload", _file),
    forms.NumberInput: ("input", _number),
    forms.EmailInput: ("input", _email),
    forms.widgets.Input: ("input", _input),
}
