"""Good words sent at a bad moment: too late, twice at once, or after the session has ended."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier

import pytest
from bs4 import BeautifulSoup
from django.db import connections
from django.urls import reverse

from accounts.models import User
from enquiries import workflows
from enquiries.models import Body, Draft, Enquiry, Event
from enquiries.states import Status

from .walk import WORDS, client_of, send

PASSWORD = "a long enough password"


@pytest.fixture
def in_status(log, oscar, alice, outcomes, now):
    """`in_status(Status.WAITING)` is an enquiry of alice's that stands there."""
    who = {"at": now, "by": oscar}
    words = {"reason": None, "explanation": "We looked.", "next_step": "Nothing."}
    day = (now + timedelta(days=30)).date()
    body = Body.objects.create(name="National Highways")
    ways = {
        Status.RECEIVED: lambda e: None,
        Status.LOOKING: lambda e: workflows.claim(enquiry=e, **who),
        Status.WAITING: lambda e: workflows.ask(enquiry=e, text="Which side?", **who),
        Status.PLANNED: lambda e: workflows.answer(
            enquiry=e, outcome=outcomes["will-do"], planned_for=day, **words, **who
        ),
        Status.PASSED_ON: lambda e: workflows.pass_on(
            enquiry=e, body=body, explanation="Theirs.", **who
        ),
        Status.ANSWERED: lambda e: workflows.answer(
            enquiry=e, outcome=outcomes["already"], **words, **who
        ),
        Status.WITHDRAWN: lambda e: workflows.withdraw(enquiry=e, text="", at=now, by=alice),
    }

    def made(status: Status) -> Enquiry:
        enquiry = log()
        ways[status](enquiry)
        return Enquiry.objects.get(pk=enquiry.pk)

    return made


ANSWER = {"explanation": WORDS, "next_step": WORDS}
ACTS = {
    "enquiry_reply": {"text": WORDS}, "enquiry_add": {"text": WORDS},
    "enquiry_withdraw": {"text": WORDS}, "enquiry_reopen": {"text": WORDS},
    "case_claim": {}, "case_give_back": {}, "case_note": {"text": WORDS},
    "case_update": {"text": WORDS}, "case_ask": {"text": WORDS},
    "case_close": {"text": WORDS, "next_step": WORDS},
    "case_answer": ANSWER, "case_pass_on": {"explanation": WORDS},
}  # fmt: skip
OPEN = {Status.RECEIVED, Status.LOOKING, Status.WAITING, Status.PLANNED}
POSSIBLE = {
    "enquiry_reply": {Status.WAITING}, "enquiry_add": OPEN, "enquiry_withdraw": OPEN,
    "enquiry_reopen": {Status.ANSWERED, Status.PASSED_ON}, "case_claim": OPEN,
    "case_give_back": OPEN - {Status.RECEIVED}, "case_note": set(Status), "case_update": OPEN,
    "case_ask": {Status.RECEIVED, Status.LOOKING}, "case_answer": OPEN - {Status.PLANNED},
    "case_pass_on": OPEN - {Status.PLANNED}, "case_close": {Status.PLANNED},
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status)
def test_a_move_that_cannot_be_is_explained_and_the_words_stay(
    in_status, alice, oscar, outcomes, stopped_clock, status
):
    enquiry = in_status(status)
    choices = {"outcome": outcomes["already"].pk, "body": Body.objects.get().pk}
    choices["version"] = enquiry.version
    for name, words in ACTS.items():
        client = client_of(alice if name.startswith("enquiry") else oscar)
        path = reverse(name, args=[enquiry.number])
        response = send(client, path, words | choices)
        if mark := BeautifulSoup(response.content, "html.parser").find(attrs={"name": "seen"}):
            response = send(client, path, words | choices | {"seen": mark["value"]})
        if status in POSSIBLE[name]:
            assert response.status_code == 302, (name, status)
        else:
            page = BeautifulSoup(response.content, "html.parser")
            assert response.status_code == 200, (name, status)
            assert page.find(class_="govuk-error-summary").find("li").text.strip()
            assert all(WORDS in page.find(attrs={"name": n}).text for n in words), (name, status)


@pytest.mark.django_db
def test_reopening_after_four_weeks_is_explained(in_status, alice, stopped_clock):
    enquiry = in_status(Status.ANSWERED)
    stopped_clock.shift(timedelta(days=29))
    response = client_of(alice).post(
        reverse("enquiry_reopen", args=[enquiry.number]), {"text": WORDS}
    )
    said = response.content.decode()
    assert "more than 28 days" in said and WORDS in said


def sign_in_again(client, stopped, user):
    """Fill in the sign-in page that answered a form, and press Continue on the one after it."""
    page = BeautifulSoup(stopped.content, "html.parser").find("form", action="/sign-in/")
    fields = {box["name"]: box.get("value", "") for box in page.find_all("input")}
    resumed = client.post("/sign-in/", fields | {"email": user.email, "password": PASSWORD})
    form = BeautifulSoup(resumed.content, "html.parser").find("main").find("form")
    again = {box["name"]: box.get("value", "") for box in form.find_all("input")}
    return client.post(form["action"], again)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["enquiry_add", "enquiry_withdraw", "case_note", "case_update"])
def test_words_sent_after_the_session_ended_arrive_after_signing_in(
    client, enquiry, alice, oscar, outcomes, settings, stopped_clock, name
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user: User = alice if name.startswith("enquiry") else oscar
    user.set_password(PASSWORD)
    user.save()
    words = f"{WORDS} “by the bend” <&>\n\nand\u00a0on é"
    path = reverse(name, args=[enquiry.number])
    stopped = client.post(path, {"text": words, "version": enquiry.version})
    assert stopped.status_code == 403 and "kept what you typed" in stopped.content.decode()
    assert enquiry.events.count() == 1
    response = sign_in_again(client, stopped, user)
    assert response.status_code == 302
    assert Event.objects.filter(enquiry=enquiry).first().text == words


@pytest.mark.django_db
def test_what_is_carried_cannot_break_the_page(client, alice, settings):
    """JSON can hold half characters that no page can."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    alice.set_password(PASSWORD)
    alice.save()
    for carried in (
        '["/\\ud800", [], []]',
        '["/password/", [["a\\ud800", "x\\u0000\\udfff"]], []]',
        '["/password/", [], ["\\ud800.jpg"]]',
        '["/password/", [[[], {}]], [null]]',
    ):
        for password in ("wrong", PASSWORD):
            sent = {"email": alice.email, "password": password, "carried": carried}
            assert client.post("/sign-in/", sent).status_code in (200, 302)
        client.logout()


def pairs_at_once(posts) -> list[tuple]:
    """Send each post twice at the same instant; return the addresses both are led to."""
    both = Barrier(2)

    def one(client, path, data):
        both.wait(10)
        try:
            return client.post(path, data).get("Location")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        found = []
        for user, path, data in posts:
            clients = [client_of(user), client_of(user)]
            found.append(tuple(threads.map(lambda c, p=path, d=data: one(c, p, d), clients)))
        return found


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_enquiry(
    council, parish, kind, standard, holidays, alice, now, stopped_clock
):
    """Twenty pairs of the same press of “Send enquiry”, each pair at the same instant."""
    drafts = [
        workflows.start_draft(
            council=council, parish=parish, asked_by=alice, road=f"Road {n}", at=now, by=alice
        )
        for n in range(20)
    ]
    for draft in drafts:
        workflows.save_draft(draft=draft, kind=kind, description=WORDS, at=now, by=alice)
    posts = [(alice, reverse("draft_check", args=[draft.token]), {}) for draft in drafts]
    led = pairs_at_once(posts)
    assert all(one == other and one.endswith("/sent/") for one, other in led), led
    assert len({one for one, _ in led}) == Enquiry.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_where_is_one_draft(council, parish, alice, stopped_clock):
    page = BeautifulSoup(client_of(alice).get("/enquiries/new/").content, "html.parser")
    assert uuid.UUID(page.find("input", attrs={"name": "token"})["value"])
    tokens = [uuid.uuid4() for _ in range(10)]
    led = pairs_at_once(
        [(alice, "/enquiries/new/", {"road": "Main Street", "token": token}) for token in tokens]
    )
    assert all(one == other and one.endswith("/what/") for one, other in led), led
    assert {draft.token for draft in Draft.objects.all()} == set(tokens)


@pytest.mark.django_db
def test_where_sent_again_keeps_the_last_words_and_takes_nothing_of_anybody(
    council, parish, alice, deputy, now, stopped_clock, kind, standard, holidays
):
    def begin(user, road, token):
        return client_of(user).post("/enquiries/new/", {"road": road, "token": token}).url

    token = uuid.uuid4()
    first = begin(alice, "Main Street", token)
    assert begin(alice, "High Street", token) == first
    assert [draft.road for draft in Draft.objects.all()] == ["High Street"]
    assert begin(deputy, "Church Lane", token) != first
    workflows.save_draft(
        draft=Draft.objects.get(token=token), kind=kind, description=WORDS, at=now, by=alice
    )
    workflows.send_draft(draft=Draft.objects.get(token=token), at=now, by=alice)
    assert begin(alice, "Back Lane", token) != first
    assert Enquiry.objects.get().road == "High Street" and Draft.objects.count() == 3
    assert begin(alice, "The Green", "\0 no token") != first


@pytest.mark.django_db(transaction=True)
def test_a_double_click_of_an_officer_is_one_enquiry(
    council, parish, kind, standard, holidays, alice, oscar, stopped_clock
):
    filled = {"asked_by": alice.pk, "channel": "phone", "parish": parish.pk, "kind": kind.pk,
              "road": "Main Street", "description": WORDS}  # fmt: skip
    path = reverse("log_on_behalf", args=[council.pk])
    led = pairs_at_once([(oscar, path, filled | {"token": uuid.uuid4()}) for _ in range(10)])
    assert all(one == other and one.startswith("/officer/enquiries/PE") for one, other in led), led
    assert len({one for one, _ in led}) == Enquiry.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_an_action_is_told_once(log, in_status, alice, stopped_clock):
    waiting = [in_status(Status.WAITING) for _ in range(5)]
    posts = [(alice, reverse("enquiry_reply", args=[e.number]), {"text": WORDS}) for e in waiting]
    led = pairs_at_once(posts)
    assert all(one == other and one for one, other in led), led
    assert Event.objects.filter(what=Event.What.REPLY).count() == 5
    assert unescape(WORDS) == Event.objects.filter(what=Event.What.REPLY).first().text
