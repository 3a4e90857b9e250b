"""The date field: what is typed, what it means, and which box is wrong."""

import datetime

import pytest

from govuk.bound import wrong_parts
from govuk.forms import DateField, Form


class SeenForm(Form):
    seen = DateField(
        label="Date you saw it",
        earliest=datetime.date(2020, 1, 1),
        latest=datetime.date(2026, 11, 18),
    )


def typed(day="", month="", year="") -> SeenForm:
    return SeenForm({"seen-day": day, "seen-month": month, "seen-year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("27", "3", "2026"), ("27", "03", "2026"), (" 27 ", "March", "2026"), ("27", "mar", "2026")],
)
def test_ways_to_write_a_date(day, month, year):
    form = typed(day, month, year)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen"] == datetime.date(2026, 3, 27)


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (("", "", ""), "Enter a date you saw it", []),
        (("1", "", "2026"), "Date you saw it must include a month", ["month"]),
        (("", "", "2026"), "Date you saw it must include a day and month", ["day", "month"]),
        (("32", "1", "2026"), "Date you saw it must be a real date", ["day"]),
        (("1", "13", "2026"), "Date you saw it must be a real date", ["month"]),
        (("x", "1", "2026"), "Date you saw it must be a real date", ["day"]),
        (("٣", "1", "2026"), "Date you saw it must be a real date", ["day"]),
        (("1", "1", "26"), "Year must include 4 numbers", ["year"]),
        (("1", "1", "20266"), "Date you saw it must be a real date", ["year"]),
        (("1", "1", "0000"), "Date you saw it must be a real date", ["year"]),
        (("31", "2", "2026"), "Date you saw it must be a real date", ["day", "month", "year"]),
        (("1\0", "1", "2026"), "Date you saw it must be a real date", ["day"]),
        (
            ("31", "12", "2019"),
            "Date you saw it must be the same as or after 1 January 2020",
            ["day", "month", "year"],
        ),
        (
            ("19", "11", "2026"),
            "Date you saw it must be the same as or before 18 November 2026",
            ["day", "month", "year"],
        ),
    ],
)
def test_what_is_wrong_and_where(parts, sentence, wrong):
    form = typed(*parts)
    assert form.errors["seen"] == [sentence]
    assert wrong_parts(form["seen"]) == wrong


def test_only_the_wrong_box_is_red(draw_form, attributes_of):
    html = draw_form(typed("1", "13", "2026"))
    assert "govuk-input--error" in attributes_of(html, "id_seen-month").all["class"]
    assert "govuk-input--error" not in attributes_of(html, "id_seen-day").all["class"]


def test_boxes_are_numeric_and_one_group(draw_form, attributes_of):
    html = draw_form(SeenForm())
    assert attributes_of(html, "id_seen-year").all["inputmode"] == "numeric"
    assert '<fieldset class="govuk-fieldset" role="group"' in html


def test_an_optional_date_may_be_left_empty():
    class Maybe(Form):
        seen = DateField(required=False)

    form = Maybe({})
    assert form.is_valid()
    assert form.cleaned_data["seen"] is None


def test_a_known_date_is_shown_and_has_not_changed(draw_form):
    known = {"seen": datetime.date(2026, 3, 7)}
    html = draw_form(SeenForm(initial=known))
    for value in ("7", "3", "2026"):
        assert f'value="{value}"' in html
    data = {"seen-day": "7", "seen-month": "3", "seen-year": "2026"}
    assert not SeenForm(data, initial=known).has_changed()
