"""The officer's page of one enquiry: what it is, what must happen next, what was said."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enquiries import workflows
from enquiries.deadlines.models import Standard
from enquiries.models import Event, Kind
from enquiries.views.officer_timeline import DAYS_HEADED
from enquiries.workflows import sweeps

pytestmark = pytest.mark.django_db
NEXT = "section[aria-labelledby=next]"


@pytest.fixture
def read(signed_in, oscar):
    """`read(enquiry)` is the officer's page of it, parsed; sessions end as the clock moves."""

    def page_of(enquiry, client=None, query="") -> BeautifulSoup:
        client = client or signed_in(oscar)
        response = client.get(reverse("case", args=[enquiry.number]) + query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return page_of


def text(page, selector) -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def next_act(page) -> str:
    return text(page, f"{NEXT} p")


def actions(page) -> list[str]:
    return [a.get_text().strip() for a in page.select(f"{NEXT} a")]


def test_o10_the_strip_says_what_and_by_when(read, enquiry):
    strip = text(read(enquiry), ".app-identity")
    for said in (enquiry.reference, "Billesdon", "Main Street", "2 Dec 2026 (14 days)"):
        assert said in strip
    assert "Unassigned" in strip and "Received" in strip


def test_o10_what_must_happen_next_follows_the_work(
    read, enquiry, now, oscar, alice, outcomes, stopped_clock
):
    page = read(enquiry)
    assert next_act(page) == (
        "Nobody has this enquiry: claim it. Send a first reply by Friday 20 November 2026. "
        "Answer in full by Wednesday 2 December 2026."
    )
    assert actions(page) == ["Answer", "Ask the clerk", "Pass on", "Send an update"]
    assert page.select_one(f"{NEXT} form")["action"] == reverse("case_claim", args=[enquiry.number])

    workflows.update(enquiry=enquiry, text="On it.", at=now, by=oscar)
    page = read(enquiry)
    assert next_act(page) == "Answer by Wednesday 2 December 2026."
    assert actions(page)[-1] == "Give back"

    workflows.ask(enquiry=enquiry, text="Which end?", at=now, by=oscar)
    assert next_act(read(enquiry)).startswith("The clerk has until Wednesday 2 December 2026")
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=2), by=alice)
    stopped_clock.shift(timedelta(days=2))
    page = read(enquiry)
    assert next_act(page).startswith("The clerk has written: read it first. Answer by Friday 4 ")
    stopped_clock.shift(timedelta(days=30))
    assert "is late: answer" in next_act(read(enquiry))


def test_promised_work_and_its_end(read, enquiry, now, today, oscar, outcomes):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, explanation="It scored high.",
        next_step="Signs.", planned_for=today + timedelta(days=60), at=now, by=oscar,
    )  # fmt: skip
    page = read(enquiry)
    assert next_act(page).startswith("The work is planned for Sunday 17 January 2027.")
    assert actions(page)[0] == "Say the work is done" and "Answer" not in actions(page)
    assert "We will do this" in page.get_text() and "It scored high." in page.get_text()
    workflows.close(enquiry=enquiry, text="Signs up.", next_step="Nothing.", at=now, by=oscar)
    page = read(enquiry)
    assert next_act(page) == "Nothing: answered on Wednesday 18 November 2026."
    assert actions(page) == [] and not page.select(f"{NEXT} form")


def test_first_replies_that_are_late_are_named(read, enquiry, stopped_clock):
    stopped_clock.shift(timedelta(days=5))
    assert "The first reply was due by Friday 20 November 2026" in next_act(read(enquiry))


def test_o17_the_promise_stands_beside_the_live_date_and_paused_days(
    read, enquiry, now, oscar, alice, stopped_clock
):
    workflows.ask(enquiry=enquiry, text="Which end?", at=now, by=oscar)
    stopped_clock.shift(timedelta(days=2))
    rows = read(enquiry).select("tbody tr")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in rows]
    assert [row[:6] for row in cells[-3:]] == [
        ["First reply", "20 Nov 2026", "20 Nov 2026", "Met, 18 Nov 2026", "0", "0"],
        ["Full answer", "2 Dec 2026", "2 Dec 2026", "Paused", "", "2"],
        ["Word from us", "2 Dec 2026", "2 Dec 2026", "Met, 18 Nov 2026", "0", "0"],
    ]
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=2), by=alice)
    stopped_clock.shift(timedelta(days=30))
    row = read(enquiry).select("tbody tr")[-2]
    answer = [cell.get_text() for cell in row.select("th, td")]
    assert answer[:6] == ["Full answer", "2 Dec 2026", "4 Dec 2026", "Late", "", "2"]


def test_o16_the_timeline_says_who_and_when_under_each_day(
    read, enquiry, now, oscar, stopped_clock
):
    later = now + timedelta(days=1)
    workflows.note(enquiry=enquiry, text="Ring the school", at=now, by=oscar)
    workflows.update(enquiry=enquiry, text="Counting.", at=later, by=oscar)
    stopped_clock.shift(timedelta(days=1))
    page = read(enquiry)
    assert [h.get_text() for h in page.select("h3.govuk-heading-s")] == ["Today", "Yesterday"]
    lines = [" ".join(line.get_text(" ").split()) for line in page.select(".app-timeline__item")]
    assert lines == [
        "Update by Oscar Officer 19 November 2026, 10:00am Counting.",
        "Note by Oscar Officer 18 November 2026, 10:00am – only officers can see this "
        "Ring the school Withdraw this note",
        "Enquiry received by Alice Clerk 18 November 2026, 10:00am",
    ]
    messages = read(enquiry, query="?show=messages").select(".app-timeline__item")
    assert len(messages) == 1 and "Counting." in messages[0].get_text()


def test_o16_long_texts_fold_but_for_the_latest_three(read, enquiry, now, oscar):
    for number in range(6):
        long = number != 1
        at = now + timedelta(minutes=number)
        workflows.note(enquiry=enquiry, text=f"{number} " * (200 if long else 1), at=at, by=oscar)
    page = read(enquiry)
    folded = [
        d.select_one("summary").get_text().strip()[0] for d in page.select(".app-timeline details")
    ]
    assert folded == ["2", "0"]


def test_many_events_stand_under_few_headings(read, enquiry, now, oscar):
    Event.objects.bulk_create(
        Event(enquiry=enquiry, what="note", text="x", at=now - timedelta(days=n), by=oscar)
        for n in range(40)
    )
    headings = [h.get_text() for h in read(enquiry).select("h3.govuk-heading-s")]
    assert len(headings) == DAYS_HEADED + 1 <= 12 and headings[-1] == "Earlier"


def test_what_the_portal_did_by_itself_says_so(read, enquiry, now):
    sweeps.miss_all(now=now + timedelta(days=5))
    assert "by the portal" in read(enquiry).get_text()


def test_o22_the_parish_history_lists_only_that_parish(
    read, enquiry, log, other_council, other_parish, carol
):
    others = [log(road=f"Road {number}") for number in range(6)]
    foreign = log(council=other_council, parish=other_parish, asked_by=carol, by=carol)
    aside = read(enquiry).aside
    assert "7 open in this parish" in aside.get_text()
    assert [a.get_text() for a in aside.select("li a")] == [
        each.reference for each in reversed(others[1:])
    ]
    assert foreign.reference not in aside.get_text()


def test_o23_how_we_answered_before(read, enquiry, log, now, oscar, outcomes, reasons):
    assert "No similar enquiries yet." in read(enquiry).aside.get_text()
    other_kind = Kind.objects.create(code="X1", group=enquiry.kind.group, name="Verges")
    Standard.objects.create(
        kind=other_kind, first_reply_days=2, answer_days=10, valid_from=now.date()
    )
    for kind in (enquiry.kind, other_kind, *[enquiry.kind] * 5):
        workflows.answer(
            enquiry=log(kind=kind), outcome=outcomes["not-now"], reason=reasons["evidence"],
            explanation="Counted.", next_step="Nothing.", at=now, by=oscar,
        )  # fmt: skip
    like = read(enquiry).aside.select("ul")[-2].select("li")
    assert len(like) == 5
    assert "Not at this time" in like[0].get_text()
    assert "The evidence does not show that it is needed" in like[0].get_text()


def test_managers_see_no_box_for_notes_and_no_buttons(read, enquiry, signed_in, maya):
    page = read(enquiry, client=signed_in(maya))
    assert not page.select("main form") and actions(page) == []


def test_officers_are_told_who_sees_a_note(read, enquiry):
    assert "Only officers can see this." in read(enquiry).select_one("main").get_text()


def test_nobodys_reference_is_not_found(signed_in, oscar):
    client = signed_in(oscar)
    for reference in ("PE-99-999", "PE-1", "PE-999-999-999-999-999-999"):
        assert client.get(f"/officer/enquiries/{reference}/").status_code == 404


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_queries_however_long_the_story(
    read, enquiry, log, now, oscar, alice, outcomes, times, signed_in
):
    for number in range(times):
        at = now + timedelta(hours=number)
        log()
        workflows.ask(enquiry=enquiry, text="Which end?", at=at, by=oscar)
        workflows.reply(enquiry=enquiry, text="North.", at=at, by=alice)
        workflows.answer(
            enquiry=log(), outcome=outcomes["advice"], reason=None, explanation="Told.",
            next_step="Nothing.", at=now, by=oscar,
        )  # fmt: skip
    client = signed_in(oscar)
    with CaptureQueriesContext(connection) as queries:
        read(enquiry, client=client)
    assert len(queries) == 13


@pytest.mark.parametrize("waiting", [True, False])
def test_a_case_that_waits_costs_its_questions_and_the_calendar(
    read, enquiry, now, oscar, signed_in, waiting
):
    workflows.update(enquiry=enquiry, text="Counting.", at=now, by=oscar)
    if waiting:
        workflows.ask(enquiry=enquiry, text="Which end?", at=now, by=oscar)
    client = signed_in(oscar)
    with CaptureQueriesContext(connection) as queries:
        read(enquiry, client=client)
    assert len(queries) == (15 if waiting else 12)


@pytest.mark.parametrize("code", ["not-now", "will-do"])
def test_an_answered_case_costs_no_more(
    read, enquiry, now, today, oscar, outcomes, reasons, code, signed_in
):
    workflows.answer(
        enquiry=enquiry, outcome=outcomes[code], reason=reasons["evidence"], explanation="Counted.",
        next_step="Nothing.", planned_for=today + timedelta(days=60), at=now, by=oscar,
    )  # fmt: skip
    client = signed_in(oscar)
    with CaptureQueriesContext(connection) as queries:
        read(enquiry, client=client)
    assert len(queries) == 14
