"""The base form: plain-English errors from the labels, typed text kept, no browser validation.

    class WhereForm(govuk.forms.Form):
        road = forms.CharField(label="Road or place", max_length=100)
        looks = {"road": {"classes": "govuk-input--width-20"}}
        submit_text = "Continue"

In the page: {% crispy form %}. The error summary and "Error: " in the title come from base.html.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from govuk.fields import (  # noqa: F401
    CharacterCount,
    DateField,
    DateWidget,
    MultipleFileField,
    Textarea,
)
from govuk.layout import Button, ButtonGroup
from govuk.words import sentences

UNREADABLE = "\ufffd"


def scrub(text: Any) -> Any:
    """Puts the replacement character where no text can be: NUL and lone surrogates."""
    if isinstance(text, list):
        return [scrub(each) for each in text]
    if not isinstance(text, str):
        return text
    return "".join(UNREADABLE if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def scrubbed(data: Any) -> Any:
    """Form data without characters that neither the database nor the page can hold."""
    if data is None:
        return None
    pairs = data.lists() if hasattr(data, "lists") else data.items()
    clean = {key: scrub(value) for key, value in pairs}
    return MultiValueDict(clean) if hasattr(data, "lists") else clean


def refuse_unreadable(text: Any) -> None:
    if isinstance(text, str) and UNREADABLE in text:
        message = f"Remove the characters that cannot be shown, marked {UNREADABLE}"
        raise ValidationError(message, code="unreadable")


class Helper(FormHelper):
    """crispy's helper; the action is an address, never a name that every drawing looks up."""

    form_action = ""


class Base:
    """What our plain forms and our model forms share."""

    fields: dict[str, forms.Field]
    use_required_attribute = False
    looks: Mapping[str, Mapping[str, Any]] = {}
    submit_text = "Continue"
    form_method = "post"

    def __init__(self, data=None, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(scrubbed(data), *args, **kwargs)
        for name, field in self.fields.items():
            explain(field, name)

    @cached_property
    def helper(self) -> Helper:
        """What {% crispy form %} draws; a view may still set helper.form_action and the like."""
        helper = Helper()
        helper.form_method = self.form_method
        helper.attrs = {"novalidate": True}
        helper.layout = self.layout()
        return helper

    def layout(self) -> Layout:
        """All fields, then the buttons; override to group fields or leave some out."""
        reveals = [look.get("reveals", {}) for look in self.looks.values()]
        inside = {name for each in reveals for names in each.values() for name in names}
        return Layout(*(name for name in self.fields if name not in inside), self.buttons())

    def buttons(self) -> Any:
        return ButtonGroup(Button(self.submit_text))


class Form(Base, forms.Form):
    pass


class ModelForm(Base, forms.ModelForm):
    pass


def explain(field: forms.Field, name: str) -> None:
    """Gives a field sentences made from its label, wherever its author wrote none."""
    if field.label is None:
        field.label = forms.utils.pretty_name(name)
    for code, sentence in sentences(field, str(field.label)).items():
        if field.error_messages.get(code) == _django_default(field, code):
            field.error_messages[code] = sentence
    if isinstance(field, forms.CharField):
        field.validators = [*field.validators, refuse_unreadable]


def _django_default(field: forms.Field, code: str) -> Any:
    for kind in type(field).__mro__:
        messages = vars(kind).get("default_error_messages", {})
        if code in messages:
            return messages[code]
    return None
