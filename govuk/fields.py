"""Fields and widgets the Design System has and Django has not: counted text, dates in boxes."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_LARGEST = {"day": 31, "month": 12, "year": 9999}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Textarea(forms.Textarea):
    """Browsers send a new line as two characters; people, and the counter, count one."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 5, **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class CharacterCount(Textarea):
    """A text box that says how many characters are left, from `threshold` per cent of the limit.

    The limit is the field's own max_length, or `maxwords`.
    """

    def __init__(self, attrs=None, *, threshold: int | None = None, maxwords: int | None = None):
        super().__init__(attrs)
        self.threshold, self.maxwords = threshold, maxwords


class MultipleFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files at once; cleans to a list of uploaded files."""

    widget = MultipleFiles

    def clean(self, data: Any, initial: Any = None) -> list:
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(MultipleFileField, self).clean(each, initial) for each in files or [None]]
        return [each for each in cleaned if each]


class DateWidget(forms.Widget):
    """Three boxes called <name>-day, <name>-month and <name>-year."""

    def value_from_datadict(self, data, files, name) -> tuple[str, ...]:
        return tuple(str(data.get(f"{name}-{part}") or "").strip() for part in PARTS)

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_


class DateField(forms.Field):
    """A date typed as day, month and year; cleans to datetime.date, or None when left empty.

    Months may be names. `earliest` and `latest` are dates. Errors know which boxes are wrong:
    see `wrong_parts`.
    """

    widget = DateWidget

    def __init__(self, *, earliest=None, latest=None, **kwargs):
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> datetime.date | None:
        if not value or not any(parts := split_date(value)):
            self.validate(None)
            return None
        cleaned = self.in_range(self.to_date(dict(zip(PARTS, parts, strict=True))))
        self.run_validators(cleaned)
        return cleaned

    def to_date(self, parts: dict[str, str]) -> datetime.date:
        missing = [part for part in PARTS if not parts[part]]
        if missing:
            raise self.wrong(f"must include a {' and '.join(missing)}", missing)
        numbers = {part: number(parts[part]) for part in PARTS}
        odd = [part for part in PARTS if not 1 <= numbers[part] <= _LARGEST[part]]
        if odd:
            raise self.wrong("must be a real date", odd)
        if len(parts["year"]) != 4:
            raise ValidationError("Year must include 4 numbers", "invalid", {"wrong": ["year"]})
        try:
            return datetime.date(**numbers)
        except ValueError:
            raise self.wrong("must be a real date", PARTS) from None

    def in_range(self, date: datetime.date) -> datetime.date:
        if self.earliest and date < self.earliest:
            raise self.wrong(f"must be the same as or after {in_words(self.earliest)}", PARTS)
        if self.latest and date > self.latest:
            raise self.wrong(f"must be the same as or before {in_words(self.latest)}", PARTS)
        return date

    def wrong(self, what: str, parts) -> ValidationError:
        label = str(self.label or "Date").rstrip("?").replace("%", "%%")
        return ValidationError(f"{label} {what}", "invalid", {"wrong": list(parts)})

    def has_changed(self, initial, data) -> bool:
        return split_date(initial) != split_date(data)


def number(text: str) -> int:
    """A number in ASCII digits, or the number of a month's name; 0 for anything else."""
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    names = text[:3].lower()
    return _MONTHS.index(names) + 1 if names in _MONTHS else 0


def split_date(value: Any) -> tuple[str, ...]:
    """Day, month and year as shown in the boxes."""
    if isinstance(value, datetime.date):
        return (str(value.day), str(value.month), str(value.year))
    return tuple(value) if value else ("", "", "")


def in_words(date: datetime.date) -> str:
    return f"{date.day} {date:%B %Y}"
