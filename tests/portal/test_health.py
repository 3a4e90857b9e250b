"""Probes for machines, and the status page for administrators."""

import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from portal import health
from portal.celery import app
from portal.models import Heartbeat
from portal.tasks import beat_heartbeat
from post.models import Letter, Sweep

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def administrator(db):
    return User.objects.create_user("admin@example.org", name="Ada Min", is_staff=True)


def letter(**changes) -> Letter:
    facts = {"kind": "received", "key": "k1", "message_id": "<1@example.org>", "created_at": NOW}
    facts |= {"to": "clerk@example.org", "subject": "s", "text": "t", "html": "h"}
    return Letter.objects.create(**(facts | {"not_before": NOW} | changes))


def test_live_touches_nothing(client):
    """Without the database fixture any query would fail the test."""
    assert client.get("/health/live").content == b"alive"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_needs_no_known_host_and_no_session(client, db, settings, path):
    settings.ALLOWED_HOSTS = ["parish.example.org"]
    client.cookies[settings.SESSION_COOKIE_NAME] = "nonsense"
    response = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert not response.cookies


def test_a_probe_has_the_headers_of_every_response(client):
    assert "Content-Security-Policy" in client.get("/health/live").headers


def test_ready_when_the_database_has_every_migration(client, db):
    assert client.get("/health/ready").json() == {"ready": True}


def test_not_ready_while_a_migration_is_missing(client, db, monkeypatch):
    known = health.migrations_on_disk() | {("enquiries", "9999_from_tomorrow")}
    monkeypatch.setattr(health, "migrations_on_disk", lambda: known)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "why": "1 migrations are not applied"}


def test_not_ready_without_a_database(client, db, monkeypatch, tmp_path):
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["why"] == "the database does not answer (OperationalError)"


def test_a_database_that_hangs_is_told_within_three_seconds(client, db, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", silent.getsockname()[1])
        start = time.monotonic()
        assert client.get("/health/ready").status_code == 503
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("role", [{}, {"is_officer": True}, {"is_manager": True}])
def test_the_status_page_is_for_administrators(client, db, role):
    client.force_login(User.objects.create_user("someone@example.org", name="Some One", **role))
    assert client.get("/status").status_code == 403


def test_the_status_page_shows_every_scheduled_task(client, administrator):
    client.force_login(administrator)
    page = client.get("/status").content.decode()
    for name in settings.CELERY_BEAT_SCHEDULE:
        assert f"Last: {name}" in page
    assert "Something needs attention" in page


def test_a_letter_may_wait_two_minutes(db):
    assert health.oldest_letter(NOW).value == "none is waiting"
    letter()
    letter(key="later", message_id="<2@example.org>", not_before=NOW + timedelta(hours=1))
    assert health.oldest_letter(NOW + timedelta(seconds=100)).is_well
    late = health.oldest_letter(NOW + timedelta(minutes=5))
    assert (late.value, late.is_well) == ("5 minutes", False)


def test_a_letter_put_off_since_the_mail_server_is_away_still_waits(db):
    soon = NOW + timedelta(minutes=30)
    letter(not_before=soon, error="ConnectionRefusedError")
    away = health.oldest_letter(NOW + timedelta(minutes=29))
    assert (away.value, away.is_well) == ("29 minutes", False)
    Letter.objects.update(attempts=1)
    assert health.oldest_letter(NOW + timedelta(minutes=29)).value == "none is waiting"


@pytest.mark.parametrize(
    ("seconds", "value", "is_well"),
    [(10, "10 seconds ago", True), (45, "45 seconds ago", True), (46, "46 seconds ago", False)],
)
def test_a_task_may_miss_two_turns(seconds, value, is_well):
    reading = health.last_run("drain", NOW - timedelta(seconds=seconds), 15, NOW)
    assert (reading.value, reading.is_well) == (value, is_well)


def test_the_outbox_counts_as_drained_whoever_drains_it(db):
    Sweep.objects.create(name="outbox", at=NOW)
    readings = {reading.name: reading for reading in health.scheduled(NOW)}
    assert readings["Last: drain the outbox"].is_well
    assert not readings["Last: sweep deadlines"].is_well


def test_the_inbox_counts_as_read_when_the_mailbox_was_there(db, settings):
    """The task's own turn says nothing: it comes to its end without a mailbox too."""
    Heartbeat.objects.create(name="post.tasks.read_inbox", at=NOW)
    name = "Last: read the inbox"
    readings = {reading.name: reading for reading in health.scheduled(NOW)}
    assert readings[name].is_well, "no mailbox is set"
    settings.INBOX_URL = "imaps://somewhere"
    readings = {reading.name: reading for reading in health.scheduled(NOW)}
    assert readings[name].value == "never"
    Sweep.objects.create(name="inbox", at=NOW)
    readings = {reading.name: reading for reading in health.scheduled(NOW)}
    assert readings[name].is_well


def test_letters_without_an_end_and_events_without_letters_are_told(db, monkeypatch):
    letter()
    early, late = NOW + timedelta(hours=72), NOW + timedelta(hours=73)
    assert health.unsettled_letters(early).is_well
    assert health.unsettled_letters(late).value == "1"
    assert health.untold_events(NOW) == health.Reading(
        "Events of the last day without their letter", "0", True
    )
    monkeypatch.setattr(health, "untold", lambda **span: [(1, "received")])
    assert not health.untold_events(NOW).is_well


def test_a_task_that_never_ran_needs_attention():
    assert not health.last_run("drain", None, 15, NOW).is_well


def test_the_broker_answers():
    assert health.broker().is_well


def test_a_broker_that_is_down_or_hangs_is_told_soon(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        start = time.monotonic()
        monkeypatch.setattr(app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
        assert not health.broker().is_well
    assert not health.broker().is_well
    assert time.monotonic() - start < 5


def test_ages_are_told_in_words():
    told = [health.in_words(timedelta(seconds=s)) for s in [-1, 119, 120, 7199, 7200]]
    assert told == ["0 seconds", "119 seconds", "2 minutes", "119 minutes", "2 hours"]


def test_every_scheduled_task_is_known():
    app.loader.import_default_modules()
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks <= set(app.tasks)


def test_turns_that_no_worker_took_do_not_pile_up():
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert 60 <= entry["options"]["expires"] <= max(60, entry["schedule"])


def test_a_scheduled_task_leaves_a_note_of_its_success(db):
    beat_heartbeat.apply()
    first = Heartbeat.objects.get(name="portal.tasks.beat_heartbeat").at
    beat_heartbeat.apply()
    assert Heartbeat.objects.get(name="portal.tasks.beat_heartbeat").at > first


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_passes_the_heartbeat_on(celery_worker_process):
    beat_heartbeat.delay()
    deadline = time.monotonic() + 20
    while not Heartbeat.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert Heartbeat.objects.get().name == "portal.tasks.beat_heartbeat"
