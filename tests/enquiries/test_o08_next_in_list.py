"""O8, O6: the list an officer came from is carried along, and “open next” opens its next row."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.lists import MOST_ASKED, from_state, next_in
from enquiries.models import Enquiry

pytestmark = pytest.mark.django_db
LIST = "/officer/enquiries/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def three(log, now) -> list[Enquiry]:
    """Three enquiries, due one day after the other."""
    logged = [log(road=f"{number} Main Street") for number in range(3)]
    for days, enquiry in enumerate(logged):
        due = now + timedelta(days=days)
        Enquiry.objects.filter(pk=enquiry.pk).update(due_at=due, due_on=due.date())
        enquiry.refresh_from_db()
    return logged


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_o08_the_next_of_a_filtered_list_opens_and_the_banner_names_both(desk, three, oscar, now):
    workflows.claim(enquiry=three[1], at=now, by=oscar)
    page = soup(desk.get(LIST, {"owner": "unassigned"}))
    case = soup(desk.get(page.select_one("tbody th a")["href"]))
    answer = case.find("a", string="Ask the clerk")["href"]
    form = soup(desk.get(answer)).select_one("main form")
    buttons = [button.get_text(strip=True) for button in form.select("button")]
    assert buttons == ["Send question", "Send question and open next"]
    action = answer.split("?")[0] + form["action"]
    version = form.select_one("[name=version]")["value"]
    sent = {"text": "Which end?", "then": "next", "version": version}
    response = desk.post(action, sent, follow=True)
    # The second of the three is somebody's, so it is not in this list.
    assert response.redirect_chain[0][0].startswith(reverse("case", args=[three[2].number]))
    said = soup(response).select_one(".govuk-notification-banner").get_text(" ", strip=True)
    assert three[0].reference in said and f"Next in the list: {three[2].reference}" in said
    back = soup(response).select_one(".govuk-back-link")["href"]
    assert back == f"{LIST}?owner=unassigned"


def test_o08_plain_save_stays_on_the_case(desk, three):
    url = reverse("case_ask", args=[three[0].number])
    sent = {"text": "Which end?", "version": three[0].version}
    response = desk.post(f"{url}?list=owner%3Dunassigned", sent)
    assert response["Location"] == (
        reverse("case", args=[three[0].number]) + "?list=owner%3Dunassigned"
    )


def test_o08_after_the_last_one_the_list_is_shown(desk, three):
    url = reverse("case_ask", args=[three[2].number])
    sent = {"text": "Which?", "then": "next", "version": three[2].version}
    response = desk.post(f"{url}?list=due%3Dweek", sent, follow=True)
    assert response.redirect_chain[0][0] == f"{LIST}?due=week"
    assert "It was the last of the list." in response.content.decode()


def test_o08_without_a_list_nothing_is_offered(desk, three):
    page = soup(desk.get(reverse("case_ask", args=[three[0].number])))
    assert "open next" not in page.get_text()


def test_o08_closed_lists_go_from_the_newest_back(log, three, oscar, now, outcomes):
    for hours, enquiry in enumerate(three):
        workflows.answer(
            enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation="Told.",
            next_step="Nothing.", at=now + timedelta(hours=hours), by=oscar,
        )  # fmt: skip
        enquiry.refresh_from_db()
    who = {"user": oscar, "now": now, "today": now.date()}
    assert next_in("status=closed", three[2], **who) == three[1]
    assert next_in("status=closed", three[0], **who) is None


@pytest.mark.parametrize("state", ["\0", "owner=\ud800", "a=1&" * (MOST_ASKED + 5), "=", "after=x"])
def test_o08_an_odd_state_is_the_open_list(three, oscar, now, state):
    found = next_in(state, three[0], user=oscar, now=now, today=now.date())
    assert found == three[1]


def test_a_page_of_a_list_is_what_one_goes_back_to(desk, three):
    page = soup(desk.get(LIST, {"owner": "unassigned", "after": "1.1"}))
    case = soup(desk.get(page.select_one("tbody th a")["href"]))
    assert case.select_one(".govuk-back-link")["href"] == f"{LIST}?owner=unassigned&after=1.1"


def test_from_state_reads_pairs():
    assert from_state("owner=me&due=today") == {"owner": "me", "due": "today"}
