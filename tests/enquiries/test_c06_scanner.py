"""C6: where a scanner is set up, each file passes it first; while it is away, nothing comes in."""

import logging
import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enquiries import scanner, workflows
from enquiries.models import Draft, Photo
from tests.uploads import EICAR, picture

pytestmark = pytest.mark.django_db


class FakeClamd(threading.Thread):
    """Speaks INSTREAM as clamd does: finds EICAR wherever it stands in a stream."""

    def __init__(self, address, family=socket.AF_INET, answer: bytes | None = None):
        super().__init__(daemon=True)
        self.answer, self.seen = answer, []
        self.line = socket.socket(family)
        self.line.bind(address)
        self.line.listen()

    @property
    def url(self) -> str:
        name = self.line.getsockname()
        return f"unix:{name}" if isinstance(name, str) else f"tcp://{name[0]}:{name[1]}"

    def run(self) -> None:
        while True:
            try:
                line, _ = self.line.accept()
            except OSError:
                return
            with line:
                self.serve(line)

    def serve(self, line: socket.socket) -> None:
        with line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", stream.read(4))[0]:
                content += stream.read(length)
        self.seen.append(content)
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        line.sendall(found if self.answer is None else self.answer)


@contextmanager
def clamd(*args, **kwargs):
    made = FakeClamd(*args, **kwargs)
    made.start()
    try:
        yield made
    finally:
        made.line.close()


@pytest.fixture
def draft(council, parish, alice, now, settings, tmp_path) -> Draft:
    settings.MEDIA_ROOT = tmp_path
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


@pytest.fixture
def send(signed_in, alice, draft):
    def sent(content: bytes) -> str:
        files = {"photos": SimpleUploadedFile("bend.jpg", content), "description": "Too fast"}
        response = signed_in(alice).post(reverse("draft_what", args=[draft.token]), files)
        assert response.status_code == 200
        return response.content.decode()

    return sent


@pytest.mark.parametrize("way", ["tcp", "unix"])
def test_c06_a_file_is_streamed_and_let_in(way, send, settings, tmp_path):
    where = {
        "tcp": {"address": ("127.0.0.1", 0)},
        "unix": {"address": str(tmp_path / "s"), "family": socket.AF_UNIX},
    }
    content = picture(size=(900, 900))
    with clamd(**where[way]) as scan:
        settings.CLAMD_URL = scan.url
        body = send(content)
    assert "Photos you have added (1 of 6)" in body
    assert scan.seen == [content] and len(content) > scanner.CHUNK


def test_c06_what_carries_a_virus_is_refused_and_logged(send, settings, caplog, tmp_path):
    with clamd(("127.0.0.1", 0)) as scan, caplog.at_level(logging.WARNING):
        settings.CLAMD_URL = scan.url
        body = send(picture() + EICAR)
    assert "“bend.jpg” may carry a virus" in body and "Too fast" in body
    assert "Eicar-Test-Signature" in caplog.text and "bend" not in caplog.text
    assert not Photo.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("answer", [
    b"", b"stream: INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"\xff\0", b"stream: OKAY\0",
    b"x" * 5000,
])  # fmt: skip
def test_c06_without_a_clear_verdict_nothing_comes_in(send, settings, answer):
    with clamd(("127.0.0.1", 0), answer=answer) as scan:
        settings.CLAMD_URL = scan.url
        body = send(picture())
    assert "could not be checked for viruses just now" in body and "Too fast" in body
    assert not Photo.objects.exists()


@pytest.mark.parametrize("url", [
    "tcp://127.0.0.1:1", "unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:99999", "tcp://",
])  # fmt: skip
def test_c06_while_the_scanner_is_away_nothing_comes_in(send, settings, url, caplog):
    settings.CLAMD_URL = url
    body = send(picture())
    assert "could not be checked for viruses just now" in body and "Too fast" in body
    assert not Photo.objects.exists() and "no verdict" in caplog.text


def test_c06_a_scanner_that_hangs_is_not_waited_for(send, settings, monkeypatch):
    monkeypatch.setattr(scanner, "ANSWER", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        body = send(picture())
    assert "could not be checked for viruses just now" in body
    assert not Photo.objects.exists()
