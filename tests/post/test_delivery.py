"""By SMTP: what arrives, what the server's answers lead to, and that no letter blocks another."""

import smtplib
import time
from datetime import timedelta

import psycopg
import pytest
from django.core.mail.backends import locmem
from django.db import connection

from portal.testing.worker import database_url
from post import delivery
from post.models import Letter, Sweep
from post.states import AWAY_PAUSE, BACK_OFF, MAX_ATTEMPTS, Stage, Verdict, verdict_on
from post.workflows import drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


def test_a_letter_arrives_in_two_parts_with_its_message_id(write, clock, mail_to_sink, settings):
    letter = write("a")
    assert drain(clock=clock) == {"taken": 1}
    [message] = mail_to_sink.wait_for(1)
    assert message["Message-ID"] == letter.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert message["To"] == "a@people.example"
    assert message["Date"].datetime == letter.created_at
    plain, html = message.get_body(["plain"]), message.get_body(["html"])
    assert plain.get_content().replace("\r\n", "\n") == letter.text
    assert "Ash &lt; Oak" in html.get_content()
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.attempts) == (Status.SENT, clock.now, 1)


def test_many_letters_travel_on_one_line(write, clock, bad_post):
    for name in "abcde":
        write(name)
    assert drain(clock=clock) == {"taken": 5}
    assert bad_post.connections == 1
    assert drain(clock=clock) == {}, "and none a second time"
    assert len(bad_post.accepted) == 5


def test_one_bad_address_blocks_nobody(write, clock, bad_post):
    bad_post.recipients["b@people.example"] = "550 5.1.1 No such user"
    for name in "abc":
        write(name)
    assert drain(clock=clock) == {"taken": 2, "never": 1}
    bad = Letter.objects.get(key="key:b")
    assert bad.status == Status.FAILED
    assert "550 5.1.1 No such user" in bad.error


@pytest.mark.parametrize("to", ["no-at-sign", "a@people.example\nBcc: b@people.example"])
def test_an_address_that_is_none_fails_at_once(write, clock, bad_post, to):
    write("a", to=to)
    write("b")
    counts = drain(clock=clock)
    assert counts["taken"] == 1 or to == "no-at-sign"
    assert Letter.objects.get(key="key:b").status == Status.SENT
    assert bad_post.accepted[-1][0] == "b@people.example"


@pytest.mark.parametrize("answer", ["450 Try later", "421 Closing", "hang up", "535 Sign in"])
def test_refused_for_now_waits_longer_each_time(write, clock, bad_post, answer):
    bad_post.recipients["a@people.example"] = answer
    write("a"), write("b")
    assert drain(clock=clock) == {"later": 1, "taken": 1}
    letter = Letter.objects.get(key="key:a")
    for tries, pause in enumerate(BACK_OFF[:5], start=1):
        letter.refresh_from_db()
        assert (letter.status, letter.attempts) == (Status.WAITING, tries)
        assert letter.not_before == clock.now + pause
        assert letter.data_started_at is None
        clock.now = letter.not_before - timedelta(seconds=1)
        assert drain(clock=clock) == {}, "not before its time"
        clock.go_on(seconds=1)
        assert drain(clock=clock) == {"later": 1}


def test_the_wait_is_1_5_15_30_60_minutes_and_ends_after_three_days():
    minutes = [pause.total_seconds() / 60 for pause in BACK_OFF]
    assert minutes[:5] == [1, 5, 15, 30, 60]
    assert timedelta(hours=66) < sum(BACK_OFF, timedelta()) < timedelta(hours=72)


def test_it_gives_up_and_says_why(write, clock, bad_post):
    bad_post.recipients["a@people.example"] = "452 Mailbox full"
    letter = write("a")
    Letter.objects.update(attempts=MAX_ATTEMPTS - 1)
    drain(clock=clock)
    letter.refresh_from_db()
    assert letter.status == Status.FAILED
    assert letter.error == f"Gave up after {MAX_ATTEMPTS} tries. 452 Mailbox full"


def test_a_refused_sender_is_our_trouble_not_the_letters(write, clock, bad_post):
    bad_post.senders = "550 Who are you"
    write("a")
    assert drain(clock=clock) == {"later": 1}


@pytest.mark.parametrize(
    ("answer", "status"), [("554 Spam", Status.FAILED), ("451 Later", Status.WAITING)]
)
def test_a_plain_refusal_after_the_text_leaves_no_doubt(write, clock, bad_post, answer, status):
    bad_post.data = answer
    write("a", policy=Letter.Policy.PARK)
    drain(clock=clock)
    assert Letter.objects.get().status == status


@pytest.mark.parametrize(
    ("policy", "status"), [("requeue", Status.WAITING), ("park", Status.PARKED)]
)
def test_silence_after_the_text_goes_by_the_policy(write, clock, bad_post, policy, status):
    """The server took it and was cut off before it could say so."""
    bad_post.data = "take and hang up"
    write("a", policy=policy)
    assert drain(clock=clock) == {"unknown": 1}
    assert Letter.objects.get().status == status
    bad_post.data = "250 OK"
    clock.go_on(hours=1)
    drain(clock=clock)
    copies = [identity for _, identity in bad_post.accepted]
    assert len(copies) == (2 if policy == "requeue" else 1)
    assert len(set(copies)) == 1, "a second copy is recognised by its Message-ID"


def test_no_server_costs_no_letter_a_try(write, clock, settings, bad_post):
    settings.EMAIL_PORT = 1
    for name in "abc":
        write(name)
    assert drain(clock=clock) == {"away": 1}, "nobody else is tried in this round"
    assert set(Letter.objects.values_list("status", "attempts")) == {(Status.WAITING, 0)}
    settings.EMAIL_PORT = bad_post.port
    clock.now += AWAY_PAUSE
    assert drain(clock=clock) == {"taken": 3}


def test_a_silent_server_is_left_in_time_and_for_good(write, clock, bad_post, settings):
    """EMAIL_TIMEOUT bounds the wait; the next letter must not hear the late answer to this one."""
    settings.EMAIL_TIMEOUT = 0.5
    bad_post.silences = [1.5]
    write("a", policy=Letter.Policy.PARK), write("b")
    began = time.monotonic()
    assert drain(clock=clock) == {"unknown": 1, "taken": 1}
    assert time.monotonic() - began < 1.4
    assert bad_post.connections == 2
    assert Letter.objects.get(key="key:a").status == Status.PARKED


def test_data_is_noted_before_it_starts_and_no_transaction_is_open(write, clock, monkeypatch):
    seen = []
    send = locmem.EmailBackend.send_messages

    def watched(self, messages):
        with psycopg.connect(database_url()) as other:
            row = other.execute("SELECT status, data_started_at FROM post_letter").fetchone()
        seen.append((connection.in_atomic_block, *row))
        return send(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", watched)
    write("a")
    drain(clock=clock)
    assert seen == [(False, "sending", clock.now)]


@pytest.mark.parametrize("policy", Letter.Policy.values)
def test_by_smtp_data_is_noted_after_the_address_was_taken(write, clock, bad_post, policy):
    """An address that is refused leaves no doubt; a text on its way is noted already.

    Where a person decides in doubt; a letter that is sent again may be noted a moment early.
    """
    seen = []

    def look():
        with psycopg.connect(database_url()) as other:
            seen.append(other.execute("SELECT data_started_at FROM post_letter").fetchone()[0])

    bad_post.on_recipient = bad_post.on_data = look
    write("a", policy=policy)
    drain(clock=clock)
    early = clock.now if policy == Letter.Policy.REQUEUE else None
    assert seen == [early, clock.now]


def test_the_round_notes_its_sweep(clock):
    drain(clock=clock)
    clock.go_on(minutes=1)
    drain(clock=clock)
    assert Sweep.objects.get(name="outbox").at == clock.now


def test_a_round_ends_by_itself_and_wakes_a_worker_for_what_is_left(
    write, clock, bad_post, no_nudge
):
    for name in "abc":
        write(name)
    no_nudge.clear()
    bad_post.on_data = lambda: clock.go_on(seconds=10)
    assert drain(clock=clock) == {"taken": 2}
    assert len(no_nudge) == 1
    assert drain(clock=clock) == {"taken": 1}
    assert len(no_nudge) == 1, "nothing is left"


@pytest.mark.parametrize(
    ("stage", "code", "verdict"),
    [
        (Stage.RECIPIENT, 550, Verdict.NEVER),
        (Stage.RECIPIENT, 501, Verdict.NEVER),
        (Stage.RECIPIENT, 530, Verdict.LATER),
        (Stage.RECIPIENT, 450, Verdict.LATER),
        (Stage.SENDER, 550, Verdict.LATER),
        (Stage.SENDER, 421, Verdict.LATER),
        (Stage.DATA, 552, Verdict.NEVER),
        (Stage.DATA, 451, Verdict.LATER),
        (Stage.DATA, -1, Verdict.UNKNOWN),
        (Stage.RECIPIENT, -1, Verdict.LATER),
    ],
)
def test_codes(stage, code, verdict):
    assert verdict_on(stage, code) == verdict


def test_a_server_that_hung_up_meanwhile_is_rung_again(write, clock, bad_post):
    line = delivery.mail_line()
    line.open()
    line.connection.close()
    line.open()
    assert line.connection.noop()[0] == 250
    line.connection.close()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        line.connection.noop()
    line.drop()
