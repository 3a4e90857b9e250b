"""Fills the template of a component. Tags and form fields both come through here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

from govuk.options import Options

PREPARE: dict[str, Callable[[Options], None]] = {}


def prepares(*names: str):
    """Registers what must be worked out before the template of these components is filled."""

    def register(function: Callable[[Options], None]):
        PREPARE.update(dict.fromkeys(names, function))
        return function

    return register


def fill(name: str, options: Options) -> SafeString:
    return SafeString(get_template(f"govuk/components/{name}.html").render({"o": options}))


def component(name: str, params: Mapping[str, Any] | None = None, /, **more: Any) -> SafeString:
    """The HTML of a component, for example component("tag", text="Received").

    `name` is govuk-frontend's own with underscores. Raises TemplateDoesNotExist for an unknown one.
    """
    options = Options(params, **more)
    if name in PREPARE:
        PREPARE[name](options)
    return fill(name, options)
