"""Reply, add, withdraw, open again: each has its own page, and a refusal keeps the words."""

from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.models import Enquiry

pytestmark = pytest.mark.django_db

TYPED = "Both bends – by the “Old Forge”."


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def case(enquiry, page: str = "") -> str:
    return f"/enquiries/{enquiry.reference}/{page}"


@pytest.fixture
def asked(enquiry, oscar, now) -> Enquiry:
    workflows.ask(enquiry=enquiry, text="Which bend is it?", at=now, by=oscar)
    return enquiry


@pytest.fixture
def answered(enquiry, oscar, outcomes, reasons, now) -> Enquiry:
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["not-now"], reason=next(iter(reasons.values())),
        explanation="Traffic was counted.", next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    return enquiry


def test_a_reply_answers_the_question(signed_in, deputy, asked):
    client = signed_in(deputy)
    assert "Which bend is it?" in text_of(client.get(case(asked, "reply/")))
    response = client.post(case(asked, "reply/"), {"text": TYPED})
    assert response.url == case(asked)
    body = text_of(client.get(response.url))
    assert "We have your reply." in body and TYPED in body and "Dev Deputy" in body
    asked.refresh_from_db()
    assert asked.status == "looking" and asked.clerk_replied


def test_c19_information_is_added(signed_in, alice, enquiry):
    client = signed_in(alice)
    assert client.post(case(enquiry, "add/"), {"text": TYPED}).url == case(enquiry)
    assert enquiry.events.filter(what="added", text=TYPED).count() == 1


def test_an_enquiry_is_withdrawn_with_or_without_a_reason(signed_in, alice, log, outcomes):
    client = signed_in(alice)
    for text in ("", TYPED):
        enquiry = log()
        assert client.post(case(enquiry, "withdraw/"), {"text": text}).url == case(enquiry)
        enquiry.refresh_from_db()
        assert enquiry.status == "withdrawn"


def test_c19_an_answer_that_does_not_answer_opens_it_again(signed_in, alice, oscar, answered):
    client = signed_in(alice)
    assert "This does not answer our question" in text_of(client.get(case(answered)))
    assert client.post(case(answered, "reopen/"), {"text": TYPED}).url == case(answered)
    reference = answered.reference
    answered.refresh_from_db()
    assert (answered.status, answered.round, answered.reference) == ("looking", 2, reference)
    assert "We said" not in text_of(client.get(case(answered)))
    queue = text_of(signed_in(oscar).get("/officer/enquiries/?status=reopened"))
    assert reference in queue and "Opened again" in queue


@pytest.mark.parametrize("name", ["reply/", "add/", "reopen/"])
def test_words_are_needed(signed_in, alice, enquiry, name):
    body = text_of(signed_in(alice).post(case(enquiry, name), {"text": "  "}))
    assert "<title>Error: " in body and 'href="#id_text"' in body


@pytest.mark.parametrize("name", ["reply/", "add/", "reopen/", "withdraw/"])
@pytest.mark.parametrize("typed", ["x" * 5001, "a\0b"])
def test_bad_words_are_named_and_kept(signed_in, alice, enquiry, name, typed):
    body = text_of(signed_in(alice).post(case(enquiry, name), {"text": typed}))
    assert "There is a problem" in body and typed.split("\0")[0] in body


@pytest.mark.parametrize(("name", "complaint"), [
    ("reply/", "already been answered"),
    ("add/", "nothing can be added"),
    ("withdraw/", "cannot be done now"),
])  # fmt: skip
def test_what_the_state_forbids_keeps_the_words(signed_in, alice, answered, name, complaint):
    client = signed_in(alice)
    assert client.get(case(answered, name)).url == case(answered)
    body = text_of(client.post(case(answered, name), {"text": TYPED}))
    assert complaint in body and TYPED in body and "There is a problem" in body


def test_c19_after_28_days_a_new_enquiry_is_needed(signed_in, alice, answered, stopped_clock):
    stopped_clock.shift(timedelta(days=29))
    client = signed_in(alice)
    assert "This does not answer" not in text_of(client.get(case(answered)))
    body = text_of(client.post(case(answered, "reopen/"), {"text": TYPED}))
    assert "send a new enquiry" in body and TYPED in body


def test_a_second_click_on_reply_replies_once(signed_in, alice, asked):
    client = signed_in(alice)
    for _ in range(2):
        assert client.post(case(asked, "reply/"), {"text": TYPED}).url == case(asked)
    assert asked.events.filter(what="reply").count() == 1
    assert "already been answered" in text_of(client.post(case(asked, "reply/"), {"text": "More"}))


def test_a_second_click_on_add_adds_once(signed_in, alice, enquiry):
    client = signed_in(alice)
    for text in (TYPED, TYPED, "Another thing.", TYPED):
        assert client.post(case(enquiry, "add/"), {"text": text}).url == case(enquiry)
    assert enquiry.events.filter(what="added").count() == 3


def test_actions_shown_are_those_that_work(signed_in, alice, asked):
    body = text_of(signed_in(alice).get(case(asked)))
    assert "reply/" in body and "withdraw/" in body
    assert "/add/" not in body and "reopen/" not in body


def test_an_unknown_reference_is_not_found(signed_in, alice, enquiry):
    client = signed_in(alice)
    for reference in ("PE-99-999", "PE-1-2-3", "PE-" + "999-" * 4 + "999", "PE-010-001"):
        assert client.get(f"/enquiries/{reference}/").status_code == 404
        assert client.post(f"/enquiries/{reference}/reply/").status_code == 404
