"""Two people at one form: the second sees what the first saved beside her own words."""

from copy import copy
from typing import Any

from django import forms


def mark_afresh(form: forms.BaseForm, seen: str) -> None:
    """Let a form that is shown again, with all that was typed, tell what is saved by now."""
    data: Any = copy(form.data)
    data["seen"] = seen
    form.data = data


def differences(mine: forms.BaseForm, saved: forms.BaseForm) -> list[tuple[str, str]]:
    """Return label and words of each box of a form as saved that holds something else in mine."""
    return [
        (str(box.label), shown(box))
        for box in saved
        if box.name != "seen" and str(box.value() or "") != str(mine[box.name].value() or "")
    ]


def shown(box: forms.BoundField) -> str:
    """Return the words of a box; of a choice, what the person would have read."""
    value = box.value()
    choices = {str(key): label for key, label in getattr(box.field, "choices", ())}
    return str(choices.get(str(value), value if value not in (None, "") else "nothing"))
