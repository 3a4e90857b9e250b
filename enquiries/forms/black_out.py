"""Where a photo is to be black, in numbers that can be read off its grid."""

import re

from django import forms

from govuk.forms import Form
from govuk.pictures import Part

MOST_PARTS = 20
NUMBERS = ("left", "top", "width", "height")


def percent(label: str, asked: str, *, least: int, most: int) -> forms.IntegerField:
    """Ask for a whole number of percent; the sentences say what for."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"Enter {asked}",
            "invalid": f"Enter {asked} in whole percent",
            "min_value": f"Enter {asked}: {least} or more",
            "max_value": f"Enter {asked}: {most} or less",
        },
    )


class BlackOutForm(Form):
    """One part in percent of the photo, beside those chosen already, and why."""

    left = percent("From the left", "how far from the left the part begins", least=0, most=99)
    top = percent("From the top", "how far from the top the part begins", least=0, most=99)
    width = percent("Width", "how wide the part is", least=1, most=100)
    height = percent("Height", "how high the part is", least=1, most=100)
    parts = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why is it blacked out?",
        help_text="Only officers can read this. For example, a face or a number plate.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Say why it is blacked out"},
    )
    looks = {
        **{name: {"classes": "govuk-input--width-3", "suffix": {"text": "%"}} for name in NUMBERS},
        "reason": {"rows": 2},
    }

    def __init__(self, *args, is_saving: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.data if self.is_bound else self.initial
        self.chosen = read_parts(kept.get("parts") or "")
        self.fields["reason"].required = is_saving
        for name in NUMBERS:
            self.fields[name].required = not self.chosen

    def clean(self) -> dict:
        """Take the new part to those `chosen` before it; a part needs all its numbers."""
        cleaned = super().clean() or self.cleaned_data
        numbers = [cleaned.get(name) for name in NUMBERS]
        if any(each is not None for each in numbers):
            for name in NUMBERS:
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        if not self.errors and numbers[0] is not None:
            self.chosen.append(Part(*[each or 0 for each in numbers]))
        if len(self.chosen) > MOST_PARTS:
            self.add_error(None, f"You can black out up to {MOST_PARTS} parts at a time.")
        return cleaned


def read_parts(text: str) -> list[Part]:
    """Read what `write_parts` wrote; anything else is no part."""
    found = []
    for each in text[:500].split("."):
        numbers = [int(number) for number in re.findall(r"[0-9]{1,3}", each)]
        if re.fullmatch(r"[0-9]{1,3}(-[0-9]{1,3}){3}", each) and max(numbers) <= 100:
            found.append(Part(*numbers))
    return found[: MOST_PARTS + 1]


def write_parts(parts: list[Part]) -> str:
    return ".".join(f"{p.left}-{p.top}-{p.width}-{p.height}" for p in parts)
