"""The meeting report: every enquiry once, in the right part, in every form (C20, C21)."""

import csv
import io
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from enquiries import workflows
from enquiries.models import Enquiry
from enquiries.reports import MOST_SHOWN, Part, report
from parishes.models import Membership

pytestmark = pytest.mark.django_db
NOVEMBER = {"since": date(2026, 11, 1), "until": date(2026, 11, 18)}
ADDRESS = (
    "/enquiries/report/{}?since-day=1&since-month=11&since-year=2026"
    "&until-day=18&until-month=11&until-year=2026"
)


@pytest.fixture
def four(log, oscar, outcomes, now):
    """One of each part: answered, sent before the month, waiting, new; named by their roads."""
    long_ago, lately = now - timedelta(days=40), now - timedelta(days=5)
    made = {
        "Answered Lane": log(road="Answered Lane", at=long_ago),
        "Older Road": log(road="Older Road", at=long_ago),
        "Waiting Street": log(road="Waiting Street", at=lately),
        "New Way": log(road="New Way", at=lately),
    }
    workflows.answer(
        enquiry=made["Answered Lane"], outcome=outcomes["already"], reason=None,
        explanation="It was filled in £ and é.", next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    workflows.ask(enquiry=made["Waiting Street"], text="Which side?", at=now, by=oscar)
    return made


def told(now, **days):
    found = report(Enquiry.objects.all(), **(NOVEMBER | days), now=now)
    return {str(part): [line.enquiry.road for line in lines] for part, lines in found.parts}


def test_c20_every_enquiry_stands_once_where_it_belongs(four, now):
    assert told(now) == {
        "New": ["New Way"],
        "Waiting for you": ["Waiting Street"],
        "With the county council": ["Older Road"],
        "Answered": ["Answered Lane"],
    }


def test_c20_what_was_answered_before_the_first_day_is_left_out(four, now):
    later = now + timedelta(days=3)
    found = told(later, since=date(2026, 11, 20), until=date(2026, 11, 21))
    assert "Answered" not in found


def test_c20_what_was_sent_after_the_last_day_is_left_to_the_next_report(four, now):
    found = told(now, until=date(2026, 11, 12))
    assert sorted(road for roads in found.values() for road in roads) == [
        "Answered Lane",
        "Older Road",
    ]


def test_c20_the_last_day_is_a_day_of_london(log, now):
    log(road="Late Lane", at=now.replace(hour=23, minute=30))
    later = now + timedelta(days=1)
    assert told(later)["New"] == ["Late Lane"]
    assert "New" not in told(later, until=date(2026, 11, 17))


def test_c21_a_paragraph_has_reference_road_day_sentence_and_next_date(four, now):
    lines = report(Enquiry.objects.all(), **NOVEMBER, now=now).lines
    [line] = [line for line in lines if line.part == Part.NEW]
    enquiry = line.enquiry
    assert line.minute.startswith(f"{enquiry.reference}, New Way, Billesdon: Speeding vehicles.")
    assert "Sent Friday 13 November 2026." in line.minute
    assert enquiry.sentence_at(now) in line.minute
    assert line.minute.endswith("Next date: 27 Nov 2026.")


def test_c20_a_waiting_one_says_when_the_reply_is_due(four, now):
    lines = report(Enquiry.objects.all(), **NOVEMBER, now=now).lines
    [line] = [line for line in lines if line.part == Part.WAITING]
    assert line.next == "Your council's reply is due 2 Dec 2026."


def test_c20_the_page_shows_the_minutes_in_a_box_to_copy(four, alice, signed_in):
    page = signed_in(alice).get(ADDRESS.format("")).content.decode()
    assert "New (1)" in page
    assert 'id="minutes"' in page
    assert "readonly" in page
    assert "Older Road, Billesdon: Speeding vehicles. Sent" in page


def test_c20_the_spreadsheet_opens_with_its_pounds_and_accents(four, alice, signed_in):
    response = signed_in(alice).get(ADDRESS.format("sheet.csv"))
    assert (
        response["Content-Disposition"] == 'attachment; filename="enquiries-until-2026-11-18.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    [answered] = [row for row in rows if row["part"] == "Answered"]
    assert answered["answer"] == "It was filled in £ and é."
    assert answered["link"].endswith(f"/enquiries/{answered['reference']}/")


def test_c20_the_spreadsheet_computes_nothing(log, alice, signed_in):
    log(road="=1+1")
    body = signed_in(alice).get(ADDRESS.format("sheet.csv")).content.decode()
    assert "'=1+1" in body


def test_c20_the_calendar_has_a_whole_day_for_each_date(four, alice, signed_in):
    response = signed_in(alice).get(ADDRESS.format("dates.ics"))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    days = {str(event["UID"]).split("@")[0]: event["DTSTART"].dt for event in events}
    assert days[four["New Way"].reference] == date(2026, 11, 27)
    assert four["Answered Lane"].reference not in days
    assert len(days) == 3


def test_c20_only_her_own_councils_are_told_of(four, carol, signed_in):
    page = signed_in(carol).get(ADDRESS.format("")).content.decode()
    assert "Older Road" not in page
    mine = ADDRESS.format("sheet.csv") + f"&council={four['New Way'].council_id}"
    assert "New Way" not in signed_in(carol).get(mine).content.decode()


def test_c20_a_first_visit_begins_after_the_last_meeting(council, alice, signed_in):
    council.last_meeting_on = date(2026, 11, 4)
    council.save()
    assert (
        "from Thursday 5 November 2026"
        in signed_in(alice).get("/enquiries/report/").content.decode()
    )


def test_c20_a_meeting_that_was_held_is_kept(council, alice, signed_in, four):
    client = signed_in(alice)
    data = {
        "council": council.pk, "since-day": 1, "since-month": 11, "since-year": 2026,
        "until-day": 18, "until-month": 11, "until-year": 2026,
    }  # fmt: skip
    assert client.post("/enquiries/report/held/", data).status_code == 302
    council.refresh_from_db()
    assert council.last_meeting_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"since": (20, 11, 2026)}, "Since must be the same as or before Until"),
        ({"since": (1, 1, 1990)}, "Choose two years or less"),
        ({"until": (1, 1, 2030)}, "Until must be the same as or before 18 November 2026"),
        ({"until": (31, 2, 2026)}, "Until must be a real date"),
        ({"since": ("x", "", "")}, "Since must include a month and year"),
    ],
)
def test_c20_days_that_are_refused_are_kept_and_explained(days, says, alice, signed_in):
    query = {"since": (1, 11, 2026), "until": (18, 11, 2026)} | days
    sent = {
        f"{name}-{part}": value
        for name, parts in query.items()
        for part, value in zip(("day", "month", "year"), parts, strict=True)
    }
    for name in ("", "sheet.csv", "dates.ics", "minutes.txt"):
        assert says in signed_in(alice).get(f"/enquiries/report/{name}", sent).content.decode()


def test_c20_queries_do_not_grow_with_the_rows(
    four, log, alice, oscar, signed_in, django_assert_max_num_queries, now
):
    for number in range(10):
        log(road=f"Road {number}", at=now - timedelta(days=2))
        asked = log(road=f"Asked {number}", at=now - timedelta(days=2))
        workflows.ask(enquiry=asked, text="Which side?", at=now, by=oscar)
        longer = log(road=f"Longer {number}", at=now - timedelta(days=2))
        workflows.extend(
            enquiry=longer,
            new_due_on=date(2026, 12, 10),
            reason="We need a survey",
            at=now,
            by=oscar,
        )
    client = signed_in(alice)
    with django_assert_max_num_queries(12):
        page = client.get(ADDRESS.format("")).content.decode()
    assert "New (21)" in page
    assert "We need a survey" in page


def test_c20_a_long_report_says_that_it_is_cut(log, now, monkeypatch):
    monkeypatch.setattr("enquiries.reports.MOST_SHOWN", 2)
    for number in range(3):
        log(road=f"Road {number}", at=now - timedelta(days=2))
    found = report(Enquiry.objects.all(), **NOVEMBER, now=now)
    assert found.is_cut
    assert len(found.lines) == 2 < MOST_SHOWN


def test_c20_a_clerk_of_two_councils_chooses(other_council, alice, signed_in):
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2024, 1, 1))
    page = (
        signed_in(alice).get(ADDRESS.format("") + f"&council={other_council.pk}").content.decode()
    )
    assert "Fleckney Parish Council" in page
    assert "<select" in page


def test_c20_the_report_follows_the_council_she_works_at(other_council, alice, signed_in):
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2024, 1, 1))
    client = signed_in(alice)
    for chosen in (other_council, alice.councils.exclude(pk=other_council.pk).get()):
        client.get(f"/?council={chosen.pk}")
        page = client.get("/enquiries/report/").content.decode()
        assert f'<option value="{chosen.pk}" selected>' in page
    client.get("/?council=")
    assert "Show report" in client.get("/enquiries/report/").content.decode()
