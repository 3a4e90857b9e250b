"""The operator's command: the same count, whatever the machine's time zone, or a plain refusal."""

import json
import os
import re
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from enquiries.deadlines.models import Setting

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "deadlines.md"
ZONES = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"]


@pytest.fixture
def explain(every_nation):
    """`explain("--days", "10")` is what the command prints; received 23 December 2026, 15:00."""

    def run(*words: str, received: str = "2026-12-23T15:00", stderr=None) -> str:
        out = StringIO()
        said = ["--received", received, *words]
        call_command("explain_deadline", *said, stdout=out, stderr=stderr or StringIO())
        return out.getvalue()

    return run


@pytest.fixture
def as_json(explain):
    return lambda *words, **options: json.loads(explain("--json", *words, **options))


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    """The machine's own time zone, which no answer may depend on."""
    before = os.environ["TZ"]
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ["TZ"] = before
    time.tzset()


def test_json_has_the_documented_shape(as_json):
    found = as_json("--days", "10")
    lines = found.pop("lines")
    assert found == {
        "received": "2026-12-23T15:00:00+00:00",
        "received_on": "2026-12-23",
        "days": 10,
        "calendar": "service",
        "due_on": "2027-01-11",
        "due_at": "2027-01-11T17:00:00+00:00",
    }
    assert lines[:2] == [
        {"date": "2026-12-24", "weekday": "Thursday", "counted": 1, "why": ""},
        {"date": "2026-12-25", "weekday": "Friday", "counted": None, "why": "Christmas Day"},
    ]
    assert lines[-1] == {"date": "2027-01-11", "weekday": "Monday", "counted": 10, "why": ""}


def test_text_says_each_day_and_its_reason(explain):
    page = explain("--days", "2", "--closure", "2026-12-24", "--closure", "2026-12-25")
    assert page.splitlines() == [
        "Received Wednesday 23 December 2026 at 15:00. That day is day zero.",
        "",
        "  Thursday 24 December 2026   Offices closed",
        "  Friday 25 December 2026     Christmas Day",
        "  Saturday 26 December 2026   Saturday",
        "  Sunday 27 December 2026     Sunday",
        "  Monday 28 December 2026     Boxing Day",
        "  Tuesday 29 December 2026    day 1",
        "  Wednesday 30 December 2026  day 2",
        "",
        "Due Wednesday 30 December 2026 by 17:00 (2026-12-30T17:00:00+00:00): "
        "2 working days, service calendar.",
    ]


def test_pauses_move_the_date_up_to_the_councils_cap(as_json):
    asked = "2026-12-29:2027-01-29"
    assert as_json("--days", "10", "--pause", asked)["due_on"] == "2027-01-25"
    Setting.objects.create(pk=1, pause_cap_days=2)
    assert as_json("--days", "10", "--pause", asked)["due_on"] == "2027-01-13"
    found = as_json("--days", "10", "--pause", asked, "--pause-cap", "1")
    assert found["due_on"] == "2027-01-12"
    whys = {line["date"]: line["why"] for line in found["lines"]}
    assert whys["2026-12-30"] == "Waiting for the parish" and whys["2026-12-31"] == ""


def test_statutory_requests_have_their_calendar_and_no_closures(as_json):
    said = StringIO()
    found = as_json(
        "--days", "20", "--calendar", "statutory", "--closure", "2026-11-19",
        received="2026-11-18T10:00", stderr=said,
    )  # fmt: skip
    assert (found["calendar"], found["due_on"]) == ("statutory", "2026-12-17")
    assert found["lines"][0]["counted"] == 1
    assert "St Andrew's Day (Scotland)" in [line["why"] for line in found["lines"]]
    assert "Closures do not move a statutory date" in said.getvalue()


@pytest.mark.parametrize(
    ("received", "read", "due_on"),
    [
        ("2026-12-23", "2026-12-23T00:00:00+00:00", "2026-12-24"),
        ("2026-06-30T23:30Z", "2026-07-01T00:30:00+01:00", "2026-07-02"),
        ("2026-07-01T00:30", "2026-07-01T00:30:00+01:00", "2026-07-02"),
        ("2026-10-25T01:30", "2026-10-25T01:30:00+01:00", "2026-10-26"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00", "2026-10-26"),
        ("2026-03-29T01:30", "2026-03-29T02:30:00+01:00", "2026-03-30"),
        ("2026-11-18T23:59:59.999999", "2026-11-18T23:59:59.999999+00:00", "2026-11-19"),
        ("2026-11-19T01:00+14:00", "2026-11-18T11:00:00+00:00", "2026-11-19"),
    ],
)
def test_times_are_londons_on_any_machine(zone, as_json, received, read, due_on):
    found = as_json("--days", "1", received=received)
    assert (found["received"], found["due_on"]) == (read, due_on)


def test_the_machines_zone_was_really_changed(zone):
    hours = {"UTC": 0, "Pacific/Kiritimati": 14, "America/Los_Angeles": -8}
    assert time.localtime(1_798_000_000).tm_gmtoff == hours[zone] * 3600


@pytest.mark.parametrize(
    ("words", "received", "refusal"),
    [
        (["--days", "10"], "yesterday", "“yesterday” is not a date and time."),
        (["--days", "10"], "2026-02-30T09:00", "is not a date and time."),
        (["--days", "10"], "0001-01-01T00:00+14:00", "is not a date and time."),
        (["--days", "ten"], "2026-12-23", "“ten” is not a number of days."),
        (["--days", "0"], "2026-12-23", "at least one working day"),
        (["--days=-3"], "2026-12-23", "at least one working day"),
        (["--days", "10000"], "2026-12-23", "loaded to 31 December 2028. Load the next"),
        (["--days", "10"], "2018-12-23", "England and Wales are loaded for 2018"),
        (["--days", "10"], "2035-12-23", "England and Wales are loaded for 2035"),
        (["--days", "10"], "2028-12-28", "loaded to 31 December 2028"),
        (["--days", "10", "--calendar", "lunar"], "2026-12-23", "no calendar “lunar”"),
        (["--days", "10", "--closure", "24/12/2026"], "2026-12-23", "“24/12/2026” is not a date."),
        (["--days", "10", "--pause", "2026-12-29"], "2026-12-23", "is not a pause."),
        (["--days", "10", "--pause", "2026-12-29:"], "2026-12-23", "is not a pause."),
        (["--days", "10", "--pause", "2026-12-29:soon"], "2026-12-23", "“soon” is not a date."),
        (["--days", "10", "--pause", "2026-12-29:2026-12-28"], "2026-12-23", "cannot end before"),
        (["--days", "10", "--pause-cap", "some", "--pause", "2026-12-29:2026-12-30"],
         "2026-12-23", "“some” is not a number of days."),
        (["--days", "10", "--pause-cap=-1", "--pause", "2026-12-29:2026-12-30"],
         "2026-12-23", "0 or more"),
        (["--days", "10"], "9999-12-31T23:59", "are loaded for 9999"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_in_plain_words(explain, words, received, refusal):
    with pytest.raises(CommandError) as refused:
        explain(*words, received=received)
    assert refusal in str(refused.value)


def test_the_documentation_shows_what_the_command_prints(explain):
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = re.findall(
        r"```text\n\$ python manage.py explain_deadline (.*?)\n(.*?)\n```", text, re.S
    )
    assert len(blocks) == 7
    for words, printed in blocks:
        _, received, *rest = words.split()
        assert explain(*rest, received=received).strip() == printed, words
