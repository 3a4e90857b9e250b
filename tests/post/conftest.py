"""Letters to play with, and mail servers that behave badly."""

import asyncio
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from portal.testing.letters import free_port
from portal.testing.worker import database_url
from post import nudge
from post.models import Letter
from post.outbox import put
from post.workflows import begin, claim, rounds

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


class Clock:
    """Stands still until told to go on."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def closed_breaker():
    nudge.breaker.closes()
    yield
    nudge.breaker.closes()


@pytest.fixture
def no_nudge(monkeypatch) -> list[str]:
    """What would have been sent to the broker."""
    sent: list[str] = []
    monkeypatch.setattr(nudge, "send", lambda: sent.append(nudge.TASK))
    return sent


@pytest.fixture
def plain_letter(settings, tmp_path):
    """A letter's three templates, so that the post is tested without anybody's wording."""
    folder = tmp_path / "emails" / "test"
    folder.mkdir(parents=True)
    (folder / "plain.subject.txt").write_text("{{ words }} & more")
    (folder / "plain.txt").write_text("{{ words }} & more\n\n\n\nfrom {{ council_name }}\n")
    (folder / "plain.html").write_text("<p lang='en'>{{ words }} &amp; more</p>")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    return "test/plain"


@pytest.fixture
def write(plain_letter, no_nudge):
    """`write("a")` puts a letter to a@people.example in the outbox, in its own transaction."""

    def write_one(name: str, **fields) -> Letter | None:
        given = {"to": f"{name}@people.example", "key": f"key:{name}", "at": AT} | fields
        with transaction.atomic():
            return put(letter=plain_letter, context={"words": "Ash < Oak"}, **given)

    return write_one


@pytest.fixture
def take():
    """`take(at)`: the next letter in hand, its turn begun, as a worker has it; None without one."""

    def take_one(at: datetime) -> Letter | None:
        for letter in claim(at=at, most=1):
            begin(letter, after=None, at=at)
            return letter
        return None

    return take_one


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)`: act is called each time a worker hands a letter over."""
    hand_over = rounds.hand_over

    def set_up(act):
        def watched(letter, **how):
            act()
            return hand_over(letter, **how)

        monkeypatch.setattr(rounds, "hand_over", watched)

    return set_up


@pytest.fixture
def drain_loop():
    """`with drain_loop(url) as process`: the loop that needs no broker, and finds none."""

    @contextmanager
    def loop(mail_url: str):
        command = [sys.executable, "manage.py", "drain_outbox", "--loop", "--every", "0.2"]
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": mail_url,
            "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        }
        process = subprocess.Popen(command, cwd=ROOT, env=env)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    return loop


class Post:
    """A mail server whose answers are set by the test, stage by stage."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.accepted: list[tuple[str, str]] = []
        self.connections = 0
        self.recipients: dict[str, str] = {}
        self.senders = "250 OK"
        self.data = "250 OK"
        self.on_recipient = self.on_data = lambda: None
        self.silences: list[float] = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.senders.startswith("250"):
            envelope.mail_from = address
        return self.senders

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.on_recipient()
        answer = self.recipients.get(address, "250 OK")
        if answer == "hang up":
            server.transport.close()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.on_data()
        if self.silences:
            await asyncio.sleep(self.silences.pop())
        if self.data.startswith("250") or self.data == "take and hang up":
            head = envelope.content.decode("ascii", "replace")
            identity = next(line for line in head.splitlines() if line.startswith("Message-ID"))
            self.accepted.append((envelope.rcpt_tos[0], identity.partition(": ")[2].strip()))
        if self.data == "take and hang up":
            server.transport.close()
        return self.data


@pytest.fixture
def bad_post(settings):
    """A mail server under the test's control, and the settings that lead to it."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", handler.port
    settings.EMAIL_TIMEOUT = 3
    yield handler
    controller.stop()
