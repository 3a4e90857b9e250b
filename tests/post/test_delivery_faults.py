"""What each fault of a mail server leads to: the table of answers and end states (F6).

Each fault strikes the letters to a@people.example; the one to b@people.example goes after it. No
wait is longer than the time-out, no letter blocks another, and none is lost.
"""

import socket
import threading
import time
from typing import NamedTuple

import pytest

from post.models import Letter
from post.workflows import drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status
TIMEOUT, SILENCE = 0.4, 12
GREETING = {"banner": "220 here", "EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok"}
GOOD = GREETING | {"DATA": "354 go on", "text": "250 taken", "QUIT": "221 bye", "RSET": "250 ok"}


class Script(threading.Thread):
    """A mail server that follows a script, stage by stage.

    A stage's words are answered; `hang` says nothing, `drop` hangs up, `drip` answers ten bytes
    a second without an end, `crawl` takes the text ten bytes a second.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.stages: dict[str, str] = {}
        self.everywhere = False
        self.taken: list[str] = []
        self.calls = 0

    def run(self) -> None:
        while True:
            try:
                talk, _ = self.door.accept()
            except OSError:
                return
            self.calls += 1
            threading.Thread(target=self.serve, args=(talk,), daemon=True).start()

    def serve(self, talk: socket.socket) -> None:
        try:
            with talk, talk.makefile("rb") as lines:
                self.converse(talk, lines)
        except OSError:
            pass

    def converse(self, talk, lines) -> None:
        to = ""
        self.answer(talk, "banner", to)
        for line in lines:
            word = line.split(b" ")[0].strip().decode().upper()
            to = line.decode() if word == "RCPT" else to
            if not self.answer(talk, word, to):
                return
            if word == "DATA" and self.read_text(talk, lines, to):
                self.taken.append(to.partition("<")[2].partition(">")[0])
                if not self.answer(talk, "text", to):
                    return

    def read_text(self, talk, lines, to: str) -> bool:
        action = self.action("reading", to)
        while action == "crawl":
            if not talk.recv(1):
                return False
            time.sleep(0.1)
        if not self.action("DATA", to).startswith("354"):
            return False
        return any(line == b".\r\n" for line in lines)

    def action(self, stage: str, to: str) -> str:
        struck = self.everywhere or "a@" in to
        return (self.stages.get(stage) if struck else None) or GOOD.get(stage, "502 what")

    def answer(self, talk, stage: str, to: str) -> bool:
        action = self.action(stage, to)
        if action == "hang":
            time.sleep(SILENCE)
        if action in {"hang", "drop"}:
            talk.shutdown(socket.SHUT_RDWR)
            return False
        while action == "drip":
            talk.sendall(b"2")
            time.sleep(0.1)
        talk.sendall(action.encode() + b"\r\n")
        return True


@pytest.fixture
def script(settings):
    server = Script()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = TIMEOUT
    yield server
    server.door.shutdown(socket.SHUT_RDWR)
    server.door.close()


class Fault(NamedTuple):
    stage: str
    action: str
    verdict: str
    requeue: str
    park: str
    attempts: int = 1


WAITING, FAILED, PARKED, SENT = Status.WAITING, Status.FAILED, Status.PARKED, Status.SENT
TABLE = [
    # Before there is a talk: nothing to do with any letter, so no try is counted.
    Fault("banner", "421 busy", "away", WAITING, WAITING, 0),
    Fault("banner", "554 no", "away", WAITING, WAITING, 0),
    Fault("banner", "hang", "away", WAITING, WAITING, 0),
    Fault("banner", "drop", "away", WAITING, WAITING, 0),
    Fault("banner", "drip", "away", WAITING, WAITING, 0),
    Fault("EHLO", "hang", "away", WAITING, WAITING, 0),
    # The sender is refused: our own trouble.
    Fault("MAIL", "421 closing", "later", WAITING, WAITING),
    Fault("MAIL", "450 later", "later", WAITING, WAITING),
    Fault("MAIL", "550 who are you", "later", WAITING, WAITING),
    Fault("MAIL", "hang", "later", WAITING, WAITING),
    # One recipient is refused.
    Fault("RCPT", "421 closing", "later", WAITING, WAITING),
    Fault("RCPT", "450 later", "later", WAITING, WAITING),
    Fault("RCPT", "451 grey", "later", WAITING, WAITING),
    Fault("RCPT", "452 full", "later", WAITING, WAITING),
    Fault("RCPT", "530 sign in", "later", WAITING, WAITING),
    Fault("RCPT", "550 no such user", "never", FAILED, FAILED),
    Fault("RCPT", "551 moved", "never", FAILED, FAILED),
    Fault("RCPT", "553 no name", "never", FAILED, FAILED),
    Fault("RCPT", "hang", "later", WAITING, WAITING),
    Fault("RCPT", "drop", "later", WAITING, WAITING),
    Fault("RCPT", "drip", "later", WAITING, WAITING),
    Fault("RCPT", "nonsense", "later", WAITING, WAITING),
    # The text is refused before or after it went: a plain word leaves no doubt.
    Fault("DATA", "421 closing", "later", WAITING, WAITING),
    Fault("DATA", "451 later", "later", WAITING, WAITING),
    Fault("DATA", "554 no", "never", FAILED, FAILED),
    Fault("text", "421 closing", "later", WAITING, WAITING),
    Fault("text", "450 later", "later", WAITING, WAITING),
    Fault("text", "452 no room", "later", WAITING, WAITING),
    Fault("text", "550 spam", "never", FAILED, FAILED),
    Fault("text", "552 too long", "never", FAILED, FAILED),
    # No word once the text may have gone: in doubt, and the policy decides.
    Fault("DATA", "drop", "unknown", WAITING, PARKED),
    Fault("DATA", "hang", "unknown", WAITING, PARKED),
    Fault("reading", "crawl", "unknown", WAITING, PARKED),
    Fault("text", "drop", "unknown", WAITING, PARKED),
    Fault("text", "hang", "unknown", WAITING, PARKED),
    Fault("text", "drip", "unknown", WAITING, PARKED),
    Fault("text", "nonsense", "unknown", WAITING, PARKED),
]


def named(fault: Fault) -> str:
    return f"{fault.stage} {fault.action}"


def at_fault(script, fault: Fault) -> None:
    script.everywhere = fault.stage in {"banner", "EHLO", "MAIL"}
    script.stages = {fault.stage: fault.action}


@pytest.mark.parametrize("policy", Letter.Policy.values)
@pytest.mark.parametrize("fault", TABLE, ids=named)
def test_each_fault_has_its_end_state(write, clock, script, fault, policy):
    at_fault(script, fault)
    a, b = write("a", policy=policy), write("b", policy=policy)
    if fault.action == "crawl":
        Letter.objects.filter(pk=a.pk).update(text="x" * 9_000_000)
    began = time.monotonic()
    assert drain(clock=clock) == counts(script, fault)
    assert time.monotonic() - began < SILENCE / 2, "no wait is longer than the time-out"
    a.refresh_from_db()
    assert (a.status, a.attempts) == (getattr(fault, policy), fault.attempts)
    assert a.error, "and it says why"
    script.stages = {}
    clock.go_on(hours=1)
    drain(clock=clock)
    a.refresh_from_db(), b.refresh_from_db()
    assert b.status == SENT, "no letter blocks another"
    assert a.status == (SENT if getattr(fault, policy) == WAITING else getattr(fault, policy))
    assert script.taken.count("b@people.example") == 1
    assert script.taken.count("a@people.example") <= (2 if fault.stage == "text" else 1)


def counts(script: Script, fault: Fault) -> dict[str, int]:
    """What the round says: a fault that strikes everybody strikes both."""
    if fault.verdict == "away":
        return {"away": 1}
    return {fault.verdict: 2} if script.everywhere else {fault.verdict: 1, "taken": 1}


def test_refused_for_half_an_hour_and_then_taken(write, clock, script):
    script.stages = {"RCPT": "450 grey"}
    letter = write("a")
    began = clock.now
    while drain(clock=clock) == {"later": 1}:
        letter.refresh_from_db()
        clock.now = letter.not_before
        if (clock.now - began).total_seconds() >= 30 * 60:
            script.stages = {}
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (SENT, 5)
    assert (letter.sent_at - began).total_seconds() == (1 + 5 + 15 + 30) * 60
    assert script.taken == ["a@people.example"]
