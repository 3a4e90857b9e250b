"""The administrators' calendar, the command, and the warning before the calendar runs out."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from enquiries.deadlines.horizon import horizon
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.models import DateChange
from enquiries.workflows import calendar
from portal.health import calendar as reading
from portal.reference.calendar import load_holidays, read_holidays
from portal.reference.load import DATA
from portal.reference.save import Report
from post.models import Letter

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
POSTED = {"date-day": "25", "date-month": "11", "date-year": "2026", "why": "Storm & flood"}


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
def admin(signed_in, adam):
    return signed_in(adam)


def upload(client, content: bytes):
    file = SimpleUploadedFile("bank-holidays.json", content)
    return client.post(reverse("holidays_import"), {"file": file})


def kept_in(response) -> str:
    return re.search(r'name="kept" value="([^"]+)"', response.content.decode()).group(1)


def test_the_calendar_lists_days_by_year_and_is_linked_from_the_admin(admin, adam, holidays):
    ClosureDay.objects.create(date=DAY, why="Storm", added_by=adam)
    page = admin.get(reverse("calendar")).content.decode()
    assert "Wednesday 25 November 2026" in page and adam.name in page
    years = re.findall(r"<caption[^>]*>(\d+)<", page)
    assert years == ["2028", "2027", "2026", "2025"]
    assert "Bank holidays are loaded to 31 December 2028." in page
    assert reverse("calendar") in admin.get("/admin/").content.decode()
    assert reverse("calendar") in admin.get("/admin/deadlines/closureday/").content.decode()


def test_a_closure_is_seen_before_it_is_added(admin, enquiry):
    seen = admin.post(reverse("closure_add"), POSTED)
    text = seen.content.decode()
    assert "1 reply date of open enquiries would move" in text
    assert enquiry.reference in text and "2 Dec 2026" in text and "3 Dec 2026" in text
    assert not ClosureDay.objects.exists()
    done = admin.post(reverse("closure_add"), {**POSTED, "confirmed": "yes"}, follow=True)
    assert "closed on Wednesday 25 November 2026" in done.content.decode()
    assert ClosureDay.objects.get().why == "Storm & flood" and DateChange.objects.exists()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_refused_closure_keeps_what_was_typed(admin, holidays, confirmed):
    page = admin.post(reverse("closure_add"), {**POSTED, "date-day": "22", **confirmed})
    text = page.content.decode()
    assert "is a weekend" in text and "Storm &amp; flood" in text and "<title>Error" in text
    assert not ClosureDay.objects.exists()


def test_a_closure_is_removed_by_post_only(admin, adam, holidays):
    closure = ClosureDay.objects.create(date=DAY, why="Storm", added_by=adam)
    url = reverse("closure_remove", args=[closure.pk])
    assert "never brought forward" in admin.get(url).content.decode()
    assert ClosureDay.objects.exists()
    assert admin.post(url).status_code == 302 and not ClosureDay.objects.exists()


def test_a_past_closure_cannot_be_removed(admin, adam, holidays):
    past = ClosureDay.objects.create(date=date(2026, 11, 17), why="Storm", added_by=adam)
    page = admin.post(reverse("closure_remove", args=[past.pk]))
    assert "promises were judged by it" in page.content.decode()
    assert ClosureDay.objects.exists()


def test_an_import_is_seen_before_it_is_made(admin, enquiry, jubilee):
    seen = upload(admin, jubilee)
    text = seen.content.decode()
    assert "Added: Jubilee, 25 November 2026" in text and enquiry.reference in text
    assert not BankHoliday.objects.filter(title="Jubilee").exists()
    done = admin.post(reverse("holidays_import"), {"kept": kept_in(seen)})
    assert done.status_code == 302
    assert BankHoliday.objects.filter(title="Jubilee").exists() and DateChange.objects.exists()


def test_a_file_that_changes_nothing_has_nothing_to_agree_to(admin, holidays, jubilee):
    BankHoliday.objects.create(date=DAY, nation="england-and-wales", title="Jubilee")
    page = upload(admin, jubilee).content.decode()
    assert "says what is loaded already" in page and 'name="kept"' not in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"{", "not well-formed JSON"),
        (b'{"wales": {}}', "not a nation we know"),
        (b"date,nation,title\n2026-12-25,scotland,\0", "Line 2: a NUL"),
        (b"x" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_bad_file_is_refused_beside_the_field(admin, holidays, content, says):
    page = upload(admin, content).content.decode()
    assert says in page and "<title>Error" in page


def test_no_file_is_asked_for(admin, holidays):
    page = admin.post(reverse("holidays_import"), {})
    assert "Select a bank holiday file" in page.content.decode()


def test_a_changed_calendar_shows_the_kept_file_afresh(admin, holidays, jubilee):
    kept = kept_in(upload(admin, jubilee))
    BankHoliday.objects.filter(date=date(2027, 12, 27)).delete()
    again = admin.post(reverse("holidays_import"), {"kept": kept})
    text = again.content.decode()
    assert "The calendar changed after you checked the file" in text
    assert "Added: Christmas Day, 27 December 2027" in text
    assert not BankHoliday.objects.filter(title="Jubilee").exists()
    admin.post(reverse("holidays_import"), {"kept": kept_in(again)})
    assert BankHoliday.objects.filter(title="Jubilee").exists()


def test_what_was_kept_cannot_be_forged_taken_over_or_used_late(
    signed_in, stopped_clock, adam, holidays, jubilee
):
    admin = signed_in(adam)
    kept = kept_in(upload(admin, jubilee))
    other = signed_in(User.objects.create_user("ann@people.example", name="Ann", is_staff=True))
    for client, text in ((admin, kept[:-2]), (admin, ""), (other, kept)):
        page = client.post(reverse("holidays_import"), {"kept": text})
        assert page.status_code == 200 and 'type="file"' in page.content.decode()
    stopped_clock.shift(timedelta(hours=25))
    page = signed_in(adam).post(reverse("holidays_import"), {"kept": kept})
    assert "kept for a day only" in page.content.decode()
    assert not BankHoliday.objects.filter(title="Jubilee").exists()


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


def test_the_calendar_warns_ninety_days_before_its_end(holidays):
    assert not horizon(date(2028, 10, 1)).is_near
    near = horizon(date(2028, 10, 2))
    assert near.is_near and "31 December 2028, 90 days from now" in near.sentence
    assert reading(date(2028, 10, 1)).is_well and not reading(date(2028, 10, 2)).is_well
    assert "No bank holidays are loaded for 2030" in horizon(date(2030, 1, 1)).sentence


def test_administrators_are_warned_once_a_month(holidays, adam, alice, now):
    assert calendar.warn_horizon(at=now) == 0
    october = now.replace(year=2028, month=10, day=5)
    assert [calendar.warn_horizon(at=october + timedelta(days=n)) for n in range(3)] == [1, 0, 0]
    assert calendar.warn_horizon(at=october.replace(month=11)) == 1
    letters = Letter.objects.filter(kind="enquiries/calendar_runs_out").order_by("pk")
    assert {letter.to for letter in letters} == {adam.email} and len(letters) == 2
    assert "87 days from now" in letters[0].text and "/calendar/import/" in letters[0].html


def test_the_near_end_is_told_on_the_pages(admin, holidays, stopped_clock):
    BankHoliday.objects.filter(date__year__gte=2027).delete()
    for url in (reverse("calendar"), "/admin/", reverse("status")):
        assert "31 December 2026, 43 days from now" in admin.get(url).content.decode()


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


def test_more_than_a_page_can_do_is_left_to_the_command(admin, log, monkeypatch):
    monkeypatch.setattr("enquiries.views.calendar.MOST_ON_A_PAGE", 1)
    log()
    log()
    page = admin.post(reverse("closure_add"), POSTED).content.decode()
    assert "manage.py add_closure 2026-11-25" in page and "confirmed" not in page


def test_shipped_holidays_that_are_new_move_dates_too(log, now, holidays, stopped_clock):
    """As after an upgrade that brings a one-off holiday."""
    BankHoliday.objects.filter(date=date(2026, 12, 28)).delete()
    enquiry = log(at=now.replace(day=17, month=12))
    old = enquiry.due_on
    load_holidays(read_holidays(DATA), Report())
    enquiry.refresh_from_db()
    assert enquiry.due_on > old
    assert "28 December 2026" in DateChange.objects.get(deadline__stage="answer").reason
