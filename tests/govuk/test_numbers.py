"""Whatever stands where a number should: a number of a size the database takes, or nothing."""

import pytest

from govuk.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "1.0", "1e5", "²", "０", "\0", "x", "9" * 19])
def test_anything_else_is_none(text):
    assert whole_number(text) is None


def test_a_number_may_be_held_shorter():
    assert whole_number("12345", most_digits=4) is None
