"""Where a photo is to be black, in numbers that can be read off its grid."""

import re

from django import forms

from govuk.forms import Form

from ..pictures import Part

MOST_PARTS = 20
NUMBERS = ("left", "top", "width", "height")


def percent(label: str, *, least: int = 0) -> forms.IntegerField:
    name = label.lower()
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": f"{label} must be a whole number of percent",
            "min_value": f"The {name} must be {least} or more",
            "max_value": f"The {name} must be 100 or less",
        },
    )


class BlackOutForm(Form):
    """One part in percent of the photo, beside those chosen already, and why."""

    left = percent("From the left")
    top = percent("From the top")
    width = percent("Width", least=1)
    height = percent("Height", least=1)
    parts = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why is it blacked out?",
        help_text="Only officers can read this. For example, a face or a number plate.",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    looks = {
        **{name: {"classes": "govuk-input--width-3", "suffix": {"text": "%"}} for name in NUMBERS},
        "reason": {"rows": 2},
    }

    def clean(self) -> dict:
        """Take the part and those before it together as `chosen`; a part needs all its numbers."""
        cleaned = super().clean() or self.cleaned_data
        numbers = [cleaned.get(name) for name in NUMBERS]
        self.chosen = read_parts(cleaned.get("parts", ""))
        if any(each is not None for each in numbers):
            for name in NUMBERS:
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Enter the {self.fields[name].label.lower()}")
        if not self.errors and numbers[0] is not None:
            self.chosen.append(Part(*[each or 0 for each in numbers]))
        if len(self.chosen) > MOST_PARTS:
            self.add_error(None, f"You can black out up to {MOST_PARTS} parts at a time.")
        return cleaned

    def check_for_saving(self) -> bool:
        """Say what is missing before a copy can be made."""
        if not self.errors and not self.chosen:
            self.add_error("left", "Choose the part to black out")
        if not self.errors and not self.cleaned_data["reason"]:
            self.add_error("reason", "Say why it is blacked out")
        return not self.errors


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
