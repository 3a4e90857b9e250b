"""How a date was worked out: each day, counted or not and why, for the county and for the clerk."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enquiries import workflows
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.models import Deadline
from enquiries.views.receipt_days import DIFFERS, MOST_DAYS, PAUSED
from post.models import Letter

pytestmark = pytest.mark.django_db
Stage = Deadline.Stage
WORDS = {"explanation": "Traffic was counted.", "next_step": "Nothing more is planned."}


@pytest.fixture
def read(signed_in, alice, oscar):
    """`read(deadline)` is the receipt as alice sees it; `read(deadline, by=oscar)` as he does."""

    def page_of(row, by=None) -> BeautifulSoup:
        name = "enquiry_date" if by is None else "case_date"
        url = reverse(name, args=[row.enquiry.number, row.pk])
        response = signed_in(by or alice).get(url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return page_of


def answer_of(enquiry) -> Deadline:
    return enquiry.deadlines.get(stage=Stage.ANSWER)


def days(page) -> dict[str, tuple[str, str]]:
    """Return what stands beside each day, by its date."""
    rows = page.select("table")[-1].select("tbody tr")
    return {row.time["datetime"]: tuple(c.get_text() for c in row.select("td")) for row in rows}


def facts(page) -> dict[str, str]:
    names = [key.get_text().strip() for key in page.select(".govuk-summary-list__key")]
    values = [value.get_text().strip() for value in page.select(".govuk-summary-list__value")]
    return dict(zip(names, values, strict=True))


def test_every_day_from_receipt_to_the_date_is_counted_or_says_why_not(read, log, now, oscar):
    """Received on Monday 21 December: Christmas and New Year are skipped by name."""
    ClosureDay.objects.create(date=date(2026, 12, 29), why="Staff day", added_by=oscar)
    enquiry = log(at=now.replace(month=12, day=21))
    found = days(read(answer_of(enquiry)))
    assert [*found][:1] + [*found][-1:] == ["2026-12-21", "2027-01-08"]
    assert len(found) == 19
    assert found["2026-12-21"] == ("Day 0", "Received")
    assert found["2026-12-22"] == ("Day 1", "")
    assert found["2026-12-25"] == ("Not counted", "Christmas Day")
    assert found["2026-12-26"] == ("Not counted", "Saturday")
    assert found["2026-12-28"][0] == "Not counted" and "Boxing Day" in found["2026-12-28"][1]
    assert found["2026-12-29"] == ("Not counted", "Offices closed: Staff day")
    assert found["2027-01-01"][0] == "Not counted"
    assert found["2027-01-08"] == ("Day 10", "The date we promised")


def test_a_pause_is_shown_with_its_question_and_its_reply(
    read, enquiry, oscar, alice, now, stopped_clock
):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    stopped_clock.shift(timedelta(days=2))
    page = read(answer_of(enquiry))
    assert list(days(page))[-1] == "2026-11-20" and PAUSED in page.get_text()
    assert days(page)["2026-11-20"] == ("Not counted", "Waiting for the parish")
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    page = read(answer_of(enquiry))
    found = days(page)
    assert found["2026-11-19"] == ("Day 1", "We asked a question")
    assert found["2026-11-23"] == ("Not counted", "Waiting for the parish")
    assert found["2026-11-24"] == ("Not counted", "Waiting for the parish; The council replied")
    assert found["2026-12-02"] == ("Day 7", "The date we promised")
    assert found["2026-12-07"] == ("Day 10", "The date now")
    assert facts(page)["Working days paused"] == "3"
    assert PAUSED not in page.get_text() and DIFFERS not in page.get_text()


def test_an_extension_stands_there_with_its_reason_and_the_author_for_the_county_only(
    read, enquiry, oscar, alice, now
):
    workflows.extend(
        enquiry=enquiry, new_due_on=date(2026, 12, 9), reason="The survey.", at=now, by=oscar
    )
    row = answer_of(enquiry)
    hers, his = read(row), read(row, by=oscar)
    for page in (hers, his):
        assert "The survey." in page.select("table")[0].get_text()
        assert facts(page)["We promised"] == "Wednesday 2 December 2026"
        assert facts(page)["The date now"] == "Wednesday 9 December 2026"
        assert facts(page)["On time until"] == "Wednesday 2 December 2026"
        assert days(page)["2026-12-09"] == ("Day 15", "The date now")
    assert "Oscar Officer" in his.get_text() and "Oscar" not in hers.get_text()


def test_the_day_until_which_it_is_on_time_is_marked_where_it_is_neither(
    read, enquiry, oscar, alice, now
):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=1), by=alice)
    workflows.extend(
        enquiry=enquiry, new_due_on=date(2026, 12, 9), reason="Snow.", at=now, by=oscar
    )
    found = days(read(answer_of(enquiry)))
    assert found["2026-12-02"] == ("Day 9", "The date we promised")
    assert found["2026-12-03"] == ("Day 10", "On time until the end of this day")
    assert found["2026-12-09"] == ("Day 14", "The date now")


def test_what_is_late_is_listed_to_today_and_what_is_met_to_its_end(
    read, enquiry, oscar, now, outcomes, stopped_clock
):
    row = answer_of(enquiry)
    stopped_clock.shift(timedelta(days=20))
    page = read(row, by=oscar)
    assert list(days(page))[-1] == "2026-12-08" and facts(page)["What became of it"] == "Late"
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["advice"], reason=None, at=now + timedelta(days=19),
        by=oscar, **WORDS,
    )  # fmt: skip
    page = read(row, by=oscar)
    assert facts(page)["What became of it"] == "Met late, 7 Dec 2026"
    assert facts(page)["Working days taken"] == "13"
    assert list(days(page).items())[-1] == ("2026-12-07", ("Day 13", "Answered"))


def test_the_same_functions_count_and_explain(read, log, now):
    for start in range(40):
        row = answer_of(log(at=now + timedelta(days=start, hours=start % 14)))
        found = days(read(row))
        assert found[row.due_on.isoformat()] == (f"Day {row.days}", "The date we promised")


def test_the_standard_is_named_with_its_version_and_whether_it_is_confirmed(
    read, enquiry, standard, maya, now, oscar
):
    row = answer_of(enquiry)
    said = facts(read(row))["Standard"]
    assert said.startswith("Speeding vehicles, version 1: 10 working days. This is a default")
    standard.confirmed_by, standard.confirmed_at = maya, now
    standard.save()
    assert facts(read(row))["Standard"].endswith("Confirmed on 18 Nov 2026.")
    assert "Confirmed by Maya Manager on 18" in facts(read(row, by=oscar))["Standard"]


def test_the_acknowledgement_is_the_letter_and_says_when_it_left(
    read, enquiry, oscar, alice, now, outcomes
):
    row, letters = answer_of(enquiry), Letter.objects.filter(kind="enquiries/received")
    assert facts(read(row))["Acknowledged"] == "By letter, which has not left yet"
    letters.update(status="failed", error="550 Nobody here")
    assert facts(read(row))["Acknowledged"] == "By letter, which could not be sent"
    letters.update(status="sent", error="", sent_at=now + timedelta(seconds=8))
    assert facts(read(row))["Acknowledged"] == "By letter, sent on 18 November 2026, 10:00am"
    assert "Acknowledged" not in facts(read(enquiry.deadlines.get(stage=Stage.FIRST_REPLY)))
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["advice"], reason=None, at=now, by=oscar, **WORDS
    )
    workflows.reopen(enquiry=enquiry, text="No.", at=now + timedelta(days=1), by=alice)
    second = enquiry.deadlines.get(stage=Stage.ANSWER, round=2)
    assert "Acknowledged" not in facts(read(second))


def test_a_calendar_that_changed_since_is_owned_up_to(read, enquiry, oscar, now, outcomes):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["advice"], reason=None, at=now, by=oscar, **WORDS
    )
    BankHoliday.objects.create(date=date(2026, 11, 24), nation="england-and-wales", title="Jubilee")
    page = read(answer_of(enquiry))
    assert DIFFERS in page.get_text()
    assert facts(page)["We promised"] == "Wednesday 2 December 2026"


def test_the_date_of_work_is_not_counted_from_a_standard(
    read, enquiry, oscar, now, outcomes, stopped_clock
):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, planned_for=date(2027, 3, 3),
        at=now, by=oscar, **WORDS,
    )  # fmt: skip
    page = read(enquiry.deadlines.get(stage=Stage.COMPLETION))
    assert "An officer set this date" in page.get_text() and "Standard" not in facts(page)
    assert days(page)["2027-03-03"][1] == "The date we promised"


@pytest.mark.parametrize("year", [2028, 2040])
def test_a_date_far_away_is_listed_as_far_as_days_are_known(
    read, enquiry, oscar, now, outcomes, year
):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, planned_for=date(year, 3, 3),
        at=now, by=oscar, **WORDS,
    )  # fmt: skip
    page = read(enquiry.deadlines.get(stage=Stage.COMPLETION))
    assert len(days(page)) == MOST_DAYS + 1
    assert f"The first {MOST_DAYS} days are listed." in page.get_text()


def test_without_any_holidays_it_says_so_and_still_shows_the_dates(read, enquiry):
    BankHoliday.objects.all().delete()
    page = read(answer_of(enquiry))
    assert "days cannot be listed" in page.get_text() and not page.select("table")
    assert facts(page)["We promised"] == "Wednesday 2 December 2026"


def test_questions_of_a_later_round_do_not_change_the_first(
    read, enquiry, oscar, alice, now, outcomes
):
    row = answer_of(enquiry)
    advice = {"outcome": outcomes["advice"], "reason": None, **WORDS}
    workflows.answer(enquiry=enquiry, at=now + timedelta(days=1), by=oscar, **advice)
    before = days(read(row))
    workflows.reopen(enquiry=enquiry, text="No.", at=now + timedelta(days=1, hours=1), by=alice)
    workflows.ask(enquiry=enquiry, text="Which?", at=now + timedelta(days=2), by=oscar)
    workflows.reply(enquiry=enquiry, text="That.", at=now + timedelta(days=6), by=alice)
    assert days(read(row)) == before
    assert "full answer (round 2)" in read(enquiry.deadlines.get(stage="answer", round=2)).h1.text


def test_a_clerk_reads_her_own_promises_and_not_the_silence_stage(
    signed_in, alice, deputy, carol, oscar, enquiry, log
):
    def status(row, by, name="enquiry_date", number=enquiry.number):
        return signed_in(by).get(reverse(name, args=[number, row.pk])).status_code

    answer, silence = answer_of(enquiry), enquiry.deadlines.get(stage=Stage.SILENCE)
    assert [status(answer, by) for by in (alice, deputy, carol)] == [200, 200, 404]
    assert status(silence, alice) == 404 and status(silence, oscar, "case_date") == 200
    assert status(answer, alice, "case_date") == 404
    other = log()
    assert status(answer, alice, number=other.number) == 404
    assert status(answer, oscar, "case_date", number=other.number) == 404


def test_the_ways_to_it_stand_where_dates_are_shown(signed_in, alice, oscar, enquiry):
    def links(by, name) -> list[str]:
        response = signed_in(by).get(reverse(name, args=[enquiry.number]))
        page = BeautifulSoup(response.content, "html.parser")
        found = page.find_all("a", href=lambda url: url and "/dates/" in url)
        return [" ".join(link.get_text().split()) for link in found]

    hers = [f"How we worked out this date: {stage}" for stage in ("first reply", "full answer")]
    assert links(alice, "enquiry") == links(alice, "enquiry_sent") == hers
    assert links(oscar, "case") == [
        "How we worked out this date: First reply",
        "How we worked out this date: Full answer",
        "How we worked out this date: Word from us",
    ]


def test_tables_have_captions_and_heads(read, enquiry, oscar, now):
    workflows.extend(
        enquiry=enquiry, new_due_on=date(2026, 12, 9), reason="The survey.", at=now, by=oscar
    )
    for table in read(answer_of(enquiry), by=oscar).select("table"):
        assert table.caption.get_text().strip()
        assert {head["scope"] for head in table.select("thead th")} == {"col"}
        assert all(row.th["scope"] == "row" for row in table.select("tbody tr"))


@pytest.mark.parametrize("times", [1, 3])
def test_it_costs_the_same_queries_however_long_the_story(
    signed_in, enquiry, oscar, alice, now, times
):
    for number in range(times):
        at = now + timedelta(hours=number)
        workflows.ask(enquiry=enquiry, text="Which end?", at=at, by=oscar)
        workflows.reply(enquiry=enquiry, text=f"{number}.", at=at, by=alice)
        day = date(2026, 12, 9) + timedelta(days=number)
        workflows.extend(enquiry=enquiry, new_due_on=day, reason="Snow.", at=at, by=oscar)
    client, row = signed_in(oscar), answer_of(enquiry)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("case_date", args=[enquiry.number, row.pk]))
    assert len(queries) == 10


# The pages on which an officer moves a date or corrects a kind.


@pytest.fixture
def post(signed_in, oscar, enquiry):
    def send(name, **data):
        return signed_in(oscar).post(
            reverse(name, args=[enquiry.number]), {"version": enquiry.version, **data}
        )

    return send


def in_parts(name: str, day: date) -> dict:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_an_officer_takes_longer_from_the_case(post, enquiry):
    response = post("case_extend", **in_parts("new_due_on", date(2026, 12, 9)), reason="Snow.")
    assert response.status_code == 302
    assert answer_of(enquiry).due_on == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("day", "reason", "says"),
    [
        (date(2026, 12, 5), "Snow.", "is not a working day (Saturday)"),
        (date(2026, 12, 1), "Snow.", "must be later than Wednesday 2 December 2026"),
        (date(2026, 12, 9), "", "Enter why we need longer"),
    ],
)
def test_a_refused_date_says_why_and_keeps_the_words(post, enquiry, day, reason, says):
    response = post("case_extend", **in_parts("new_due_on", day), reason=reason)
    assert response.status_code == 200 and says in response.content.decode()
    assert reason in response.content.decode()
    assert answer_of(enquiry).due_on == date(2026, 12, 2)


def test_an_officer_plans_work_anew_and_corrects_a_kind(post, enquiry, oscar, now, outcomes, kind):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, planned_for=date(2027, 3, 3),
        at=now, by=oscar, **WORDS,
    )  # fmt: skip
    post("case_replan", **in_parts("planned_for", date(2027, 4, 1)), reason="Snow.")
    enquiry.refresh_from_db()
    assert enquiry.planned_for == date(2027, 4, 1)
    other = type(kind).objects.create(code="X1", group=kind.group, name="Verges", priority="P4")
    post("case_correct_kind", kind=other.pk, reason="It is the verge.")
    enquiry.refresh_from_db()
    assert enquiry.kind == other


def test_the_case_offers_what_can_be_done_now(
    signed_in, oscar, maya, alice, enquiry, now, outcomes
):
    def offers(by=oscar) -> set[str]:
        response = signed_in(by).get(reverse("case", args=[enquiry.number]))
        page = BeautifulSoup(response.content, "html.parser")
        names = ("case_extend", "case_replan", "case_correct_kind")
        urls = {name: reverse(name, args=[enquiry.number]) for name in names}
        return {name for name, url in urls.items() if page.find("a", href=url)}

    assert offers() == {"case_extend", "case_correct_kind"} and offers(maya) == set()
    workflows.ask(enquiry=enquiry, text="Which?", at=now, by=oscar)
    assert offers() == {"case_correct_kind"}
    yes = {"outcome": outcomes["will-do"], "reason": None, "planned_for": date(2027, 3, 3)}
    workflows.answer(enquiry=enquiry, at=now, by=oscar, **yes, **WORDS)
    assert offers() == {"case_replan", "case_correct_kind"}
    workflows.withdraw(enquiry=enquiry, text="", at=now, by=alice)
    assert offers() == set()
