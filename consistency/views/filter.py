"""The filter as HTML, by hand where nothing is wrong with it.

Its five hundred choices through the template pack take longer than all the rest of the page.
"""

from collections.abc import Iterable
from html import escape

from django import forms
from django.utils.safestring import SafeString, mark_safe

from ..forms import SelectionForm

GROUP = (
    '<div class="govuk-form-group"><label class="govuk-label" for="id_{name}">{label}</label>'
    '<select class="govuk-select" id="id_{name}" name="{name}">{options}</select></div>'
)
OPTION = '<option value="{}"{}>{}</option>'
HIDDEN = '<input type="hidden" name="{}" value="{}">'
BUTTON = (
    '<button type="submit" class="govuk-button" data-module="govuk-button">Show figures</button>'
)


def quick(form: SelectionForm) -> SafeString | None:
    """Return the form, or None where it must tell what is wrong. Every text is escaped."""
    if not form.is_valid():
        return None
    fields = "".join(
        field_of(name, field, str(form.data.get(name, ""))) for name, field in form.fields.items()
    )
    return mark_safe(f'<form method="get">{fields}{BUTTON}</form>')  # noqa: S308  # escaped


def field_of(name: str, field: forms.Field, value: str) -> str:
    if not isinstance(field, forms.ChoiceField):
        return HIDDEN.format(name, escape(value)) if value else ""
    choices: Iterable = field.choices  # type: ignore[assignment]  # ours are pairs
    options = "".join(
        OPTION.format(escape(key), " selected" if key == value else "", escape(text))
        for key, text in choices
    )
    return GROUP.format(name=name, label=escape(str(field.label)), options=options)
