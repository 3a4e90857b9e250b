"""Plain-English sentences for what is wrong with a field, made from its label."""

import re

from django import forms

from govuk.fields import DateField

_ASKS = {"what", "when", "where", "which", "who", "why", "how", "is", "do"}
_ASKS |= {"your", "the", "a", "an", "any"}
_WORD = re.compile(r"[^\W_]+")
# Where the noun itself ends: “parish | where it is”, “reasons | in plain English”.
_REST = re.compile(r",| (?:or|of|in|as|for|by|to|the|that|who|where)\b")
# There is one such: “the kind of the second enquiry”, but “an update for the clerk”.
_ONLY = re.compile(r"^(?:first|last)\b|(?<! for)(?<! to) the\b| (?:that|who|where)\b")


def noun(label: str) -> str:
    """The label as it reads inside a sentence: Road or place, a road or place."""
    lower = label[:1].lower() + label[1:] if label[1:2].islower() or not label[1:] else label
    first = _WORD.match(lower.lower())
    if (first and first[0] in _ASKS) or _plural(lower):
        return lower
    if _ONLY.search(lower):
        return f"the {lower}"
    vowel = lower[:1] in "aeiou" or lower[:1] in "AEIO"
    return f"{'an' if vowel else 'a'} {lower}"


def _plural(label: str) -> bool:
    noun = _REST.split(label, maxsplit=1)[0]
    return noun.endswith("s") and not noun.endswith("ss")


def sentences(field: forms.Field, label: str) -> dict[str, str]:
    """The error messages of a field, by code. `%(…)s` is filled in by the validator."""
    safe = label.replace("%", "%%").rstrip("?")
    return {
        "required": required(field, label),
        "invalid": _invalid(field, label),
        "invalid_choice": "Select one of the choices in the list",
        "max_length": f"{safe} must be %(limit_value)d characters or fewer",
        "min_length": f"{safe} must be %(limit_value)d characters or more",
        "max_value": f"{safe} must be %(limit_value)s or less",
        "min_value": f"{safe} must be %(limit_value)s or more",
        "null_characters_not_allowed": "Remove the characters that cannot be shown",
        "empty": "The selected file is empty",
    }


def required(field: forms.Field, label: str) -> str:
    asked = label.endswith("?")
    if isinstance(field, forms.BooleanField):
        return f"Select “{label}” to continue"
    if isinstance(field, forms.FileField):
        return f"Select {'a file' if asked else noun(label)}"
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return "Select an answer" if asked else f"Select {noun(label)}"
    return "Enter an answer" if asked else f"Enter {noun(label)}"


def _invalid(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the correct format, like name@example.com"
    if isinstance(field, forms.IntegerField):
        return f"{label} must be a number, like 12"
    if isinstance(field, DateField):
        return f"{label} must be a real date"
    return f"{label} is not in the correct format"
