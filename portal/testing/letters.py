"""A mail server on the loopback that keeps what it is given."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Condition
from typing import Any

import pytest


class Sink:
    """``messages`` holds the letters taken so far, parsed, in the order of their arrival."""

    def __init__(self) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self.arrived = Condition()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://{self.host}:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        message["X-Envelope-From"] = envelope.mail_from
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["X-Envelope-To"]]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """Raises AssertionError when fewer than ``count`` letters arrive in time."""
        with self.arrived:
            done = self.arrived.wait_for(lambda: len(self.messages) >= count, seconds)
        subjects = [message["Subject"] for message in self.messages]
        assert done, f"{len(self.messages)} of {count} letters in {seconds} s: {subjects}"
        return list(self.messages)

    def clear(self) -> None:
        self.messages.clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Sink]:
    from aiosmtpd.controller import Controller

    sink = Sink()
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def sink(smtp_server: Sink) -> Sink:
    """The mail server, empty at the start of the test."""
    smtp_server.clear()
    return smtp_server


@pytest.fixture
def mail_to_sink(sink: Sink, settings: Any) -> Sink:
    """Letters sent by this very process go to the sink by SMTP too."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    return sink
