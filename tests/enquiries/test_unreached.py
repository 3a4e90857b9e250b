"""A question or an answer that does not reach the clerk is told to who looks after the enquiry."""

import pytest

from enquiries import workflows
from enquiries.models import Event
from post import workflows as the_post
from post.delivery import Answer
from post.models import Address, Letter, Receipt
from post.states import Verdict
from post.tokens import bounce_address
from post.workflows import bounces
from post.workflows.outcomes import settle

pytestmark = pytest.mark.django_db
UNREACHED = Event.What.UNREACHED


@pytest.fixture
def question(enquiry, oscar, now) -> Letter:
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    return Letter.objects.get(kind="enquiries/question")


def noted(enquiry) -> list[Event]:
    return list(enquiry.events.filter(what=UNREACHED))


def test_a_question_that_bounces_is_noted_and_told_once(question, enquiry, oscar, now):
    for number, what in enumerate(["hard", "hard", "soft"]):
        source = f"test:{number}"
        bounces.note(letter=question, what=what, at=now, source=source, words="550 no such user")
    [event] = noted(enquiry)
    assert "alice@people.example: 550 no such user." in event.text
    assert not event.is_public and event.by is None
    letter = Letter.objects.get(kind="enquiries/unreached")
    assert letter.to == oscar.email and event.text in letter.text
    assert len(letter.subject) <= 70


def test_news_that_nobody_waits_for_is_not_told(enquiry, now):
    letter = Letter.objects.get(kind="enquiries/received")
    bounces.note(letter=letter, what="hard", at=now, source="x")
    assert not noted(enquiry) and letter.receipts.count() == 1


def test_a_question_refused_at_the_door_is_told_too(question, enquiry, now):
    Letter.objects.filter(pk=question.pk).update(status="sending", attempts=1, leased_until=now)
    question.refresh_from_db()
    settle(question, Answer(Verdict.NEVER, "550 unknown"), at=now)
    assert len(noted(enquiry)) == 1


def test_a_question_to_an_address_that_rests_is_told_at_once(enquiry, alice, oscar, now):
    Address.objects.create(address=alice.email, last="hard", last_at=now, rests_since=now)
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    assert len(noted(enquiry)) == 1
    assert Letter.objects.get(kind="enquiries/question").status == "waiting"


def test_whatever_goes_wrong_in_telling_the_bounce_is_noted(question, now, monkeypatch):
    def fails(**_):
        raise ValueError

    monkeypatch.setattr("post.hooks.unreached", [fails])
    bounces.note(letter=question, what="hard", at=now, source="x")
    assert Receipt.objects.count() == 1 and Address.objects.get().rests_since


REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Action: {action}
Status: {status}

--B--
"""


@pytest.mark.parametrize(
    ("action", "status", "rests", "came_back", "told"),
    [
        ("failed", "5.1.1", True, True, 1), ("failed", "4.4.7", False, True, 1),
        ("delayed", "4.4.7", False, False, 0),
    ],
)  # fmt: skip
def test_from_the_mailbox_to_the_case(
    mailbox, question, enquiry, now, action, status, rests, came_back, told
):
    to = bounce_address(question)
    raw = REPORT.format(to=to, action=action, status=status).replace("\n", "\r\n").encode()
    mailbox.put(raw)
    mailbox.put(raw)
    assert the_post.read_inbox(clock=lambda: now) == {"bounce": 2}
    question.refresh_from_db()
    assert bool(question.bounced_at) == came_back and len(noted(enquiry)) == told
    assert Address.objects.filter(rests_since__isnull=False).exists() == rests
    if came_back and not rests:
        assert Address.objects.get().soft_in_a_row == 1


def test_a_forged_bounce_lets_nobodys_address_rest(mailbox, question, now):
    code = bounce_address(question).replace("@", "x@")
    for to in ("post@county.example", "post+b1@county.example", code):
        text = REPORT.format(to=to, action="failed", status="5.1.1")
        mailbox.put(text.replace("\n", "\r\n").encode())
    assert the_post.read_inbox(clock=lambda: now) == {"ignored": 3}
    assert not Address.objects.exists() and not Receipt.objects.exists()


def test_an_out_of_office_reply_is_noted_and_answered_by_nobody(mailbox, question, now):
    before = Letter.objects.count()
    head = f"From: alice@people.example\r\nTo: {bounce_address(question)}\r\n"
    mailbox.put(f"{head}Auto-Submitted: auto-replied\r\n\r\nI am away.".encode())
    assert the_post.read_inbox(clock=lambda: now) == {"auto": 1}
    assert question.receipts.get().what == "auto" and Letter.objects.count() == before
    assert not Address.objects.exists()
