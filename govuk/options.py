"""Options of a component: a dict that a template may look into without fear of a missing key.

Keys may be written as govuk-frontend writes them (camelCase) or as Python does (snake_case).
Text is always escaped on output; only a SafeString is taken as HTML, whatever the option is called.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ATTRIBUTES = {"attributes", "wrapper_attributes"}


class Nothing:
    """What a template finds where no option was given: false, empty, and safe to look into."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def __len__(self) -> int:
        return 0

    def __iter__(self):
        return iter(())

    def __getitem__(self, key: Any) -> "Nothing":
        return self


NOTHING = Nothing()


def snake(key: str) -> str:
    return _HUMP.sub("_", key).lower()


class Options(dict):
    """The options of one component; nested dicts become Options too, `attributes` become text."""

    def __init__(self, params: Mapping[str, Any] | None = None, **more: Any):
        super().__init__()
        for key, value in {**(params or {}), **more}.items():
            self[key] = value

    def __setitem__(self, key: str, value: Any) -> None:
        key = snake(key)
        if value is None or value is NOTHING:
            self.pop(key, None)
        elif key in _ATTRIBUTES:
            super().__setitem__(key, attribute_text(value))
        else:
            super().__setitem__(key, _wrap(value))

    def __missing__(self, key: str) -> Any:
        """`content` is the HTML or else the text; `title_content` is title_html or title_text."""
        if key == "content":
            return self["html"] or self["text"]
        if key.endswith("_content"):
            stem = key.removesuffix("content")
            return self[f"{stem}html"] or self[f"{stem}text"]
        return NOTHING


def _wrap(value: Any) -> Any:
    if isinstance(value, Mapping) and not isinstance(value, Options):
        return Options(value)
    if isinstance(value, (list, tuple)):
        return [_wrap(item) for item in value]
    return value


def as_text(value: Any) -> Any:
    """Lets a plain string stand for {"text": …}."""
    return Options(text=value) if value and not isinstance(value, Mapping) else value


def attribute_text(attributes: Mapping[str, Any] | str | Nothing) -> SafeString:
    """` name="value"` for each attribute; {"value": …, "optional": True} drops an empty one."""
    if isinstance(attributes, SafeString):
        return attributes
    if not isinstance(attributes, Mapping):
        raise TypeError("attributes must be a dict or text that is already safe")
    return mark_safe("".join(_attribute(name, value) for name, value in attributes.items()))


def optional_attributes(**attributes: Any) -> SafeString:
    """As attribute_text, leaving out None, False and empty; underscores become dashes."""
    kept = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return attribute_text({name: {"value": v, "optional": True} for name, v in kept.items()})


def _attribute(name: str, item: Any) -> str:
    optional = isinstance(item, Mapping) and item.get("optional", False) is True
    value = item.get("value") if isinstance(item, Mapping) else item
    if optional and value is True:
        return format_html(" {}", name)
    if optional and (value is None or value is False or value is NOTHING):
        return ""
    return format_html(' {}="{}"', name, _plain(value))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def join(*parts: Any, by: str = " ") -> str:
    """The parts that are not empty, in one string; used for class and id lists."""
    return by.join(str(part) for part in parts if part)
