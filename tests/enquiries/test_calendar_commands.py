"""The commands of the calendar: import a file, add a closure; and the load of what is shipped."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.models import DateChange
from portal.reference.calendar import load_holidays, read_holidays
from portal.reference.load import DATA
from portal.reference.save import Report

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


@pytest.fixture
def jubilee(holiday_rows) -> bytes:
    """GOV.UK's file with a one-off holiday on DAY."""
    events = [
        {"title": row["title"], "date": row["date"].isoformat(), "notes": "", "bunting": True}
        for row in [*holiday_rows, {"title": "Jubilee", "date": DAY}]
    ]
    nation = "england-and-wales"
    return json.dumps({nation: {"division": nation, "events": events}}).encode()


@pytest.fixture
def command(tmp_path, jubilee, stopped_clock, capsys):
    """`command("--yes")` imports the jubilee's file and returns what it said."""
    file = tmp_path / "bank-holidays.json"
    file.write_bytes(jubilee)

    def run(*options, file=file) -> str:
        call_command("import_holidays", str(file), *options)
        return capsys.readouterr().out

    return run


def test_the_command_shows_and_does(command, enquiry):
    said = command("--dry-run")
    assert f"{enquiry.reference}: 2 Dec 2026 to 3 Dec 2026" in said
    assert "Added: Jubilee" in said and "Nothing was written" in said
    assert not DateChange.objects.exists()
    assert "The changes are made" in command("--yes")
    assert DateChange.objects.filter(changed_by=None).exists()
    assert "Nothing was written" in command("--yes")


@pytest.mark.parametrize(("typed", "written"), [("yes", True), ("y", False), ("", False)])
def test_the_command_asks_first(command, holidays, monkeypatch, typed, written):
    monkeypatch.setattr("builtins.input", lambda prompt: typed)
    command()
    assert BankHoliday.objects.filter(title="Jubilee").exists() == written


def test_the_command_says_what_is_wrong(command, holidays, tmp_path):
    with pytest.raises(CommandError, match=r"No such file.*Nothing was written"):
        command(file=tmp_path / "none.json")
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"{")
    with pytest.raises(CommandError, match=r"Line 1: not well-formed.*Nothing was written"):
        command(file=bad)


def test_a_closure_can_be_added_at_the_command_line(enquiry, adam, stopped_clock, capsys):
    words = ["add_closure", "2026-11-25", "Storm", "--by", adam.email]
    call_command(*words, "--dry-run")
    assert not ClosureDay.objects.exists()
    call_command(*words)
    assert ClosureDay.objects.get().added_by == adam
    assert f"{enquiry.reference}: 2 Dec 2026 to 3 Dec 2026" in capsys.readouterr().out
    for wrong in (words, [*words[:-1], "nobody@x.example"], [words[0], "25/11", *words[2:]]):
        with pytest.raises(CommandError, match="Nothing was written"):
            call_command(*wrong)


def test_shipped_holidays_that_are_new_move_dates_too(log, now, holidays, stopped_clock):
    """As after an upgrade that brings a one-off holiday."""
    BankHoliday.objects.filter(date=date(2026, 12, 28)).delete()
    enquiry = log(at=now.replace(day=17, month=12))
    old = enquiry.due_on
    load_holidays(read_holidays(DATA), Report())
    enquiry.refresh_from_db()
    assert enquiry.due_on > old
    assert "28 December 2026" in DateChange.objects.get(deadline__stage="answer").reason
