"""GOV.UK Notify tells what became of a letter: forged, twice, out of order, or about nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from post.models import Address, Letter, Receipt
from post.workflows import drain

pytestmark = pytest.mark.django_db
TOKEN = "a-bearer-token-that-nobody-could-guess"
NUMBER = "740e5834-3a29-46b4-9a6f-16142fde533a"
Status = Letter.Status


@pytest.fixture
def letter(write, clock, settings, stopped_clock) -> Letter:
    """Sent ten minutes ago."""
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    letter = write("a", at=clock.now - timedelta(minutes=10))
    drain(clock=clock)
    letter.refresh_from_db()
    return letter


def says(letter: Letter, status: str, *, minutes: float = 0, **changes) -> dict:
    """What Notify writes when `status` was reached so many minutes after the letter was."""
    at = letter.created_at + timedelta(minutes=minutes)
    return {
        "id": NUMBER,
        "reference": letter.message_id,
        "to": letter.to,
        "status": status,
        "created_at": "2026-11-18T09:50:00.000000Z",
        "completed_at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "sent_at": "2026-11-18T09:50:01.000000Z",
        "notification_type": "email",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "template_version": 1,
    } | changes


def call(said, token: str | None = TOKEN, **extra):
    """As Notify calls: no cookie, no CSRF token."""
    client = Client(enforce_csrf_checks=True)
    body = said if isinstance(said, (bytes, str)) else json.dumps(said)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    url = reverse("notify_callback")
    return client.post(url, body, content_type="application/json", headers=headers | extra)


def state(letter: Letter) -> tuple:
    letter.refresh_from_db()
    return letter.status, bool(letter.delivered_at), bool(letter.bounced_at)


def test_a_letter_arrived(letter):
    response = call(says(letter, "delivered", minutes=2))
    assert (response.status_code, response.content) == (204, b"")
    assert state(letter) == (Status.SENT, True, False)
    assert letter.delivered_at == letter.created_at + timedelta(minutes=2)
    assert letter.receipts.get().what == Receipt.What.DELIVERED
    assert not Address.objects.exists()


def test_a_letter_that_was_refused_lets_its_address_rest(letter):
    assert call(says(letter, "permanent-failure", minutes=2)).status_code == 204
    assert state(letter) == (Status.SENT, False, True)
    address = Address.objects.get(address="a@people.example")
    assert (address.last, address.rests_since) == ("hard", letter.bounced_at)
    assert letter.receipts.get().words == "GOV.UK Notify: permanent-failure"


def test_a_full_mailbox_rests_after_five_letters(write, clock, letter):
    for turn in range(5):
        another = write(f"{turn}", to="a@people.example", at=letter.created_at)
        assert not Address.objects.filter(rests_since__isnull=False).exists()
        number = f"{NUMBER[:-1]}{turn}"
        call(says(another, "temporary-failure", minutes=turn, id=number))
    assert Address.objects.get().rests_since == letter.created_at + timedelta(minutes=4)
    call(says(letter, "delivered", minutes=9))
    assert Address.objects.get().rests_since is None, "one that arrives ends the rest"


@pytest.mark.parametrize(
    "status", ["delivered", "permanent-failure", "temporary-failure", "technical-failure"]
)
def test_told_twice_is_no_news(letter, status):
    for _ in range(3):
        assert call(says(letter, status, minutes=2)).status_code == 204
    assert letter.receipts.count() == 1
    if status == "temporary-failure":
        assert Address.objects.get().soft_in_a_row == 1


@pytest.mark.django_db(transaction=True)
def test_told_eight_times_at_once_is_told_once(letter):
    barrier = Barrier(8)

    def one(_) -> int:
        barrier.wait()
        code = call(says(letter, "permanent-failure", minutes=2)).status_code
        connection.close()
        return code

    with ThreadPoolExecutor(8) as callers:
        assert set(callers.map(one, range(8))) == {204}
    assert letter.receipts.count() == 1


ORDERS = [
    (["permanent-failure", "delivered"], (Status.SENT, False, True)),
    (["delivered", "permanent-failure"], (Status.SENT, True, True)),
    (["temporary-failure", "delivered"], (Status.SENT, True, False)),
    (["delivered", "technical-failure"], (Status.SENT, True, False)),
    (["permanent-failure", "technical-failure"], (Status.SENT, False, True)),
]


@pytest.mark.parametrize(("order", "end"), ORDERS)
def test_out_of_order_is_contained(letter, order, end):
    for minutes, status in enumerate(order, start=1):
        assert call(says(letter, status, minutes=minutes)).status_code == 204
    assert state(letter) == end
    rests = Address.objects.filter(rests_since__isnull=False).exists()
    assert rests is ("permanent-failure" in order)


def test_an_older_failure_that_comes_late_changes_nothing(letter):
    call(says(letter, "delivered", minutes=5))
    call(says(letter, "temporary-failure", minutes=1))
    assert state(letter) == (Status.SENT, True, False)
    assert not Address.objects.exists()


@pytest.mark.parametrize("held", [Status.WAITING, Status.PARKED, Status.FAILED])
def test_news_of_a_letter_in_doubt_ends_the_doubt(letter, held, clock):
    """The answer to the sending was lost, so this side did not know that Notify has it."""
    Letter.objects.update(status=held, sent_at=None, error="It may have been sent.")
    call(says(letter, "delivered", minutes=2))
    assert state(letter) == (Status.SENT, True, False)
    assert (letter.error, letter.provider_id) == ("", NUMBER)
    assert drain(clock=clock) == {}, "and no second copy leaves"


def test_what_a_person_cancelled_stays_cancelled(letter):
    Letter.objects.update(status=Status.DROPPED, sent_at=None, error="Cancelled")
    call(says(letter, "delivered", minutes=2))
    assert state(letter)[0] == Status.DROPPED


def test_what_notify_could_not_pass_on_waits_again(letter):
    call(says(letter, "technical-failure", minutes=2))
    assert state(letter) == (Status.WAITING, False, False)
    assert not Address.objects.exists(), "that is nobody's address's fault"


def test_what_notify_cannot_pass_on_at_all_is_shown_to_a_person(letter):
    Letter.objects.update(attempts=12)
    call(says(letter, "technical-failure", minutes=2))
    assert state(letter)[0] == Status.FAILED


def untouched(letter: Letter) -> bool:
    return state(letter) == (Status.SENT, False, False) and not Receipt.objects.exists()


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN[:-1], f"{TOKEN}x", "ünïcode"])
def test_a_wrong_token_is_refused_in_plain_text(letter, token):
    response = call(says(letter, "permanent-failure"), token)
    assert response.status_code == 403
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content == b"The bearer token is wrong.\n"
    assert untouched(letter)


def test_another_kind_of_sign_in_is_refused(letter):
    said = says(letter, "delivered")
    assert call(said, None, Authorization=f"Basic {TOKEN}").status_code == 403
    assert call(said, None, Authorization=TOKEN).status_code == 403


@pytest.mark.parametrize("token", ["", TOKEN])
def test_without_a_token_of_ours_there_is_no_such_address(letter, settings, token):
    settings.NOTIFY_CALLBACK_TOKEN = ""
    response = call(says(letter, "delivered"), token)
    assert (response.status_code, response.content) == (404, b"Not found.\n")
    assert untouched(letter)


def test_only_post(letter):
    assert Client().get(reverse("notify_callback")).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"delivered"', b"\xff\xfe", b"[" * 100_000,
        b"x" * 9_000_000,
    ],
)  # fmt: skip
def test_what_is_no_object_is_refused(letter, body):
    response = call(body)
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")
    assert untouched(letter)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None}, {"id": 7}, {"id": "x"}, {"id": NUMBER + "\n"}, {"id": "\x00" * 36},
        {"reference": 7}, {"reference": "a\x00b"}, {"reference": "x" * 201},
        {"reference": "\ud800"}, {"reference": ["a"]},
        {"status": None}, {"status": 7}, {"status": ["delivered"]},
    ],
)  # fmt: skip
def test_fields_that_are_none_are_refused(letter, changes):
    assert call(says(letter, "delivered") | changes).status_code == 400
    assert untouched(letter)


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "<somebody@elsewhere.example>"},
        {"reference": None},
        {"reference": ""},
        {"status": "sending"},
        {"status": "created"},
        {"status": "delivered\x00"},
        {"status": "x" * 5000},
    ],
)
def test_what_is_not_ours_or_not_final_is_taken_and_forgotten(letter, changes):
    assert call(says(letter, "delivered") | changes).status_code == 204
    assert untouched(letter)


@pytest.mark.parametrize(
    "when",
    [
        None, 7, "", "yesterday", "2026-13-45T99:00:00Z", "2026-11-18T09:51:00",
        "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_now(letter, now, when):
    assert call(says(letter, "delivered", completed_at=when)).status_code == 204
    letter.refresh_from_db()
    assert letter.delivered_at == now
