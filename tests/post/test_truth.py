"""A letter is asked about just before it leaves: what is no longer true stays, and says so."""

from datetime import timedelta

import pytest
from django.db import connection

from post import hooks
from post.models import Address, Letter
from post.states import BACK_OFF, MAX_ATTEMPTS
from post.workflows import drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


@pytest.fixture
def why(monkeypatch):
    """What the check `test` says of each letter, by key; an exception is raised."""
    said: dict = {}

    def check(*, letter, at):
        words = said.get(letter.key, "")
        if isinstance(words, Exception):
            raise words
        return words

    monkeypatch.setitem(hooks.checks, "test", check)
    return said


def test_what_is_true_leaves(write, clock, bad_post, why):
    write("a", only_if="test")
    assert drain(clock=clock) == {"taken": 1}


def test_what_is_no_longer_true_stays_and_says_why(write, clock, bad_post, why):
    write("a", only_if="test"), write("b")
    why["key:a"] = "The enquiry was answered meanwhile."
    assert drain(clock=clock) == {"dropped": 1, "taken": 1}
    letter = Letter.objects.get(key="key:a")
    assert (letter.status, letter.error) == (Status.DROPPED, why["key:a"])
    assert [to for to, _ in bad_post.accepted] == ["b@people.example"]
    assert drain(clock=clock) == {}


def test_what_came_too_late_stays(write, clock, bad_post):
    write("a", expires_at=clock.now + timedelta(hours=1))
    write("b", expires_at=clock.now + timedelta(hours=1), not_before=clock.now)
    clock.go_on(hours=1)
    assert drain(clock=clock) == {"dropped": 2}
    assert "too late" in Letter.objects.first().error
    write("c", expires_at=clock.now + timedelta(seconds=1))
    assert drain(clock=clock) == {"taken": 1}


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), MemoryError()])
def test_a_check_that_breaks_stops_its_letter_and_no_other(write, clock, bad_post, why, error):
    why["key:a"] = error
    write("a", only_if="test"), write("b", only_if="test")
    assert drain(clock=clock) == {"later": 1, "taken": 1}
    letter = Letter.objects.get(key="key:a")
    assert (letter.status, letter.attempts) == (Status.WAITING, 1)
    assert letter.not_before == clock.now + BACK_OFF[0]
    for _ in range(MAX_ATTEMPTS - 1):
        clock.go_on(days=1)
        drain(clock=clock)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (Status.FAILED, MAX_ATTEMPTS)
    assert type(error).__name__ in letter.error
    assert [to for to, _ in bad_post.accepted] == ["b@people.example"]


def test_a_query_that_fails_in_a_check_stops_nobody_else(write, clock, bad_post, monkeypatch):
    def check(*, letter, at):
        connection.cursor().execute("SELECT 1 / 0")

    monkeypatch.setitem(hooks.checks, "test", check)
    write("a", only_if="test"), write("b")
    assert drain(clock=clock) == {"later": 1, "taken": 1}


def test_a_check_that_nobody_knows_any_more_is_no_leave_to_send(write, clock, bad_post):
    write("a", only_if="gone")
    assert drain(clock=clock) == {"later": 1}
    assert bad_post.accepted == []


def test_an_address_that_came_to_rest_meanwhile(write, at, clock, bad_post):
    write("a"), write("q", to="a@people.example", priority=Letter.Priority.FIRST)
    Address.objects.create(address="a@people.example", last="hard", last_at=at, rests_since=at)
    assert drain(clock=clock) == {"taken": 1, "dropped": 1}
    assert Letter.objects.get(key="key:q").status == Status.SENT
