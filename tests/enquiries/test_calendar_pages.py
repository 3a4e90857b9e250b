"""The administrators' calendar, the command, and the warning before the calendar runs out."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from enquiries.deadlines.horizon import horizon
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.models import DateChange
from enquiries.workflows import calendar
from portal.health import calendar as reading
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


def test_an_import_is_seen_before_it_is_made(admin, adam, alice, enquiry, jubilee):
    seen = upload(admin, jubilee)
    text = seen.content.decode()
    assert "Added: Jubilee, 25 November 2026" in text and enquiry.reference in text
    assert not BankHoliday.objects.filter(title="Jubilee").exists()
    kept = kept_in(seen)
    done = admin.post(reverse("holidays_import"), {"kept": kept}, follow=True)
    assert "Changes made to the bank holidays: 1." in done.content.decode()
    assert BankHoliday.objects.filter(title="Jubilee").exists()
    enquiry.refresh_from_db()
    assert (enquiry.promised_on, enquiry.due_on) == (date(2026, 12, 2), date(2026, 12, 3))
    change = DateChange.objects.get(deadline__enquiry=enquiry, deadline__stage="answer")
    assert "Jubilee" in change.reason and change.changed_by == adam
    letter = Letter.objects.get(kind="enquiries/date_moved")
    assert letter.to == alice.email and "Thursday 3 December 2026" in letter.text
    assert_nothing_more_happens(admin, kept)


def assert_nothing_more_happens(admin, kept):
    """A second click finds another calendar than the one that was shown, and does nothing."""
    before = DateChange.objects.count(), BankHoliday.objects.count(), Letter.objects.count()
    again = admin.post(reverse("holidays_import"), {"kept": kept}).content.decode()
    assert "The calendar changed after you checked the file" in again
    after = DateChange.objects.count(), BankHoliday.objects.count(), Letter.objects.count()
    assert after == before


def test_an_import_that_fails_on_the_way_leaves_nothing(admin, enquiry, jubilee, monkeypatch):
    kept = kept_in(upload(admin, jubilee))
    monkeypatch.setattr("enquiries.emails.put_all", lambda letters: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        admin.post(reverse("holidays_import"), {"kept": kept})
    assert not BankHoliday.objects.filter(title="Jubilee").exists()
    assert not DateChange.objects.exists()
    monkeypatch.undo()
    assert admin.post(reverse("holidays_import"), {"kept": kept}).status_code == 302
    assert DateChange.objects.exists()


def test_a_date_beyond_the_calendar_refuses_the_import_beside_the_file(admin, log, now, jubilee):
    BankHoliday.objects.filter(date__year__gte=2027).delete()
    enquiry = log(at=now.replace(month=12, day=15))
    old = enquiry.due_on
    events = json.loads(jubilee)
    rows = events["england-and-wales"]["events"]
    events["england-and-wales"]["events"] = [
        {**row, "date": "2026-12-29" if row["title"] == "Jubilee" else row["date"]}
        for row in rows
        if row["date"] < "2027"
    ]
    page = upload(admin, json.dumps(events).encode()).content.decode()
    assert "Load the next ones" in page and "<title>Error" in page
    enquiry.refresh_from_db()
    assert enquiry.due_on == old and not BankHoliday.objects.filter(title="Jubilee").exists()


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


def test_more_than_a_page_can_do_is_left_to_the_command(admin, log, jubilee, monkeypatch):
    monkeypatch.setattr("enquiries.views.calendar.MOST_ON_A_PAGE", 1)
    log()
    log()
    words = {**POSTED, "why": "Storm $(reboot)"}
    page = admin.post(reverse("closure_add"), words).content.decode()
    assert "manage.py add_closure 2026-11-25 &#x27;Storm $(reboot)&#x27; --by" in page
    assert "confirmed" not in page
    assert "manage.py import_holidays FILE" in upload(admin, jubilee).content.decode()
