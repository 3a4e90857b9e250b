"""O7: several at once, with a page to be sure, a result for each, and a way back."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from accounts.models import Team, User
from enquiries import workflows
from enquiries.models import Batch, Enquiry, Kind
from enquiries.permissions import Refused
from post.models import Letter

pytestmark = pytest.mark.django_db
LIST, SEVERAL = "/officer/enquiries/", "/officer/several/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def olga(team):
    user = User.objects.create_user("olga@people.example", name="Olga Officer", is_officer=True)
    user.teams.add(team)
    return user


@pytest.fixture
def three(log) -> list[Enquiry]:
    return [log(road=f"{number} Main Street") for number in range(3)]


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def ticked(enquiries, do: str, state: str = "owner=unassigned") -> dict:
    return {"do": do, "pick": [each.reference for each in enquiries], "list": state}


def send(desk, enquiries, do: str, **data):
    """Tick in the list, and send the form of the page that follows."""
    page = soup(desk.get(SEVERAL, ticked(enquiries, do)))
    form = page.select_one("main form")
    token = form.select_one("[name=token]")["value"]
    return desk.post(SEVERAL + form["action"], {"token": token, **data}, follow=True)


def results(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in
            page.select("tbody tr")]  # fmt: skip


def test_o07_the_ticks_are_on_the_left_and_the_buttons_are_named(desk, three):
    page = soup(desk.get(LIST))
    for row in page.select("tbody tr.govuk-table__row"):
        first = row.select_one("td, th").select_one("input[type=checkbox]")
        assert first["form"] == "bulk" and first["aria-label"] == f"Select {first['value']}"
    head = page.select_one("thead input[type=checkbox]")
    assert head["aria-label"] == "Select all on this page" and head.has_attr("hidden")
    buttons = [button.get_text() for button in page.select("#bulk button")]
    assert buttons == [
        "Assign selected", "Change kind of selected", "Ask about selected", "Close selected",
    ]  # fmt: skip


def test_o07_managers_tick_nothing(signed_in, maya, three):
    page = soup(signed_in(maya).get(LIST))
    assert not page.select("#bulk") and not page.select("[name=pick]")


@pytest.mark.parametrize(
    ("do", "words"),
    [("assign", "assign"), ("kind", "change the kind of"), ("ask", "ask about"),
     ("close", "close")],
)  # fmt: skip
def test_o07_with_none_ticked_the_list_says_so(desk, three, do, words):
    page = soup(desk.get(SEVERAL, {"do": do, "list": "owner=unassigned"}, follow=True))
    assert page.title.get_text().startswith("Error: ")
    link = page.select_one(".govuk-error-summary__list a")
    assert link.get_text() == f"Select the enquiries to {words}"
    assert page.select_one(link["href"])
    assert page.select_one(".app-filter-tag")


def test_o07_three_are_assigned_after_a_page_that_lists_them(desk, three, olga, team):
    page = soup(desk.get(SEVERAL, ticked(three, "assign")))
    assert page.h1.get_text() == "Assign 3 enquiries"
    assert {row[0] for row in results(page)} == {each.reference for each in three}
    response = send(desk, three, "assign", owner=olga.pk, team="", reason="")
    page = soup(response)
    assert page.h1.get_text() == "3 enquiries assigned to Olga Officer."
    assert [row[2:] for row in results(page)] == [["Done"]] * 3
    assert {row[1] for row in results(page)} == {
        f"{each.kind}: {each.road}, {each.parish}" for each in three
    }
    assert set(Enquiry.objects.values_list("owner", "team")) == {(olga.pk, team.pk)}
    assert page.select_one(".govuk-back-link")["href"] == f"{LIST}?owner=unassigned"


def test_o07_undo_gives_them_back_except_what_changed_since(desk, three, oscar, olga, team, now):
    response = send(desk, three, "assign", owner=olga.pk, team="", reason="")
    workflows.assign(
        enquiry=three[1], team=team, owner=oscar, reason="She is away", at=now, by=oscar
    )
    undo = soup(response).find("form", action=lambda a: a and "undo" in a)["action"]
    page = soup(desk.post(undo, follow=True))
    assert "Undone: 2 enquiries back where it was before." in page.get_text()
    assert [row[2] for row in results(page)] == ["Undone", "Not undone", "Undone"]
    owners = dict(Enquiry.objects.values_list("pk", "owner"))
    assert owners == {three[0].pk: None, three[1].pk: oscar.pk, three[2].pk: None}
    assert not page.find("form", action=lambda a: a and "undo" in a)
    desk.post(undo)
    assert Enquiry.objects.get(pk=three[1].pk).owner == oscar


def test_o07_what_a_rule_forbids_is_left_and_said(desk, three, oscar, now, outcomes, reasons):
    workflows.answer(
        enquiry=three[1], outcome=outcomes["advice"], reason=None, explanation="Told.",
        next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    page = soup(send(desk, three, "ask", text="Which end of the road?"))
    assert page.h1.get_text().startswith("2 enquiries asked about.")
    assert page.h1.get_text().endswith("1 enquiry left as before.")
    told = {row[0]: row[2:] for row in results(page)}
    assert told[three[1].reference][0] == "Not done" and told[three[1].reference][1]
    waiting = Enquiry.objects.filter(status="waiting")
    assert set(waiting) == {three[0], three[2]}


def test_o07_taking_work_from_somebody_needs_the_reason_that_one_alone_needs(
    desk, three, oscar, olga, now
):
    workflows.claim(enquiry=three[0], at=now, by=oscar)
    page = soup(send(desk, three, "assign", owner=olga.pk, team="", reason=""))
    said = page.select_one(".govuk-error-message").get_text(" ", strip=True)
    assert said == "Error: Say why: 1 of these has an owner or another team"
    assert not Batch.objects.exists() and Enquiry.objects.get(pk=three[0].pk).owner == oscar
    assert page.select_one(f"[name=owner] [value='{olga.pk}']").has_attr("selected")
    page = soup(send(desk, three, "assign", owner=olga.pk, team="", reason="He is away"))
    assert [row[2] for row in results(page)] == ["Done"] * 3


def test_o07_an_assignment_that_changes_nothing_says_so(desk, three, oscar, now):
    for each in three:
        workflows.claim(enquiry=each, at=now, by=oscar)
    page = soup(send(desk, three, "assign", owner=oscar.pk, team="", reason=""))
    assert page.h1.get_text() == "Nothing is done: 3 enquiries left as before."
    assert all(row[3].endswith("already has this enquiry.") for row in results(page))


def test_o07_the_kind_of_several_is_changed_with_a_reason(desk, three, kind, team):
    other = Kind.objects.create(
        code="SP2", group=kind.group, name="Speed limits", priority="P3", owner="LCC", team=team
    )
    page = soup(send(desk, three, "kind", kind=other.pk, reason=""))
    assert page.select(".govuk-error-summary")
    page = soup(send(desk, three, "kind", kind=other.pk, reason="They ask for a limit"))
    assert page.h1.get_text() == "3 enquiries changed to “Speed limits”."


def test_o07_closing_needs_outcome_reason_and_what_next(desk, three, outcomes, reasons):
    page = soup(send(desk, three, "close"))
    assert len(page.select(".govuk-error-summary__list li")) == 3
    words = {"explanation": "We counted.", "next_step": "Nothing more."}
    refusal = outcomes["cannot-do"]
    page = soup(send(desk, three, "close", outcome=refusal.pk, **words))
    assert "Select the reason" in page.select_one(".govuk-error-summary").get_text()
    assert Enquiry.objects.open().count() == 3
    letters = Letter.objects.count()
    reason = reasons["criteria"].pk
    words |= {"reason": reason, "why_different": "The road closes."}
    page = soup(send(desk, three, "close", outcome=refusal.pk, **words))
    assert page.h1.get_text() == f"3 enquiries closed with “{refusal.wording}”."
    assert Enquiry.objects.open().count() == 0 and Letter.objects.count() == letters + 3
    assert not mail.outbox


def test_o07_promised_work_and_joining_are_not_offered_to_several(desk, three, outcomes):
    page = soup(desk.get(SEVERAL, ticked(three, "close")))
    assert outcomes["will-do"].wording not in page.main.get_text()
    assert outcomes["merged"].wording not in page.main.get_text()


def test_o07_a_second_click_is_the_same_act(desk, three, olga):
    token = uuid.uuid4()
    for _ in range(2):
        url = f"{SEVERAL}?do=ask&pick={three[0].reference}&list="
        desk.post(url, {"token": token, "text": "Which end?"})
    batch = Batch.objects.get()
    assert [each["done"] for each in batch.results] == [True]


def test_o07_a_result_is_for_who_did_it(desk, three, signed_in, olga):
    send(desk, three, "ask", text="Which?")
    token = Batch.objects.get().token
    client = signed_in(olga)
    assert client.get(f"{SEVERAL}{token}/").status_code == 404
    assert client.post(f"{SEVERAL}{token}/undo/").status_code == 404
    assert desk.post(f"{SEVERAL}{token}/undo/", follow=True).status_code == 200
    assert Batch.objects.get().undone_at is None


def test_o07_odd_ticks_are_left_out(desk, enquiry):
    odd = ["PE-99-999", "x", "\0", "PE-" + "9" * 40, "' OR 1=1"]
    query = {"do": "ask", "pick": [*odd, enquiry.reference]}
    assert soup(desk.get(SEVERAL, query)).h1.get_text() == (
        "Ask for more information about 1 enquiry"
    )
    assert desk.get(SEVERAL, {"do": "delete", "pick": [enquiry.reference]}).status_code == 404


def test_o07_only_officers(three, maya, now):
    with pytest.raises(Refused):
        workflows.run_batch(
            what="ask", enquiries=three, words={"text": "x"}, to="", token=uuid.uuid4(), at=now,
            by=maya,
        )  # fmt: skip
    assert not Batch.objects.exists() and Team.objects.count() == 1


def test_o09_the_list_says_who_has_a_case_open(desk, three, olga, now):
    workflows.note_opening(enquiry=three[1], at=now, by=olga)
    rows = soup(desk.get(LIST)).select("tbody tr.govuk-table__row")
    said = [row.get_text() for row in rows if "Olga Officer opened this" in row.get_text()]
    assert len(said) == 1 and three[1].reference in said[0]


@pytest.mark.parametrize("text", ["\0", "x" * 3000, " "])
def test_o07_odd_words_are_refused_beside_the_field_and_kept(desk, three, text):
    page = soup(send(desk, three, "ask", text=text))
    assert page.select(".govuk-error-summary") and page.select("textarea[name=text]")
    assert not Batch.objects.exists()


@pytest.mark.parametrize("do", ["assign", "kind", "close"])
def test_o07_choices_that_were_not_offered_are_refused(desk, three, do, outcomes, reasons):
    bad = {"owner": "9" * 30, "team": "x", "kind": "\0", "outcome": "-1", "reason": "x" * 501}
    page = soup(send(desk, three, do, **bad))
    assert page.select(".govuk-error-summary") and not Batch.objects.exists()
