"""A certificate that nobody vouches for is no certificate: no letter goes there."""

import socket
import ssl
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from portal.testing.letters import Sink
from post.delivery import mail_line
from post.models import Letter
from post.workflows import drain

pytestmark = pytest.mark.django_db(transaction=True)


# A certificate for localhost that its holder has signed, and its key.
CERTIFICATE = str(Path(__file__).with_name("localhost.pem"))


class OverTls(Controller):
    """TLS from the first byte."""

    def _create_server(self):
        return self.loop.create_server(
            self._factory_invoker, host=self.hostname, port=self.port, ssl=self.ssl_context
        )

    def _trigger_server(self):
        with socket.create_connection((self.hostname, self.port), 2):
            pass


@pytest.fixture(params=["starttls", "tls"])
def server(request, settings):
    """A mail server with that certificate."""
    sink, context = Sink(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", sink.port
    settings.EMAIL_USE_TLS = request.param == "starttls"
    settings.EMAIL_USE_SSL = request.param == "tls"
    settings.EMAIL_TIMEOUT = 5
    if request.param == "starttls":
        kind, options = Controller, {"tls_context": context, "require_starttls": True}
    else:
        kind, options = OverTls, {"ssl_context": context}
    controller = kind(sink, hostname="localhost", port=sink.port, **options)
    controller.start()
    yield sink
    controller.stop()


def test_a_certificate_nobody_vouches_for_gets_no_letter(write, clock, server):
    write("a")
    assert drain(clock=clock) == {"away": 1}
    letter = Letter.objects.get()
    assert (letter.status, letter.attempts) == ("waiting", 0)
    assert "CERTIFICATE_VERIFY_FAILED" in letter.error
    assert server.messages == []


def test_one_that_somebody_vouches_for_gets_it(write, clock, server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", CERTIFICATE)
    write("a")
    assert drain(clock=clock) == {"taken": 1}
    assert len(server.wait_for(1)) == 1


def test_one_of_another_name_gets_none(write, clock, server, monkeypatch, settings):
    monkeypatch.setenv("SSL_CERT_FILE", CERTIFICATE)
    settings.EMAIL_HOST = "127.0.0.1"
    write("a")
    assert drain(clock=clock) == {"away": 1}
    assert "CERTIFICATE_VERIFY_FAILED" in Letter.objects.get().error
    assert server.messages == []


def test_a_server_without_tls_gets_no_letter_where_tls_is_set(write, clock, bad_post, settings):
    settings.EMAIL_USE_TLS = True
    write("a")
    assert drain(clock=clock) == {"away": 1}
    assert bad_post.accepted == []


def test_every_line_has_its_time_out(settings):
    assert 0 < settings.EMAIL_TIMEOUT <= 10
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mail_line().timeout == settings.EMAIL_TIMEOUT
    settings.NOTIFY_API_KEY = f"live-{'1' * 36}-{'2' * 36}"
    assert mail_line().open().timeout == settings.EMAIL_TIMEOUT
