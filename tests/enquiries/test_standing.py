"""The council's verbs hold to what the page showed: what changed meanwhile is read first."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.states import Status

pytestmark = pytest.mark.django_db
CHANGED = "This enquiry has changed since you opened this page"


def opened(client, name: str, enquiry) -> dict[str, str]:
    """The hidden fields of a page's form, as the browser holds them."""
    return hidden_of(client.get(reverse(name, args=[enquiry.number])))


def hidden_of(response) -> dict[str, str]:
    page = BeautifulSoup(response.content, "html.parser")
    return {box["name"]: box["value"] for box in page.select("main input[type=hidden]")}


@pytest.fixture
def desk(signed_in, alice, enquiry):
    """`desk(name, held, words)` sends a page of Alice's that was opened earlier."""

    def sent(name: str, held: dict, text: str):
        url = reverse(name, args=[enquiry.number])
        return signed_in(alice).post(url, held | {"text": text})

    return sent


def test_a_reply_goes_to_the_question_that_she_read(
    desk, signed_in, alice, oscar, enquiry, now, holidays
):
    workflows.ask(enquiry=enquiry, text="Which side of the road?", at=now, by=oscar)
    held = opened(signed_in(alice), "enquiry_reply", enquiry)
    later = {"at": now + timedelta(hours=1), "by": oscar}
    workflows.reply(enquiry=enquiry, text="By telephone: the north.", at=later["at"], by=alice)
    workflows.ask(enquiry=enquiry, text="At what time of day?", **later)
    refused = desk("enquiry_reply", held, "The south side.")
    shown = refused.content.decode()
    assert CHANGED in shown and "At what time of day?" in shown and "The south side." in shown
    assert enquiry.open_question.text == "At what time of day?"
    assert desk("enquiry_reply", hidden_of(refused), "At eight.").status_code == 302
    assert enquiry.questions.get(reply="At eight.").text == "At what time of day?"


def test_what_was_planned_meanwhile_is_not_withdrawn_unread(
    desk, signed_in, alice, oscar, enquiry, now, outcomes, holidays
):
    held = opened(signed_in(alice), "enquiry_withdraw", enquiry)
    words = {"explanation": "We resurface it.", "next_step": "In May.", "reason": None}
    plan = {"outcome": outcomes["will-do"], "planned_for": now.date() + timedelta(days=90)}
    workflows.answer(enquiry=enquiry, **words, **plan, at=now, by=oscar)
    refused = desk("enquiry_withdraw", held, "No longer needed.")
    assert CHANGED in refused.content.decode() and "No longer needed." in refused.content.decode()
    enquiry.refresh_from_db()
    assert enquiry.status != Status.WITHDRAWN
    assert desk("enquiry_withdraw", hidden_of(refused), "No longer needed.").status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.status == Status.WITHDRAWN


def test_what_officers_note_among_themselves_is_no_change_to_her(
    desk, signed_in, alice, oscar, enquiry, now, outcomes
):
    held = opened(signed_in(alice), "enquiry_withdraw", enquiry)
    workflows.note(enquiry=enquiry, text="Ring the school.", at=now, by=oscar)
    assert desk("enquiry_withdraw", held, "").status_code == 302
