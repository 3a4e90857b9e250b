"""By GOV.UK Notify: what it is asked, what its answers lead to, and that none is sent twice."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest

from portal.testing.letters import free_port
from post.delivery.markdown import safe, safe_subject
from post.models import Letter, Receipt
from post.states import AWAY_PAUSE, BACK_OFF
from post.workflows import ask_notify, drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status
SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
TEMPLATE = "33333333-3333-4333-8333-333333333333"
TEAM_ONLY = {"error": "BadRequestError", "message": "Can't send to this recipient"}


class Notify:
    """Answers as Notify does, or as the test says."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.kept: dict[str, dict] = {}
        self.looked = 0
        self.answers: list = []
        self.on_post = lambda: None
        self.silence = 0.0

    def take(self, body: dict) -> tuple[int, dict]:
        self.on_post()
        self.asked.append(body)
        code, keeps = self.answers.pop(0) if self.answers else (201, True)
        number = f"{len(self.kept):08d}-0000-4000-8000-000000000000"
        if keeps:
            row = {"id": number, "reference": body["reference"], "status": "sending"}
            self.kept[number] = row | {"completed_at": None}
        time.sleep(self.silence)
        return code, {"id": number} if code == 201 else {"status_code": code, "errors": [TEAM_ONLY]}

    def show(self, path: str) -> tuple[int, dict]:
        self.looked += 1
        if "reference=" in path:
            found = [row for row in self.kept.values() if row["reference"].strip("<>") in path]
            return 200, {"notifications": found}
        row = self.kept.get(path.rpartition("/")[2])
        return (200, row) if row else (404, {"errors": []})


def handler_of(notify: Notify) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.check()
            size = int(self.headers["Content-Length"])
            self.answer(*notify.take(json.loads(self.rfile.read(size))))

        def do_GET(self):
            self.check()
            self.answer(*notify.show(self.path.replace("%40", "@")))

        def check(self):
            token = self.headers["Authorization"].removeprefix("Bearer ")
            assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE

        def answer(self, code, said):
            if code == 0:
                self.close_connection = True
                return
            body = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler


@contextmanager
def running(notify: Notify):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(notify))
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def notify(settings):
    notify = Notify()
    settings.NOTIFY_API_KEY = f"live-{SERVICE}-{SECRET}"
    settings.NOTIFY_TEMPLATE_ID = TEMPLATE
    settings.EMAIL_TIMEOUT = 3
    with running(notify) as url:
        settings.NOTIFY_URL = url
        yield notify


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
    assert letter.error and SECRET not in letter.error
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


def test_a_lost_lease_gives_notify_nothing(write, clock, notify):
    write("a")
    claimed = Letter.objects.get()
    Letter.objects.update(status=Status.SENDING, attempts=2, leased_until=clock.now)
    from post.delivery import LostLease, hand_over, mail_line
    from post.workflows import start_data

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


@pytest.fixture
def sent(write, clock, notify) -> Letter:
    write("a")
    drain(clock=clock)
    return Letter.objects.get()


def becomes(notify, letter, status, at) -> None:
    row = notify.kept[letter.provider_id]
    row |= {"status": status, "completed_at": at.isoformat().replace("+00:00", "Z")}


@pytest.mark.parametrize(
    ("status", "what", "arrived"),
    [
        ("delivered", "delivered", True),
        ("temporary-failure", "soft", False),
        ("permanent-failure", "hard", False),
    ],
)
def test_notify_is_asked_after_some_minutes(clock, notify, sent, status, what, arrived):
    happened = clock.now + timedelta(minutes=1)
    becomes(notify, sent, status, happened)
    clock.go_on(minutes=2)
    assert ask_notify(clock=clock) == 0, "it may yet tell by itself"
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 1
    sent.refresh_from_db()
    receipt = sent.receipts.get()
    assert (receipt.what, receipt.at) == (what, happened)
    assert (sent.delivered_at == happened) is arrived
    assert (sent.bounced_at == happened) is not arrived
    clock.go_on(minutes=10)
    assert (ask_notify(clock=clock), notify.looked) == (0, 1), "and not asked again"


def test_one_asks_a_minute_and_not_for_ever(clock, notify, sent):
    clock.go_on(minutes=10)
    assert [ask_notify(clock=clock) for _ in range(3)] == [0, 0, 0]
    assert notify.looked == 1
    clock.go_on(days=5)
    ask_notify(clock=clock)
    assert notify.looked == 1


def test_a_number_notify_forgot_stops_nobody(clock, notify, write):
    for name in "abc":
        write(name)
    drain(clock=clock)
    forgotten, *others = Letter.objects.order_by("id")
    del notify.kept[forgotten.provider_id]
    for letter in others:
        becomes(notify, letter, "delivered", clock.now)
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 2


def test_asking_is_bounded(clock, notify, write, monkeypatch):
    monkeypatch.setattr("post.workflows.receipts.AT_ONCE", 2)
    for name in "abc":
        write(name)
    drain(clock=clock)
    clock.go_on(minutes=10)
    ask_notify(clock=clock)
    assert notify.looked == 2


def test_where_notify_is_away_asking_ends_at_once(clock, notify, write, settings):
    for name in "abc":
        write(name)
    drain(clock=clock)
    settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 0
    assert not Receipt.objects.exists()


def test_by_smtp_nothing_is_asked(clock, settings, django_assert_num_queries):
    assert not settings.NOTIFY_API_KEY
    with django_assert_num_queries(0):
        assert ask_notify(clock=clock) == 0


def test_what_notify_could_not_pass_on_is_sent_again(clock, notify, sent):
    becomes(notify, sent, "technical-failure", clock.now)
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 1
    sent.refresh_from_db()
    assert (sent.status, sent.sent_at) == (Status.WAITING, None)
    clock.now = sent.not_before + BACK_OFF[0]
    assert drain(clock=clock) == {"taken": 1}
    assert len(notify.asked) == 2, "the first copy never left Notify"
