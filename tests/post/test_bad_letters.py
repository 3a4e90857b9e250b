"""Letters that break what handles them stop after some tries, and the others go their way."""

import pytest
from django.db import transaction

from post.delivery import smtp
from post.models import Letter
from post.outbox import put
from post.states import BACK_OFF, MAX_ATTEMPTS
from post.workflows import drain, reap

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


@pytest.fixture
def poison(monkeypatch):
    """`poison(error)`: building the message of a@people.example raises it."""
    build = smtp.message_of

    def set_up(error):
        def broken(letter, *rest, **more):
            if letter.to == "a@people.example":
                raise error
            return build(letter, *rest, **more)

        monkeypatch.setattr(smtp, "message_of", broken)

    return set_up


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), MemoryError(), TypeError()])
def test_a_letter_no_message_can_be_made_of_stops(write, clock, bad_post, poison, error):
    poison(error)
    write("a"), write("b")
    assert drain(clock=clock) == {"later": 1, "taken": 1}
    for _ in range(MAX_ATTEMPTS):
        clock.go_on(days=1)
        drain(clock=clock)
    letter = Letter.objects.get(key="key:a")
    assert (letter.status, letter.attempts) == (Status.FAILED, MAX_ATTEMPTS)
    assert type(error).__name__ in letter.error
    assert [to for to, _ in bad_post.accepted] == ["b@people.example"]


def test_others_leave_while_a_letter_kills_its_workers(write, clock, bad_post, take):
    """Whoever takes the first letter dies; the next round begins with the second."""
    write("a"), write("b")
    assert take(clock()).key == "key:a"
    assert drain(clock=clock) == {"taken": 1}
    for _ in range(MAX_ATTEMPTS - 1):
        clock.go_on(minutes=3)
        reap(at=clock())
        assert take(clock()).key == "key:a"
    clock.go_on(minutes=3)
    reap(at=clock())
    assert Letter.objects.get(key="key:a").status == Status.FAILED


HOSTILE = [
    "Ash\r\nBcc: all@people.example", "Ash\x00", "Ash\ud800", "Ash\u202eexe", 'Ash, "Oak" <x@y.z>',
    "=?utf-8?q?Bcc=3A_all=40people.example?=", "Ash\u2028\u0085", "é" * 300, "." * 2000, "From Ash",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_reach_exactly_one(plain_letter, no_nudge, clock, bad_post, words):
    with transaction.atomic():
        put(letter=plain_letter, to="a@people.example", key="a", context={"words": words},
            at=clock.now)  # fmt: skip
    assert drain(clock=clock) == {"taken": 1}
    assert [to for to, _ in bad_post.accepted] == ["a@people.example"]


def test_where_the_server_has_too_many_at_once_they_do_not_all_come_back_together(
    write, clock, bad_post
):
    for name in "abcdefgh":
        bad_post.recipients[f"{name}@people.example"] = "432 4.3.2 Concurrent connections"
        write(name)
    assert drain(clock=clock) == {"later": 8}
    times = set(Letter.objects.values_list("not_before", flat=True))
    assert len(times) == 8
    assert clock.now + BACK_OFF[0] <= min(times) <= max(times) <= clock.now + BACK_OFF[0] * 1.5
