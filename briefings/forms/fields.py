"""Fields of this room: names one a line, dates for the diary, and forms with a way out."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError

from enquiries.deadlines.clock import LONDON
from govuk.fields import DateField, in_words, number
from govuk.forms import Form, Textarea
from govuk.layout import Button, ButtonGroup, LinkButton

MOST_LINES = 60
MOST_DATES = 12
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
HUGE = 2**31 - 1
DATED = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})\s*[:,–-]?\s*(.*)")


class DayField(DateField):
    """A day that can be reckoned with: a year typed wrongly is told at once."""

    def __init__(self, **more):
        super().__init__(earliest=FIRST_DAY, latest=LAST_DAY, **more)


class DeskForm(Form):
    """A form with a way out. The view sets `cancel_url`."""

    cancel_url = ""
    submit_text = "Save"
    submit_classes = ""
    # What somebody else saved meanwhile, as label and words.
    theirs: Sequence[tuple[str, str]] = ()

    def buttons(self):
        return ButtonGroup(
            Button(self.submit_text, classes=self.submit_classes),
            LinkButton("Cancel", href=self.cancel_url),
        )


class VersionField(forms.IntegerField):
    """Which state of a row somebody began to change, so that two never overwrite each other."""

    def __init__(self) -> None:
        super().__init__(
            min_value=0, max_value=HUGE, widget=forms.HiddenInput, label="Version",
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), "Open this page again"
            ),
        )  # fmt: skip


class NamesField(forms.CharField):
    """Names of rows, one a line; cleans to the rows. Too many to choose from with boxes."""

    def __init__(self, queryset, **more):
        super().__init__(required=False, max_length=5000, widget=Textarea({"rows": 3}), **more)
        self.queryset = queryset

    def clean(self, value) -> list:
        text = super().clean(value)
        names = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines()))
        names = [name for name in names if name]
        if len(names) > MOST_LINES:
            raise ValidationError(f"Enter up to {MOST_LINES} names, one a line")
        return [self.row_of(name) for name in names]

    def row_of(self, name: str):
        found = self.queryset.filter(name__iexact=name).first()
        if found is None:
            raise ValidationError(
                "There is no “%(name)s”%(near)s",
                params={"name": name[:80], "near": self.near(name[:80])},
            )
        return found

    def near(self, name: str) -> str:
        """Offer the names that look most like what was typed."""
        names = {each.lower(): each for each in self.queryset.values_list("name", flat=True)}
        found = [names[each] for each in get_close_matches(name.lower(), names, n=3)]
        return f". Did you mean {' or '.join(found)}?" if found else ""


class DatesField(forms.CharField):
    """Dates for the diary, one a line: 12 December 2026: what happens. Cleans to pairs."""

    def __init__(self, **more):
        super().__init__(required=False, max_length=3000, widget=Textarea({"rows": 3}), **more)

    def clean(self, value) -> list[tuple[date, str]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_DATES:
            raise ValidationError(f"Enter up to {MOST_DATES} dates, one a line")
        return [read_line(line) for line in lines]


def read_line(line: str) -> tuple[date, str]:
    found = DATED.fullmatch(line)
    if found is None or not found[4].strip():
        raise ValidationError(
            "Write each date as “12 December 2026: what happens”, not “%(line)s”",
            params={"line": line[:60]},
        )
    if len(found[4]) > 150:
        raise ValidationError("What happens on a date must be 150 characters or fewer")
    try:
        day = date(int(found[3]), number(found[2]), int(found[1]))
    except ValueError:
        raise ValidationError("“%(line)s” is not a real date", params={"line": line[:60]}) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        between = f"{in_words(FIRST_DAY)} and {in_words(LAST_DAY)}"
        raise ValidationError(f"“%(line)s” is not between {between}", params={"line": line[:60]})
    return day, found[4].strip()


class TimeField(forms.CharField):
    """A time of day as people write it: 10:30, 9.15am, 2pm. Cleans to a time."""

    def clean(self, value) -> time | None:
        text = super().clean(value).strip().lower().replace(".", ":").replace(" ", "")
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(am|pm)?", text, re.ASCII)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3]:
            hour = 99 if not 1 <= hour <= 12 else hour % 12 + 12 * (found[3] == "pm")
        if hour > 23 or minute > 59:
            raise ValidationError(f"{self.label} must be a time, such as 10:30 or 2pm")
        return time(hour, minute)


def instant(day: date, clock: time) -> datetime:
    """Return a time of a day in Europe/London as an aware instant."""
    return datetime.combine(day, clock, tzinfo=LONDON)
