"""What an officer can do to an enquiry: each a page that acts, says why not, or lets go."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Body, Enquiry

pytestmark = pytest.mark.django_db

TEXT_ACTIONS = ["case_note", "case_update", "case_ask"]
ALL = [
    *TEXT_ACTIONS, "case_claim", "case_give_back", "case_answer", "case_pass_on", "case_close",
    "case_extend", "case_replan", "case_correct_kind",
]  # fmt: skip


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def body(db) -> Body:
    return Body.objects.create(name="National Highways", contact="0300 123 5000")


@pytest.fixture
def do(desk, enquiry):
    """`do("case_note", text="…")` posts an action on the enquiry."""

    def post(name, **data):
        url, data = reverse(name, args=[enquiry.number]), {"version": enquiry.version, **data}
        response = desk.post(url, data)
        mark = soup(response).find("input", {"name": "seen"}) if name == "case_answer" else None
        return desk.post(url, {**data, "seen": mark["value"]}) if mark else response

    return post


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def errors(response) -> list[str]:
    assert response.status_code == 200
    page = soup(response)
    assert page.title.get_text().startswith("Error: ")
    return [item.get_text().strip() for item in page.select(".govuk-error-summary__list li")]


def words(**changes) -> dict:
    return {"explanation": "Traffic was counted.", "next_step": "Nothing more.", **changes}


def planned(day: date) -> dict:
    return {
        "planned_for-day": day.day,
        "planned_for-month": day.month,
        "planned_for-year": day.year,
    }


@pytest.mark.parametrize("name", ALL)
def test_every_action_shows_its_form_and_a_way_out(desk, enquiry, name, outcomes, reasons):
    page = soup(desk.get(reverse(name, args=[enquiry.number])))
    assert page.select_one("main form button") and enquiry.reference in page.get_text()
    case = reverse("case", args=[enquiry.number])
    assert page.find("a", string="Cancel")["href"] == case
    assert Enquiry.objects.get().owner is None


@pytest.mark.parametrize("name", ALL)
def test_managers_may_read_but_not_act(signed_in, maya, enquiry, name):
    client, url = signed_in(maya), reverse(name, args=[enquiry.number])
    for response in (client.get(url), client.post(url, {"text": "No"})):
        assert response.status_code == 403
        assert "Only officers of the county council can do this." in response.content.decode()
    assert client.get(reverse("case", args=[enquiry.number])).status_code == 200
    assert enquiry.events.count() == 1


@pytest.mark.parametrize("name", ALL)
def test_a_reference_that_is_nobodys_is_not_found(desk, name, db):
    assert desk.post(reverse(name, args=[99_999])).status_code == 404


def test_claim_and_give_back(do, enquiry, oscar):
    assert do("case_claim")["Location"] == reverse("case", args=[enquiry.number])
    enquiry.refresh_from_db()
    assert enquiry.owner == oscar
    do("case_give_back")
    enquiry.refresh_from_db()
    assert enquiry.owner is None
    assert errors(do("case_give_back")) == ["Nobody has this enquiry, so it cannot be given back."]


def test_two_officers_cannot_claim_the_same(do, enquiry, oscar, now, team, django_user_model):
    priya = django_user_model.objects.create_user("priya@x.example", name="Priya", is_officer=True)
    workflows.claim(enquiry=enquiry, at=now, by=priya)
    assert errors(do("case_claim", next="/officer/")) == ["Priya already has this enquiry."]


def test_after_a_refusal_the_way_back_is_kept(do, enquiry, now, oscar, desk):
    here = "/officer/enquiries/?owner=unassigned"
    page = soup(do("case_note", next=here, text=""))
    form = page.select_one("main form")
    assert page.find("a", string="Cancel")["href"] == here
    url = reverse("case_note", args=[enquiry.number]) + form["action"]
    assert desk.post(url, {"text": "Seen"})["Location"] == here


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
def test_nobody_is_led_elsewhere(do, enquiry, elsewhere):
    response = do("case_note", text="Seen", next=elsewhere)
    assert response["Location"] == reverse("case", args=[enquiry.number])


def test_a_note_stays_with_the_county(do, enquiry, signed_in, alice, oscar):
    do("case_note", text="Ring the school first")
    assert enquiry.events.filter(what="note", is_public=False, by=oscar).exists()
    page = signed_in(alice).get(reverse("enquiry", args=[enquiry.number]))
    assert "Ring the school" not in page.content.decode()


def test_an_update_begins_the_work(do, enquiry, oscar):
    do("case_update", text="Counting next week.")
    enquiry.refresh_from_db()
    assert enquiry.status == "looking" and enquiry.owner == oscar


def test_a_question_pauses_the_clock_once(do, enquiry):
    do("case_ask", text="Which end?")
    enquiry.refresh_from_db()
    assert enquiry.status == "waiting" and enquiry.open_question.text == "Which end?"
    response = do("case_ask", text="And the other?")
    assert "cannot be done now" in errors(response)[0]
    assert "And the other?" in soup(response).textarea.get_text()


@pytest.mark.parametrize("name", TEXT_ACTIONS)
@pytest.mark.parametrize("text", ["", "   ", "x\0y", "x" * 5001])
def test_bad_text_is_an_error_and_what_was_typed_survives(do, enquiry, name, text):
    response = do(name, text=text)
    assert errors(response)
    assert soup(response).textarea.get_text().strip()[:1] == text.strip()[:1]
    assert enquiry.events.count() == 1


def test_a_lone_surrogate_is_an_error(desk, enquiry):
    url, form = reverse("case_note", args=[enquiry.number]), "application/x-www-form-urlencoded"
    assert errors(desk.post(url, b"text=x%ED%A0%80y", content_type=form))


def test_an_empty_post_is_an_error(desk, enquiry, outcomes, reasons):
    for name in ("case_note", "case_answer", "case_pass_on", "case_close"):
        url = reverse(name, args=[enquiry.number])
        assert errors(desk.post(url, b"", content_type="application/x-www-form-urlencoded"))


def test_an_answer_has_an_outcome_a_reason_and_a_next_step(do, enquiry, outcomes, reasons, oscar):
    outcome, reason = outcomes["not-now"], reasons["evidence"]
    do("case_answer", outcome=outcome.pk, reason=reason.pk, **words())
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.outcome, enquiry.reason) == ("answered", outcome, reason)
    assert enquiry.closed_by == oscar


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"outcome": ""}, "Select an outcome"),
        ({"outcome": "x"}, "Select one of the choices in the list"),
        ({"reason": ""}, "Select the reason that the clerk will be shown"),
        ({"explanation": " "}, "Give the reasons in plain English"),
        ({"next_step": ""}, "Enter what happens next"),
    ],
)
def test_an_answer_without_one_of_them_is_refused(do, enquiry, outcomes, reasons, changes, error):
    data = words(outcome=outcomes["not-now"].pk, reason=reasons["evidence"].pk)
    response = do("case_answer", **{**data, **changes})
    found = errors(response)
    assert len(found) == 1 and found[0].startswith(error)
    kept = {"explanation": "Traffic was counted.", "next_step": "Nothing more.", **changes}
    page = soup(response)
    for name in ("explanation", "next_step"):
        assert page.select_one(f"[name={name}]").get_text().strip() == kept[name].strip()
    enquiry.refresh_from_db()
    assert enquiry.status == "received"


def test_promised_work_needs_its_day_and_is_closed_when_done(do, enquiry, outcomes, reasons, today):
    data = words(outcome=outcomes["will-do"].pk)
    assert errors(do("case_answer", **data)) == ["Enter the date the work is planned for"]
    past = {**data, **planned(today)}
    refused = do("case_answer", **past)
    said = "Give the day the work is planned for. It must be after today."
    assert errors(refused) == [said]
    assert said in soup(refused).select_one(".govuk-error-message").get_text()
    odd = {**data, "planned_for-day": "31", "planned_for-month": "2", "planned_for-year": "2027"}
    assert errors(do("case_answer", **odd)) == ["Date the work is planned for must be a real date"]
    do("case_answer", **data, **planned(today + timedelta(days=60)))
    enquiry.refresh_from_db()
    assert enquiry.status == "planned"
    assert errors(do("case_close", text="")) == ["Enter what was done", "Enter what happens next"]
    do("case_close", text="The signs are up.", next_step="Nothing.")
    enquiry.refresh_from_db()
    assert enquiry.status == "answered" and enquiry.answers.get().closed_at


def test_promised_work_is_not_answered_again(do, enquiry, outcomes, reasons, today):
    data = words(outcome=outcomes["will-do"].pk, **planned(today + timedelta(days=60)))
    do("case_answer", **data)
    for code in ("will-do", "advice"):
        again = {**data, "outcome": outcomes[code].pk}
        assert "already promised" in errors(do("case_answer", **again))[0]


def test_what_was_never_promised_cannot_be_done(do, enquiry):
    response = do("case_close", text="The signs are up.", next_step="Nothing.")
    assert errors(response) == ["Only promised work can be done. Answer this enquiry instead."]
    assert "The signs are up." in soup(response).textarea.get_text()


def test_passing_on_tells_whom(do, enquiry, outcomes, body):
    do("case_pass_on", body=body.pk, explanation="The A46 is a trunk road.")
    enquiry.refresh_from_db()
    assert enquiry.status == "passed_on" and enquiry.passed_to == body


def test_passing_on_without_an_outcome_set_up_keeps_the_words(do, enquiry, body):
    response = do("case_pass_on", body=body.pk, explanation="The A46 is a trunk road.")
    assert "tell an administrator" in errors(response)[0]
    assert "trunk road" in soup(response).textarea.get_text()


@pytest.mark.parametrize("name", ["case_claim", "case_update", "case_ask", "case_answer"])
def test_nothing_moves_a_closed_enquiry(do, enquiry, outcomes, reasons, name, signed_in, oscar):
    answer = words(outcome=outcomes["advice"].pk)
    do("case_answer", **answer)
    events = enquiry.events.count()
    late = soup(signed_in(oscar).get(reverse(name, args=[enquiry.number]))).main
    assert "is “Answered” by now, so this can no longer be done" in late.get_text()
    assert errors(do(name, text="More", **answer))
    assert enquiry.events.count() == events
