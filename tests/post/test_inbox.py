"""The mailbox is read over a real line: each message once, none holds up another."""

from datetime import timedelta
from time import monotonic

import pytest
from django.core.management import call_command
from django.db import OperationalError

from post import hooks, workflows
from post.inbox import open_box
from post.models import Address, Incoming, Sweep
from post.tokens import bounce_address
from post.workflows import incoming
from post.workflows.replies import Done, Taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch) -> list:
    """What reached the strangers' door, which takes everything; "fail" in a text makes it fail."""
    replies: list = []

    def door(*, reply, at):
        if "fail" in reply.text:
            raise ValueError("a fault of ours")
        replies.append(reply)
        return Taken(Done.REPLY, "Taken.")

    monkeypatch.setattr(hooks, "doors", {"": door})
    return replies


def raw(text: str, *head: str) -> bytes:
    lines = ["From: Ann <ann@people.example>", "To: post@county.example", *head, "", text, ""]
    return "\r\n".join(lines).encode()


def read(clock) -> dict:
    return dict(workflows.read_inbox(clock=clock))


def test_what_waits_is_handled_and_marked(mailbox, heard, clock):
    for text in ("one", "two", "three"):
        mailbox.put(raw(text))
    assert read(clock) == {"reply": 3}
    assert [reply.text for reply in heard] == ["one", "two", "three"]
    assert mailbox.unseen() == []
    row = Incoming.objects.last()
    assert row.source.endswith("/7/1") and row.sender == "ann@people.example"
    assert "se:cret" not in row.source
    assert Sweep.objects.get(name="inbox").at == clock.now
    assert read(clock) == {}


DELAYED = """\
From: MAILER-DAEMON@people.example
To: {to}
Subject: Delivery delayed
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.people.example

Final-Recipient: rfc822; a@people.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; 421 not now

--B--
"""


def test_a_delay_is_noted_with_the_letter_and_its_address_goes_on(
    mailbox, heard, clock, write, settings
):
    settings.BOUNCE_ADDRESS = "post@county.example"
    letter = write("a")
    mailbox.put(DELAYED.format(to=bounce_address(letter)).encode())
    assert read(clock) == {"bounce": 1}
    [receipt] = letter.receipts.all()
    assert (receipt.what, receipt.words) == ("delayed", "4.4.1 smtp; 421 not now")
    letter.refresh_from_db()
    assert letter.bounced_at is None and not Address.objects.exists()


SAID = "Authentication-Results: mx.county.example"
RESULTS = [
    ([], False),
    ([f"{SAID}; dmarc=pass header.from=people.example; spf=fail"], True),
    ([f"{SAID} 1; spf=pass (sender is ok; dmarc=fail) smtp.mailfrom=people.example"], True),
    ([f"{SAID}; dkim=pass header.d=other.example; dmarc=fail action=none"], False),
    ([f"{SAID}; spf=softfail; dkim=none; dmarc=none"], False),
    ([f"{SAID}; none"], False),
    (["Authentication-Results: mx.evil.example; dmarc=pass"], False),
    ([f"{SAID}; dmarc=fail", f"{SAID}; dmarc=pass"], False),
]


@pytest.mark.parametrize(("head", "is_heard"), RESULTS)
def test_where_the_server_checks_senders_a_pretender_is_not_heard(
    mailbox, heard, clock, settings, head, is_heard
):
    mailbox.put(raw("one", *head))
    settings.AUTHENTICATION_RESULTS = "mx.county.example"
    assert read(clock) == {"reply" if is_heard else "ignored": 1}
    assert len(heard) == is_heard


def test_nothing_is_asked_of_servers_unless_set(mailbox, heard, clock):
    mailbox.put(raw("one", f"{SAID}; dmarc=fail"))
    assert read(clock) == {"reply": 1}


def test_a_crash_between_the_note_and_the_mark_repeats_nothing(mailbox, heard, clock):
    mailbox.put(raw("one"))
    mailbox.hang_up_at = ["STORE"]
    assert read(clock) == {}
    assert len(heard) == 1 and mailbox.unseen() == [1]
    assert read(clock) == {}
    assert len(heard) == 1 and mailbox.unseen() == []


def test_a_second_reader_with_an_old_list_finds_it_done(mailbox, heard, clock):
    mailbox.put(raw("one"))
    with open_box(mailbox.url) as box:
        assert [incoming.take(box, 1, clock=clock) for _ in range(2)] == ["reply", "reply"]
    assert len(heard) == 1


def test_a_message_that_fails_is_noted_flagged_and_holds_up_nobody(mailbox, heard, clock):
    for text in ("one", "fail", "three"):
        mailbox.put(raw(text))
    assert read(clock) == {"reply": 2, "failed": 1}
    row = Incoming.objects.get(done="failed")
    assert row.why == "It could not be read: ValueError"
    assert mailbox.flags[2] == {"\\Seen", "\\Flagged"}
    assert read(clock) == {}


def test_what_the_database_is_to_blame_for_is_tried_again(mailbox, heard, clock, monkeypatch):
    mailbox.put(raw("one"))

    def away(**_):
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "hand_in", away)
        with pytest.raises(OperationalError):
            read(clock)
    assert mailbox.unseen() == [1] and Incoming.objects.get().why == incoming.TRIES[0]
    assert read(clock) == {"reply": 1}


def test_a_full_disk_is_not_the_messages_fault(mailbox, heard, clock, monkeypatch):
    mailbox.put(raw("one"))

    def full(**_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "hand_in", full)
        assert read(clock) == {"later": 1}
    assert read(clock) == {"reply": 1}


def test_a_message_that_kills_its_reader_is_left_alone_after_three_tries(
    mailbox, heard, clock, monkeypatch
):
    mailbox.put(raw("poison"))
    mailbox.put(raw("after"))

    class Killed(BaseException):
        pass

    def dies(source, content, **rest):
        if b"poison" in content:
            raise Killed
        return kept(source, content, **rest)

    kept = incoming.handle
    monkeypatch.setattr(incoming, "handle", dies)
    for _ in range(3):
        with pytest.raises(Killed):
            read(clock)
    assert read(clock) == {"reply": 1}
    assert "\\Flagged" in mailbox.flags[1]
    assert Incoming.objects.get(done="failed").why == incoming.TRIES[2]


def test_the_same_message_delivered_twice_is_handled_once(mailbox, heard, clock):
    for _ in range(2):
        mailbox.put(raw("one", "Message-ID: <a@people.example>"))
    mailbox.put(raw("no identity"))
    mailbox.put(raw("no identity"))
    assert read(clock) == {"reply": 2, "ignored": 2}


def test_another_sender_cannot_silence_a_message_by_taking_its_identity(mailbox, heard, clock):
    mailbox.put(raw("one", "Message-ID: <a@b>").replace(b"ann@", b"bad@"))
    mailbox.put(raw("two", "Message-ID: <a@b>"))
    assert read(clock) == {"reply": 2}


def test_a_new_validity_makes_new_numbers(mailbox, heard, clock):
    mailbox.put(raw("one"))
    read(clock)
    mailbox.validity, mailbox.flags[1] = 8, set()
    mailbox.messages[1] = raw("another")
    assert read(clock) == {"reply": 1}


def test_a_person_who_opens_the_mailbox_makes_nothing_disappear(mailbox, heard, clock):
    mailbox.put(raw("one"))
    read(clock)
    mailbox.put(raw("two"))
    mailbox.flags[2].add("\\Seen")
    assert read(clock) == {"reply": 1}
    assert heard[-1].text == "two"


def test_old_mail_that_was_read_before_we_came_stays_where_it_is(mailbox, heard, clock):
    mailbox.put(raw("old"))
    mailbox.flags[1].add("\\Seen")
    assert read(clock) == {}


def test_of_what_is_too_large_only_the_head_is_read(mailbox, heard, clock, monkeypatch):
    monkeypatch.setattr("post.messages.MOST_BYTES", 1000)
    mailbox.put(raw("x" * 2000))
    assert read(clock) == {"reply": 1}
    assert heard[0].is_too_large and heard[0].text == ""


def test_one_who_never_stops_is_stopped(mailbox, heard, clock):
    for number in range(25):
        mailbox.put(raw(f"round {number}"))
    assert read(clock) == {"reply": 20, "ignored": 5}
    clock.go_on(hours=25)
    mailbox.put(raw("tomorrow"))
    assert read(clock) == {"reply": 1}


def test_a_round_ends_by_itself_and_the_next_goes_on(mailbox, heard, clock, monkeypatch):
    for number in range(3):
        mailbox.put(raw(f"round {number}"))
    monkeypatch.setattr(incoming, "ROUND", timedelta(seconds=-1))
    assert read(clock) == {}
    monkeypatch.setattr(incoming, "ROUND", timedelta(seconds=40))
    assert read(clock) == {"reply": 3}


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_line_that_breaks_anywhere_loses_and_doubles_nothing(mailbox, heard, clock, command):
    for text in ("one", "two", "three"):
        mailbox.put(raw(text))
    mailbox.hang_up_at = [command] * 3
    for _ in range(8):
        read(clock)
    assert [reply.text for reply in heard] == ["one", "two", "three"]
    assert mailbox.unseen() == []


def test_a_server_that_says_nothing_costs_no_more_than_the_time_out(
    mailbox, heard, clock, monkeypatch
):
    monkeypatch.setattr("post.inbox.TIMEOUT", 0.3)
    mailbox.put(raw("one"))
    mailbox.silent_at = ["SEARCH"]
    started = monotonic()
    assert read(clock) == {}
    assert monotonic() - started < 5
    assert not Sweep.objects.filter(name="inbox").exists()


@pytest.mark.parametrize(
    "url", ["", "http://x/", "imaps://", "imap://post:wrong@127.0.0.1:1/INBOX"]
)
def test_no_mailbox_is_no_trouble_and_no_password_is_logged(url, clock, settings, caplog):
    settings.INBOX_URL = url
    assert read(clock) == {}
    assert "wrong" not in caplog.text


def test_a_wrong_password_is_no_trouble_either(mailbox, clock, settings, caplog):
    settings.INBOX_URL = mailbox.url.replace("se%3Acret", "guess-that")
    assert read(clock) == {}
    assert "cannot be read" in caplog.text and "guess-that" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_command_and_the_task_read_it_too(mailbox, heard):
    from post.tasks import read_inbox

    mailbox.put(raw("one"))
    call_command("read_inbox")
    mailbox.put(raw("two"))
    assert read_inbox() == {"reply": 1}
    assert [reply.text for reply in heard] == ["one", "two"]
