"""O2: views are rows of a person or a team, links that can be shared, saved and removed."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from accounts.models import Team, User
from enquiries import workflows
from enquiries.models import SavedView
from enquiries.permissions import Refused
from enquiries.workflows import saved_views

pytestmark = pytest.mark.django_db
LIST, SAVE = "/officer/enquiries/", "/officer/views/save/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def other_officer(db):
    return User.objects.create_user("olga@people.example", name="Olga Officer", is_officer=True)


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def views(page: BeautifulSoup) -> dict[str, str]:
    links = page.select("nav[aria-label='Saved views'] a")
    return {link.get_text(): link["href"] for link in links}


def test_o02_a_list_is_saved_under_a_name_and_opens_the_same_list(desk, enquiry, kind, oscar):
    page = soup(desk.get(LIST, {"kind": kind.pk, "owner": "unassigned"}))
    save = views(page)["Save this view"]
    form = soup(desk.get(save))
    assert "Kind of enquiry: Speeding vehicles" in form.main.get_text()
    data = {"name": "Speeding, nobody’s", "whose": "own"}
    response = desk.post(SAVE + form.select_one("main form")["action"], data, follow=True)
    found = views(soup(response))
    assert found["Speeding, nobody’s"] == f"{LIST}?owner=unassigned&kind={kind.pk}"
    current = soup(response).select_one("[aria-label='Saved views'] [aria-current]")
    assert current.get_text() == "Speeding, nobody’s"
    assert "Save this view" not in found
    assert "Speeding, nobody’s" in views(soup(desk.get("/officer/")))


def test_o02_a_view_of_a_team_is_seen_by_its_members_only(
    desk, signed_in, other_officer, oscar, team, now
):
    workflows.save_view(name="Ours", query="due=today", team=team, at=now, by=oscar)
    workflows.save_view(name="Mine", query="due=overdue", team=None, at=now, by=oscar)
    assert {"Ours (Traffic and Signals)", "Mine"} <= set(views(soup(desk.get(LIST))))
    client = signed_in(other_officer)
    assert not {"Ours (Traffic and Signals)", "Mine"} & set(views(soup(client.get(LIST))))
    other_officer.teams.add(team)
    found = set(views(soup(client.get(LIST))))
    assert "Ours (Traffic and Signals)" in found and "Mine" not in found


def test_o02_only_members_save_for_a_team_or_remove_what_is_its(
    signed_in, other_officer, oscar, team, now
):
    with pytest.raises(Refused, match="Only members"):
        workflows.save_view(name="x", query="", team=team, at=now, by=other_officer)
    view = workflows.save_view(name="Ours", query="due=today", team=team, at=now, by=oscar)
    assert signed_in(other_officer).post(f"/officer/views/{view.pk}/remove/").status_code == 404
    with pytest.raises(Refused, match="people it is for"):
        workflows.forget_view(view=view, by=other_officer)


def test_o02_a_view_is_removed_after_one_question(desk, oscar, now):
    view = workflows.save_view(name="Mine", query="due=today", team=None, at=now, by=oscar)
    page = soup(desk.get(LIST, {"due": "today"}))
    assert "Due today" in page.select_one("[aria-current=page]").get_text()
    url = f"/officer/views/{view.pk}/remove/"
    assert "Only you see it." in soup(desk.get(url)).main.get_text()
    assert SavedView.objects.exists()
    desk.post(url)
    assert not SavedView.objects.exists()


def test_o02_the_same_name_is_the_same_view(oscar, now):
    for query in ("due=today", "due=overdue"):
        workflows.save_view(name="Mine", query=query, team=None, at=now, by=oscar)
    assert SavedView.objects.get().query == "due=overdue"


def test_o02_there_are_not_more_than_can_be_read(oscar, now, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    workflows.save_view(name="One", query="", team=None, at=now, by=oscar)
    with pytest.raises(Refused, match="Remove one first"):
        workflows.save_view(name="Two", query="", team=None, at=now, by=oscar)


def test_o02_a_view_is_of_one_or_of_a_team(oscar, team, now):
    row = {"name": "x", "query": "", "saved_at": now, "saved_by": oscar}
    for whose in ({}, {"person": oscar, "team": team}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**row, **whose)


@pytest.mark.parametrize("data", [{}, {"name": "x", "whose": "999"}, {"name": " ", "whose": "own"}])
def test_o02_what_is_missing_is_said_beside_the_field(desk, data):
    page = soup(desk.post(f"{SAVE}?list=due%3Dtoday", data))
    assert page.select(".govuk-error-summary") and not SavedView.objects.exists()


def test_o02_what_is_no_list_is_saved_as_all(desk):
    desk.post(f"{SAVE}?list=%00=%ff", {"name": "All", "whose": "own"})
    assert SavedView.objects.get().query == ""


def test_o02_a_manager_keeps_views_too(signed_in, maya):
    signed_in(maya).post(f"{SAVE}?list=due%3Dtoday", {"name": "Now", "whose": "own"})
    assert SavedView.objects.get().person == maya


@pytest.mark.parametrize("rows", [1, 3])
def test_o02_views_cost_one_query(desk, oscar, now, rows, team, django_assert_num_queries):
    for number in range(rows):
        workflows.save_view(name=f"{number}", query="due=today", team=team, at=now, by=oscar)
    assert Team.objects.exists()
    with django_assert_num_queries(9):
        desk.get(LIST)
