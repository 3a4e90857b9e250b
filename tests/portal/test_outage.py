"""The database goes away: every page says so, gives the words back, and the probes tell."""

from contextlib import contextmanager
from html import unescape

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

WORDS = "Ice at the bend “by the church” <&>"
SORRY = "Sorry, the service is unavailable"


@pytest.fixture
def away(monkeypatch):
    """`with away(): …` is a stretch of time without a database."""

    @contextmanager
    def gone(error=OperationalError):
        def refuse(*args, **kwargs):
            raise error("the connection is lost")

        with monkeypatch.context() as patch:
            patch.setattr(BaseDatabaseWrapper, "_cursor", refuse)
            yield

    return gone


@contextmanager
def failing_at(words: str):
    """Lose the database at the first statement that begins with these words."""

    def execute(run, sql, params, many, context):
        if sql.startswith(words):
            raise OperationalError("the connection is lost")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def client_of(stopped_clock):
    def client(user=None, **how) -> Client:
        found = Client(raise_request_exception=False, **how)
        if user:
            found.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return found

    return client


def check_sorry(response, words: str = "") -> None:
    said = unescape(response.content.decode())
    assert response.status_code == 503
    assert SORRY in said and words in said
    assert "Traceback" not in said and "connection is lost" not in said


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_words_sent_while_the_database_is_away_come_back(
    client_of, alice, oscar, enquiry, away, error
):
    """Already finding out who is signed in fails."""
    for user, name in [(alice, "enquiry_add"), (oscar, "case_note")]:
        path = reverse(name, args=[enquiry.number])
        for strict in (False, True):
            client = client_of(user, enforce_csrf_checks=strict)
            with away(error):
                check_sorry(client.post(path, {"text": WORDS}), WORDS)


def test_no_password_is_shown(client_of, alice, away):
    sent = {"email": alice.email, "password": "s3cret", "current_password": "s3cret-too"}
    for user, path in [(None, "/sign-in/"), (alice, "/password/")]:
        client = client_of(user)
        with away():
            response = client.post(path, sent)
        check_sorry(response)
        assert b"s3cret" not in response.content


@pytest.mark.parametrize("moment", ["INSERT", "UPDATE", 'SELECT "enquiries_', "SAVEPOINT"])
def test_a_database_lost_halfway_writes_nothing_and_gives_the_words_back(
    client_of, alice, enquiry, moment
):
    path = reverse("enquiry_add", args=[enquiry.number])
    client = client_of(alice)
    with failing_at(moment):
        response = client.post(path, {"text": WORDS})
    check_sorry(response, WORDS)
    enquiry.refresh_from_db()
    assert enquiry.events.count() == 1 and not enquiry.clerk_replied
    assert client.post(path, {"text": WORDS}).status_code == 302, "afterwards all is well"


@pytest.mark.parametrize("path", ["/", "/enquiries/", "/officer/", "/sign-in/", "/nowhere/"])
def test_pages_say_sorry(client_of, alice, away, path):
    client = client_of(alice)
    with away():
        check_sorry(client.get(path))


def test_alive_and_not_ready(client, away):
    with away():
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
    assert ready.status_code == 503 and ready.json()["ready"] is False
    assert client.get("/health/ready").status_code == 200
