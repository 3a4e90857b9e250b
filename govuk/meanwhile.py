"""Two people at one form: the second sees what the first saved beside her own words."""

from copy import copy
from typing import Any

from django import forms

from govuk.fields import split_date

# Boxes that say which state a form began from, and nothing a person typed.
MARKS = ("seen", "version")


def mark_afresh(form: forms.BaseForm, seen: str, *, name: str = "seen") -> None:
    """Let a form that is shown again, with all that was typed, tell what is saved by now."""
    data: Any = copy(form.data)
    data[name] = seen
    form.data = data


def differences(mine: forms.BaseForm, saved: forms.BaseForm) -> list[tuple[str, str]]:
    """Return label and words of each box of a form as saved that holds something else in mine."""
    return [
        (str(box.label), shown(box))
        for box in saved
        if box.name not in MARKS and held(box) != held(mine[box.name])
    ]


def held(box: forms.BoundField) -> tuple[str, ...]:
    """Return what a box holds, alike whether it was typed or is saved."""
    value = box.value()
    if hasattr(box.field, "to_date"):
        return tuple(split_date(value)) if value and any(split_date(value)) else ()
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple(
        sorted(
            plain(each) for each in values if each is not None and each is not False and each != ""
        )
    )


def plain(value: Any) -> str:
    return "\n".join(str(value).strip().splitlines())


def shown(box: forms.BoundField) -> str:
    """Return the words of a box; of a choice, what the person would have read."""
    choices = {str(key): str(label) for key, label in getattr(box.field, "choices", ())}
    words = [choices.get(each, each) for each in held(box)]
    if isinstance(box.field, forms.BooleanField):
        return "yes" if words else "no"
    return (" " if hasattr(box.field, "to_date") else ", ").join(words) or "nothing"
