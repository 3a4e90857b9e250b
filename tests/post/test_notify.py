"""By GOV.UK Notify: what it is asked, what its answers lead to, and that none is sent twice."""

import time

import pytest

from portal.testing.letters import free_port
from portal.testing.notify import SIGNED_WITH, TEMPLATE
from post.delivery import LostLease, hand_over, mail_line
from post.delivery.markdown import safe, safe_subject
from post.models import Letter
from post.states import AWAY_PAUSE
from post.workflows import drain, start_data

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


def test_a_letter_is_given_to_notify_once_with_its_message_id(write, clock, notify):
    letter = write("a")
    assert drain(clock=clock) == {"taken": 1}
    assert notify.asked == [
        {
            "email_address": "a@people.example",
            "template_id": TEMPLATE,
            "personalisation": {"subject": letter.subject, "body": letter.text.rstrip()},
            "reference": letter.message_id,
        }
    ]
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at) == (Status.SENT, clock.now)
    assert letter.provider_id in notify.kept
    assert drain(clock=clock) == {}
    assert notify.looked == 0, "a first try asks nothing beforehand"


def test_replies_and_the_way_out_of_a_mailing(write, clock, notify, settings):
    settings.NOTIFY_REPLY_TO_ID = TEMPLATE
    ways = ["https://portal.example/out/1", "http://portal.example/out/2"]
    for name, way in zip("ab", ways, strict=True):
        Letter.objects.filter(pk=write(name).pk).update(unsubscribe_url=way)
    drain(clock=clock)
    first, second = notify.asked
    assert first["one_click_unsubscribe_url"] == ways[0]
    assert "one_click_unsubscribe_url" not in second, "Notify takes only https"
    assert first["email_reply_to_id"] == TEMPLATE


@pytest.mark.parametrize(
    ("code", "verdict", "status", "attempts"),
    [
        (400, "never", Status.FAILED, 1),
        (413, "never", Status.FAILED, 1),
        (401, "later", Status.WAITING, 1),
        (403, "later", Status.WAITING, 1),
        (404, "later", Status.WAITING, 1),
        (429, "away", Status.WAITING, 0),
        (500, "unknown", Status.WAITING, 1),
        (502, "unknown", Status.WAITING, 1),
        (503, "unknown", Status.WAITING, 1),
        (0, "unknown", Status.WAITING, 1),
    ],
)
def test_answers(write, clock, notify, code, verdict, status, attempts):
    notify.answers = [(code, False)]
    write("a"), write("b")
    counts = drain(clock=clock)
    assert counts == ({verdict: 1} if verdict == "away" else {verdict: 1, "taken": 1})
    letter = Letter.objects.get(key="key:a")
    assert (letter.status, letter.attempts) == (status, attempts)
    assert letter.error and SIGNED_WITH not in letter.error
    clock.now = max(letter.not_before, clock.now)
    drain(clock=clock)
    assert Letter.objects.get(key="key:b").status == Status.SENT, "and nobody waits for another"


@pytest.mark.parametrize(
    ("policy", "status"), [("requeue", Status.WAITING), ("park", Status.PARKED)]
)
@pytest.mark.parametrize("fault", ["drop", "error", "silence"])
def test_in_doubt_notify_is_asked_before_a_second_copy(
    write, clock, notify, settings, policy, status, fault
):
    """Notify took it, and its answer was lost."""
    settings.EMAIL_TIMEOUT = 0.5
    notify.silence = 1 if fault == "silence" else 0
    notify.answers = [({"drop": 0, "error": 500, "silence": 201}[fault], True)]
    letter = write("a", policy=policy)
    assert drain(clock=clock) == {"unknown": 1}
    letter.refresh_from_db()
    assert letter.status == status
    if policy == "requeue":
        clock.now = letter.not_before
        assert drain(clock=clock) == {"taken": 1}
        letter.refresh_from_db()
        assert (letter.status, letter.provider_id) == (Status.SENT, next(iter(notify.kept)))
    assert len(notify.asked) == 1, "Notify was given it once"


def test_what_notify_never_got_is_given_again(write, clock, notify):
    notify.answers = [(500, False)]
    letter = write("a")
    drain(clock=clock)
    clock.go_on(hours=1)
    assert drain(clock=clock) == {"taken": 1}
    assert [body["reference"] for body in notify.asked] == [letter.message_id] * 2


def test_refused_connection_costs_no_try(write, clock, notify, settings):
    good, settings.NOTIFY_URL = settings.NOTIFY_URL, f"http://127.0.0.1:{free_port()}"
    write("a"), write("b")
    assert drain(clock=clock) == {"away": 1}
    assert set(Letter.objects.values_list("status", "attempts")) == {(Status.WAITING, 0)}
    settings.NOTIFY_URL = good
    clock.now += AWAY_PAUSE
    assert drain(clock=clock) == {"taken": 2}


def test_a_silent_notify_is_left_in_time(write, clock, notify, settings):
    settings.EMAIL_TIMEOUT = 0.5
    notify.silence = 1.5
    write("a", policy="park")
    began = time.monotonic()
    assert drain(clock=clock) == {"unknown": 1}
    assert time.monotonic() - began < 1.4


def test_a_lost_lease_gives_notify_nothing(write, clock, notify, take):
    write("a", policy="park")
    claimed = take(clock())
    Letter.objects.update(leased_until=clock.now)
    with pytest.raises(LostLease):
        hand_over(claimed, line=mail_line(), before_data=lambda: start_data(claimed, at=clock()))
    assert notify.asked == []


@pytest.mark.parametrize(
    "to", ["no-at-sign", "a@people.example\nBcc: b@people.example", "a@p.example, b@p.example"]
)
def test_an_address_that_is_none_is_not_given_to_notify(write, clock, notify, to):
    letter = write("a")
    Letter.objects.filter(pk=letter.pk).update(to=to)
    assert drain(clock=clock) == {"never": 1}
    assert notify.asked == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("# Head", r"\# Head"),
        ("Title\n=====", "Title\n\uff1d===="),
        ("Title\n---", "Title\n\\---"),
        ("^ quoted", "\u02c6 quoted"),
        ("* one\n- two\n12. three", "\\* one\n\\- two\n12\\. three"),
        ("    code", "code"),
        ("\u200b# hidden", r"\# hidden"),
        ("a\u2424# hidden", "a # hidden"),
        ("a\u2028# hidden", "a\n\\# hidden"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("a|b\n:-|-", "a\\|b\n:-\\|-"),
        ("((body)) and (((x)))", r"(\(body)) and (\(\(x)))"),
        (r"C:\*x", r"C:\\*x"),
        ("See https://portal.example/a_b/?x=1#y", "See https://portal.example/a_b/?x=1#y"),
    ],
)
def test_what_people_type_stays_as_they_typed_it(typed, read):
    assert safe(typed) == read


def test_a_subject_holds_no_gap_to_fill():
    assert safe_subject("(((body))) – High Street") == "( ( (body))) – High Street"
