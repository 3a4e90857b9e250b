"""All enquiries: the filters in the URL, the pages of the list, what it costs."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Team
from enquiries import querysets, workflows
from enquiries.models import Enquiry
from enquiries.views import officer_paging
from enquiries.views.officer_rows import from_mark, to_mark
from post.models import Address

pytestmark = pytest.mark.django_db
LIST = "/officer/enquiries/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def look(desk):
    """`look(owner="me")` is the parsed list with these filters."""

    def read(client=desk, **query) -> BeautifulSoup:
        response = client.get(f"{LIST}?{urlencode(query)}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def references(page: BeautifulSoup) -> list[str]:
    return [th.get_text() for th in page.select("tbody tr:not(.app-table__group) th")]


def headings(page: BeautifulSoup) -> list[str]:
    return [th.get_text() for th in page.select(".app-table__group th")]


def set_due(enquiry, due_at):
    due_on = due_at.date()
    Enquiry.objects.filter(pk=enquiry.pk).update(due_at=due_at, due_on=due_on)


@pytest.mark.parametrize("address", [LIST, "/officer/"])
def test_a_clerk_whose_letters_come_back_is_told_of_on_the_row(desk, log, now, address):
    enquiry = log()
    assert "cannot e-mail the clerk" not in desk.get(address).content.decode()
    Address.objects.create(
        address=enquiry.asked_by.email.lower(), last="hard", last_at=now, rests_since=now
    )
    assert desk.get(address).content.decode().count("We cannot e-mail the clerk") == 1


def test_o03_rows_stand_under_what_is_due_by_date_then_reference(look, log, now):
    dues = [
        now - timedelta(days=2), now + timedelta(hours=5), now + timedelta(days=1),
        now + timedelta(days=2), now + timedelta(days=14), now + timedelta(days=14),
    ]  # fmt: skip
    logged = [log() for _ in dues]
    for enquiry, due in zip(reversed(logged), dues, strict=True):
        set_due(enquiry, due)
    page = look()
    expected = [*reversed(logged[2:]), logged[0], logged[1]]
    assert references(page) == [enquiry.reference for enquiry in expected]
    assert headings(page) == ["Overdue", "Due today", "Due this week", "Later"]
    when = [cell.get_text() for cell in page.select("tbody td.app-table__nowrap")]
    assert when == [
        "16 Nov 2026 (overdue)", "18 Nov 2026 (today)", "19 Nov 2026 (tomorrow)",
        "20 Nov 2026 (2 days)", "2 Dec 2026 (14 days)", "2 Dec 2026 (14 days)",
    ]  # fmt: skip
    assert page.h1.get_text() == "Enquiries (6)"


def test_o03_a_paused_date_that_passed_is_not_called_overdue(look, log, now, oscar):
    waiting = log()
    workflows.ask(enquiry=waiting, text="Which end?", at=now, by=oscar)
    set_due(waiting, now - timedelta(days=1))
    assert headings(look()) == ["Overdue or paused"]
    assert "17 Nov 2026 (paused)" in look().get_text()
    assert references(look(due="overdue")) == []
    assert references(look(due="waiting")) == [waiting.reference]


def test_o02_a_shared_address_shows_the_same_list_to_another_officer(
    look, log, desk, signed_in, maya, team, kind, district
):
    found = log(road="Unassigned Lane")
    query = {"owner": "unassigned", "where": f"district-{district.pk}", "kind": kind.pk}
    assert references(look(**query)) == [found.reference]
    assert references(look(client=signed_in(maya), **query)) == [found.reference]


def test_o02_each_filter_narrows_and_can_be_taken_off(
    look, log, now, oscar, team, kind, parish, district
):
    mine, other = log(), log()
    workflows.claim(enquiry=mine, at=now, by=oscar)
    Enquiry.objects.filter(pk=other.pk).update(team=Team.objects.create(name="Drainage"))
    assert references(look(owner="me")) == [mine.reference]
    assert references(look(owner="unassigned")) == [other.reference]
    assert references(look(team="mine")) == references(look(team=team.pk)) == [mine.reference]
    assert references(look(status="looking")) == [mine.reference]
    assert references(look(status="received")) == [other.reference]
    assert references(look(status="closed")) == references(look(status="reopened")) == []
    for query in ({"where": f"parish-{parish.pk}"}, {"where": f"district-{district.pk}"}):
        assert len(references(look(**query))) == 2
    page = look(owner="me", where=f"parish-{parish.pk}")
    tags = {a.get_text(): a["href"] for a in page.select(".app-filter-tag")}
    assert tags == {
        "Remove this filter: Owner: Me": f"?where=parish-{parish.pk}",
        "Remove this filter: District or parish: Billesdon": "?owner=me",
    }
    assert page.select_one("#filter-owner option[selected]")["value"] == "me"
    assert len(page.select(".app-filter button")) == 2
    assert page.find("a", string="Clear filters")["href"] == LIST


@pytest.mark.parametrize(
    "query",
    [{"owner": "'"}, {"team": "x"}, {"kind": "99999999999999999999"}, {"where": "parish-0"},
     {"status": "\0"}, {"due": "never"}, {"after": "1.1x"}, {"after": "9" * 18 + ".1"},
     {"before": "\ud800".encode("utf-8", "surrogatepass")}, {"after": "1.9999999999999999999"},
     {"after": "٣.٣"}, {"before": "0.0"}],
)  # fmt: skip
def test_an_odd_address_shows_the_first_page(look, enquiry, query):
    assert references(look(**query)) == [enquiry.reference]


def test_closed_enquiries_come_newest_first(look, log, now, oscar, outcomes, reasons):
    closed = [log() for _ in range(3)]
    words = {"explanation": "We counted.", "next_step": "Nothing.", "reason": None}
    for days, enquiry in enumerate(closed):
        workflows.answer(
            enquiry=enquiry, outcome=outcomes["advice"], at=now + timedelta(days=days), by=oscar,
            **words,
        )  # fmt: skip
    page = look(status="closed")
    assert references(page) == [enquiry.reference for enquiry in reversed(closed)]
    assert "Closed" in [th.get_text() for th in page.select("thead th")]
    assert references(look()) == []
    assert "No enquiries match" in look().get_text()


def walk(look, name="after", **query) -> list[str]:
    """Follow Next from the first page to the last, or Previous from the last to the first."""
    seen, page = [], look(**query)
    while True:
        seen.append(references(page))
        rel = {"after": "next", "before": "prev"}[name]
        link = page.select_one(f".govuk-pagination a[rel={rel}]")
        if link is None:
            return seen
        page = look(**dict(pair.split("=") for pair in link["href"].removeprefix("?").split("&")))


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(officer_paging, "ROWS_PER_PAGE", 3)


def test_the_pages_hold_every_row_once(look, log, now, small_pages):
    logged = [log() for _ in range(10)]
    for number, enquiry in enumerate(logged):
        set_due(enquiry, now + timedelta(days=number // 4))
    pages = walk(look, owner="unassigned")
    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert [ref for page in pages for ref in page] == [each.reference for each in logged]


def test_the_pages_hold_every_closed_row_once(look, log, now, oscar, outcomes, small_pages):
    for _ in range(7):
        workflows.answer(
            enquiry=log(), outcome=outcomes["advice"], reason=None, explanation="Told.",
            next_step="Nothing.", at=now, by=oscar,
        )  # fmt: skip
    seen = [ref for page in walk(look, status="closed") for ref in page]
    assert seen == [each.reference for each in Enquiry.objects.order_by("-id")]


def test_the_way_back_leads_over_the_same_pages(look, log, desk, small_pages):
    for _ in range(7):
        log()
    forward = walk(look)
    last = Enquiry.objects.order_by("id")[5]
    mark = f"{int(last.due_at.timestamp()) * 1_000_000}.{last.pk}"
    back = walk(look, "before", after=mark)
    assert back == [forward[2], forward[1], forward[0]]


def test_a_page_behind_the_end_is_the_first_page(look, enquiry):
    far = f"{32503680000 * 1_000_000}.1"
    assert references(look(after=far)) == [enquiry.reference]


def test_a_mark_is_read_as_it_was_written(log, now):
    class Row:
        instant, pk = now + timedelta(microseconds=7), 12

    assert from_mark(to_mark(Row)) == (Row.instant, 12)


def test_the_count_stops_at_its_limit(look, log, monkeypatch):
    from enquiries.views import officer_rows

    for module in (querysets, officer_rows):
        monkeypatch.setattr(module, "MOST_COUNTED", 2)
    for _ in range(2):
        log()
    assert look().h1.get_text() == "Enquiries (2)"
    log(), log()
    page = look()
    assert page.h1.get_text() == "Enquiries (2+)" and page.title.get_text().startswith(
        "Enquiries (2+)"
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_o29_the_list_costs_the_same_queries_whatever_it_shows(desk, log, rows, now, oscar):
    for number in range(rows):
        enquiry = log()
        if number:
            workflows.claim(enquiry=enquiry, at=now, by=oscar)
    with CaptureQueriesContext(connection) as queries:
        desk.get(LIST)
    assert len(queries) == 10


def test_o02_saved_views_are_links_that_can_be_shared(look, log):
    log()
    page = look(status="waiting")
    links = {a.get_text(): a["href"] for a in page.select("nav[aria-label='Saved views'] a")}
    assert list(links) == [
        "My cases", "Unassigned", "Due today", "Overdue", "Awaiting clerk", "Reopened", "My team",
    ]  # fmt: skip
    assert (
        page.select_one("[aria-label='Saved views'] [aria-current]").get_text() == "Awaiting clerk"
    )


def test_o06_claiming_from_the_list_keeps_filters_and_place(look, log, desk, oscar):
    enquiry = log()
    page = look(owner="unassigned", status="received")
    button = page.find("button", string=lambda text: None) or page.select_one("[formaction]")
    assert button["formaction"] == reverse("case_claim", args=[enquiry.number])
    here = page.select_one("#claim [name=next]")["value"]
    response = desk.post(button["formaction"], {"next": here})
    assert response.status_code == 302 and response["Location"] == here
    enquiry.refresh_from_db()
    assert enquiry.owner == oscar and enquiry.status == "looking"
    assert "You have claimed" in desk.get(here).content.decode()


def test_managers_read_and_are_offered_no_claim(look, log, signed_in, maya):
    enquiry = log()
    page = look(client=signed_in(maya))
    assert references(page) == [enquiry.reference] and not page.select("[formaction]")


@pytest.mark.parametrize("path", ["", "enquiries/", "log/", "enquiries/{}/", "enquiries/{}/note/"])
@pytest.mark.parametrize("who", ["alice", "carol", "edith"])
def test_for_others_the_officers_pages_do_not_exist(request, signed_in, enquiry, path, who):
    client = signed_in(request.getfixturevalue(who))
    url = f"/officer/{path}".format(enquiry.reference)
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_o04_overdue_reopened_and_unassigned_are_told_apart_by_words(look, log, now, oscar):
    rows = {"overdue": log(), "reopened": log(), "owned": log()}
    set_due(rows["overdue"], now - timedelta(days=1))
    Enquiry.objects.filter(pk=rows["reopened"].pk).update(round=2)
    workflows.claim(enquiry=rows["owned"], at=now, by=oscar)
    page = look()
    said = {
        name: page.find("a", string=row.reference).find_parent("tr").get_text(" ", strip=True)
        for name, row in rows.items()
    }
    assert "(overdue)" in said["overdue"] and "Unassigned" in said["overdue"]
    assert "Opened again" in said["reopened"]
    assert "Unassigned" not in said["owned"] and "Oscar Officer" in said["owned"]
