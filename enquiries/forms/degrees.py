"""A number of degrees that a map sends. What cannot be one is left out, never an error."""

import re

from django import forms

NUMBER = re.compile(r"\s*-?\d{1,3}(\.\d{1,20})?\s*", re.ASCII)
# A tenth of a metre.
PLACES = 6


def read_degrees(text, most: int) -> float | None:
    """Return degrees from -most to most, or None for whatever else it is."""
    if not NUMBER.fullmatch(str(text)):
        return None
    degrees = round(float(text), PLACES)
    return degrees if -most <= degrees <= most else None


class DegreesField(forms.Field):
    """Cleans to a float or to None: a wrong number must not stand in the way of the words."""

    def __init__(self, most: int, **kwargs):
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value) -> float | None:
        return read_degrees(value, self.most)
