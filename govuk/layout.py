"""Pieces a form's layout is made of, besides the names of its fields."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.utils.safestring import SafeString

from govuk.rendering import component


class Button:
    """A button that cannot be pressed twice; `options` are those of the button component."""

    def __init__(self, text: str, name: str = "", value: str = "", **options: Any):
        defaults = {"prevent_double_click": True} if not options.get("href") else {}
        self.options = {"text": text, "name": name, "value": value, **defaults, **options}

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        return component("button", self.options)


class LinkButton(Button):
    """A link beside the button, such as Cancel."""

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        return component("link", self.options)


class ButtonGroup(LayoutObject):
    def __init__(self, *buttons: Any):
        self.fields = list(buttons)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return SafeString(f'<div class="govuk-button-group">{inner}</div>')


class Fieldset(LayoutObject):
    """Fields under one legend; size s, m, l or xl; `heading` makes the legend the page's h1."""

    def __init__(self, legend: str, *fields: Any, size: str = "m", heading: bool = False):
        self.fields, self.size = list(fields), size
        self.legend = {"text": legend, "is_page_heading": heading}

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        legend = {**self.legend, "classes": f"govuk-fieldset__legend--{self.size}"}
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return component("fieldset", legend=legend, html=inner)


class Text:
    """A paragraph between fields; text is escaped."""

    def __init__(self, text: str, classes: str = "govuk-body"):
        self.options = {"text": text, "classes": classes}

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        return component("paragraph", self.options)
