"""Production does not start half set up, and says in one line what it lacks."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "enquiries.example.org",
    "DATABASE_URL": "postgres://nobody@localhost:1/none",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command that reads the settings, with nothing of ours in the environment."""
    known = {"PATH": os.environ["PATH"]} | COMPLETE | changes
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT, env=known, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without(name):
    refused = start(**{name: ""})
    assert refused.returncode == 1
    assert refused.stderr == (
        f"manage.py cannot start. Production needs {name}. Set them and start again.\n"
    )


def test_everything_missing_is_named_at_once():
    refused = start(**dict.fromkeys(COMPLETE, " "))
    assert "SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL" in refused.stderr


def test_a_mode_nobody_knows_is_not_taken_for_a_demo():
    refused = start(PORTAL_MODE="prod")
    assert refused.returncode == 1
    assert "PORTAL_MODE is “prod”" in refused.stderr


def test_a_complete_production_reads_its_settings():
    assert start().returncode == 0


CLEAR = [
    "smtp://mail.example.org:25",
    "smtp://mail.example.org:587",
    "smtp://user:secret@mail.example.org",
    "smtp://192.0.2.1",
    "smtp://localhost.example.org",
]
ENCRYPTED = [
    "submission://user:secret@mail.example.org",
    "smtp://mail.example.org:25?tls=True",
    "smtp://mail.example.org:465?ssl=True",
]
WITHIN = ["smtp://localhost:25", "smtp://127.0.0.1:25", "smtp://[::1]:25", "console:", "file:"]


@pytest.mark.parametrize("url", CLEAR)
def test_production_sends_no_letters_in_the_clear(url):
    refused = start(EMAIL_URL=url)
    assert refused.returncode == 1
    [line] = refused.stderr.splitlines()
    assert line.startswith("manage.py cannot start. Production sends no letters in the clear.")
    assert "secret" not in line


@pytest.mark.parametrize("url", ENCRYPTED + WITHIN)
def test_production_sends_letters_encrypted_or_within_the_machine(url):
    assert start(EMAIL_URL=url).returncode == 0


def test_a_trial_may_use_any_mail_server():
    assert start(EMAIL_URL=CLEAR[0], PORTAL_MODE="demo").returncode == 0


def test_a_kind_of_mail_nobody_knows_is_said_in_one_line():
    refused = start(EMAIL_URL="pigeon://mail.example.org")
    assert refused.stderr == (
        "manage.py cannot start. EMAIL_URL must begin with submission:, smtp:, console: or file:.\n"
    )


@pytest.mark.parametrize(
    "sender", ["", "Roads", "Roads <post>", "a@b.example, c@d.example", "a b@c"]
)
def test_a_sender_that_is_none_is_refused(sender):
    refused = start(FROM_EMAIL=sender)
    assert refused.returncode == 1
    assert "FROM_EMAIL holds no address." in refused.stderr


@pytest.mark.parametrize("sender", ["post@c.example", "Roads, Paths & Signals <post@c.example>"])
def test_a_sender_may_have_any_name(sender):
    assert start(FROM_EMAIL=sender).returncode == 0


NUMBER = "00000000-0000-4000-8000-000000000001"
NOTIFY = {
    "NOTIFY_API_KEY": f"live-{NUMBER}-{NUMBER}",
    "NOTIFY_TEMPLATE_ID": NUMBER,
}


@pytest.mark.parametrize(
    "changes",
    [
        {"NOTIFY_API_KEY": "live-half"},
        {"NOTIFY_TEMPLATE_ID": ""},
        {"NOTIFY_TEMPLATE_ID": "letters"},
        {"NOTIFY_URL": "http://notify.example.org"},
    ],
)
def test_half_of_notify_is_refused(changes):
    refused = start(**(NOTIFY | changes))
    assert refused.returncode == 1
    [line] = refused.stderr.splitlines()
    assert line.startswith(f"manage.py cannot start. {next(iter(changes))} ")
    assert "half" not in line


def test_notify_needs_no_mail_server():
    assert start(EMAIL_URL=CLEAR[0], **NOTIFY).returncode == 0


@pytest.mark.parametrize("name", ["celery.app.trace", "axes.handlers.database"])
def test_what_goes_well_all_the_time_is_not_logged(name):
    logger = logging.getLogger(name)
    assert logger.isEnabledFor(logging.WARNING) and not logger.isEnabledFor(logging.INFO)
