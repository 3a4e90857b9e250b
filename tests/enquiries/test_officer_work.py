"""My work: each enquiry in the one group that says what to do with it."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from enquiries import workflows
from enquiries.due import Due, edges
from enquiries.models import Enquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def mine(log, now, oscar):
    """`mine(due_at, clerk_replied=True)` is an enquiry of oscar's."""

    def claim(due_at=None, **changes) -> Enquiry:
        enquiry = log()
        workflows.claim(enquiry=enquiry, at=now, by=oscar)
        dates = {"due_at": due_at, "due_on": due_at.date()} if due_at else {}
        Enquiry.objects.filter(pk=enquiry.pk).update(**dates, **changes)
        return enquiry

    return claim


def read(client, url="/officer/") -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def groups(page: BeautifulSoup) -> dict[str, str]:
    return {a.get_text(): a["href"] for a in page.select("main h2 a")}


def one_of_each(mine, now, oscar) -> None:
    mine(now + timedelta(days=20))
    workflows.ask(enquiry=mine(), text="Which end?", at=now, by=oscar)
    mine(now + timedelta(days=20), clerk_replied=True)
    mine(now + timedelta(days=1))
    mine(now + timedelta(hours=2))
    mine(now - timedelta(days=1))
    mine(now - timedelta(days=2), clerk_replied=True)


def test_o01_groups_come_in_order_with_counts_that_open_the_filtered_list(desk, mine, now, oscar):
    one_of_each(mine, now, oscar)
    found = groups(read(desk))
    assert list(found) == [
        "Overdue (2)", "Due today (1)", "Due this week (1)", "Clerk replied (1)",
        "Waiting for the clerk (1)", "Later (1)",
    ]  # fmt: skip
    for words, url in found.items():
        count = words.rpartition("(")[2].rstrip(")")
        assert read(desk, url).h1.get_text() == f"Enquiries ({count})"


def test_o01_an_empty_group_is_not_shown(desk, mine, now):
    mine(now - timedelta(days=1))
    assert list(groups(read(desk))) == ["Overdue (1)"]


def test_o05_ones_own_groups_name_no_owner(desk, mine, log):
    mine(), log()
    own, others = [table.thead.get_text() for table in read(desk).select("main table")]
    assert "Owner" not in own and "Owner" in others


@pytest.mark.parametrize("hours", [0, 1, 8, 14, 15, 24 * 4, 24 * 4 + 13, 24 * 4 + 14, 24 * 30])
@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("status", ["looking", "waiting"])
def test_every_open_enquiry_is_in_exactly_one_group(mine, now, hours, replied, status):
    enquiry = mine(now + timedelta(hours=hours), clerk_replied=replied, status=status)
    holding = [d for d in Due if Enquiry.objects.in_due_group(d, now).filter(pk=enquiry.pk)]
    enquiry.refresh_from_db()
    waiting = status == "waiting"
    assert holding == [edges(now).group_of(enquiry.due_at, waiting=waiting, replied=replied)]


def test_what_the_clerk_wrote_while_we_waited_counts_as_a_reply(mine, now, oscar, alice):
    enquiry = mine()
    workflows.ask(enquiry=enquiry, text="Which end?", at=now, by=oscar)
    workflows.add_information(enquiry=enquiry, text="It is worse.", at=now, by=alice)
    assert Enquiry.objects.in_due_group(Due.REPLIED, now).get() == enquiry


@pytest.mark.parametrize(("day", "ends"), [(16, 23), (20, 23), (21, 30), (22, 30), (23, 30)])
def test_the_week_ends_on_sunday_and_on_a_weekend_the_next_one_counts(now, day, ends):
    assert edges(now.replace(day=day)).next_week == now.replace(day=ends, hour=0)


def test_o28_a_new_officer_is_told_where_the_work_is(desk, log):
    for _ in range(14):
        log()
    page = read(desk)
    words = " ".join(page.select_one(".app-empty").get_text().split())
    assert words == "No enquiries are assigned to you. 14 are unassigned in Traffic and Signals."
    assert len(read(desk, page.select_one(".app-empty a")["href"]).select("[formaction]")) == 14


@pytest.mark.parametrize(("teams", "words"), [(0, "1 is unassigned."), (2, "in your teams.")])
def test_an_officer_of_no_team_or_of_several(desk, log, oscar, team, teams, words):
    log()
    oscar.teams.set([team, Team.objects.create(name="Drainage")][:teams])
    assert words in read(desk).select_one(".app-empty").get_text()


def test_what_my_teams_have_unassigned_can_be_claimed_here(desk, log, mine):
    mine()
    unassigned = log()
    page = read(desk)
    assert "Unassigned in my teams (1)" in groups(page)
    button = page.select_one("[formaction]")
    assert unassigned.reference in button.get_text()
    here = page.select_one("#claim [name=next]")["value"]
    response = desk.post(button["formaction"], {"next": here}, follow=True)
    assert response.redirect_chain == [("/officer/", 302)]
    assert f"You have claimed {unassigned.reference}" in response.content.decode()


def test_a_long_group_shows_its_first_rows_and_a_link_to_all(desk, mine, monkeypatch):
    monkeypatch.setattr("enquiries.views.officer_work.SHOWN", 2)
    for _ in range(3):
        mine()
    page = read(desk)
    assert len(page.select("tbody tr")) == 2 and "Show all 3" in page.get_text()


def test_one_with_more_work_than_is_read_is_counted_right(desk, mine, now, monkeypatch, oscar):
    monkeypatch.setattr("enquiries.views.officer_work.MOST_READ", 3)
    one_of_each(mine, now, oscar)
    found = groups(read(desk))
    assert [words[-2] for words in found] == ["2", "1", "1", "1", "1", "1"]


@pytest.mark.parametrize("rows", [1, 3])
def test_o29_my_work_costs_the_same_queries_however_much_it_is(desk, mine, rows):
    for _ in range(rows):
        mine()
    with CaptureQueriesContext(connection) as queries:
        desk.get("/officer/")
    assert len(queries) == 9


def test_managers_and_administrators_may_look(signed_in, maya, adam):
    for person in (maya, adam):
        page = read(signed_in(person))
        assert "No enquiries are assigned to you" in page.get_text()
        assert "Log an enquiry" not in page.get_text()


def test_o21_the_last_five_cases_seen_are_a_click_away(desk, log, now, oscar, alice):
    logged = [log(road=f"{number} Main Street") for number in range(7)]
    for enquiry in [*logged, logged[3]]:
        with time_machine.travel(now + timedelta(seconds=enquiry.pk % 100 + 1), tick=False):
            desk.get(f"/officer/enquiries/{enquiry.reference}/")
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        desk.get(f"/officer/enquiries/{logged[0].reference}/")
    section = read(desk).select_one("[aria-labelledby=recent]")
    shown = [link.get_text() for link in section.select("a")]
    expected = [logged[0], *sorted(logged[1:], key=lambda e: -(e.pk % 100))][:5]
    assert shown == [each.reference for each in expected]


def test_o21_nothing_seen_is_no_section(desk, log):
    log()
    assert not read(desk).select("[aria-labelledby=recent]")
