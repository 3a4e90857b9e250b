"""One row for each reader; a sender that is killed repeats nobody and misses nobody."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Count

from accounts.models import User
from briefings.models import Audience, Edition, Item, Recipient
from briefings.permissions import Refused
from briefings.workflows import editions, sending
from parishes.models import Membership
from portal.testing.worker import database_url
from post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
# Readers and kills: a few in every run, and all of the promise in make test-exhaustive.
SIZES = [pytest.param((400, 4), id="short"),
         pytest.param((5000, 12), id="whole", marks=pytest.mark.exhaustive)]  # fmt: skip
# Writes what is missing and sends it, until it is killed or every letter has come to its end. Its
# clock goes on by less than makes a mailing late, so that the pace is kept and nobody waits for it.
SENDER = """
import django, sys
from datetime import datetime, timedelta
django.setup()
from briefings.workflows import sending
from post.models import Letter
from post.workflows import drain
at = datetime.fromisoformat(sys.argv[1])
while sending.send_due(at=at):
    pass
while Letter.objects.filter(status__in=["waiting", "sending"]).exists():
    drain(clock=lambda: at)
    at += timedelta(seconds=20)
"""


@pytest.fixture
def size(request) -> tuple[int, int]:
    return getattr(request, "param", (40, 0))


@pytest.fixture
def crowd(size, edith, maya, council, now) -> Edition:
    """People of one council, and briefing 30 on its way to them."""
    people = User.objects.bulk_create(
        User(email=f"p{n}@readers.example", name=f"Reader {n}") for n in range(size[0])
    )
    Membership.objects.bulk_create(
        Membership(council=council, user=one, starts_on=date(2024, 5, 1)) for one in people
    )
    audience = Audience.objects.create(name="Clerks", to_councils=True)
    edition = Edition.objects.create(
        number=30, title="Winter roads", status="scheduled", audience=audience, made_at=now,
        changed_at=now, submitted_at=now, submitted_by=edith, approved_at=now, approved_by=maya,
        scheduled_at=now, scheduled_by=edith, scheduled_for=now,
    )  # fmt: skip
    Item.objects.create(
        edition=edition, title="Gritting", anchor="gritting", body="Grit.", added_at=now,
        changed_at=now,
    )  # fmt: skip
    return edition


def start(now: datetime, url: str) -> subprocess.Popen:
    env = os.environ | {
        "DATABASE_URL": database_url(), "EMAIL_URL": url, "DJANGO_SETTINGS_MODULE":
        "portal.settings", "CELERY_BROKER_URL": "redis://127.0.0.1:1/0", "PORTAL_MODE": "test",
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-c", SENDER, now.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=env)


class Gate:
    """Lets so many letters through, and holds the post until the sender is dead.

    However fast or slow the machine is, the sender still has work when it is killed.
    """

    def __init__(self, post, stage: str, *, most: int):
        self.post, self.stage, self.left = post, stage, most
        self.is_full, self.is_over = Event(), Event()

    def __enter__(self) -> "Gate":
        setattr(self.post, self.stage, self.let_through)
        return self

    def __exit__(self, *error) -> None:
        setattr(self.post, self.stage, lambda: None)
        self.is_over.set()

    def let_through(self) -> None:
        if self.left:
            self.left -= 1
        else:
            self.is_full.set()
            self.is_over.wait()


# Where a gate stands, how many it lets through, and when the sender is killed: while it writes,
# before a text has gone out, after it, and anywhere between.
MOMENTS = [
    ("on_recipient", 0, lambda gate: Letter.objects.exists()),
    ("on_recipient", 15, lambda gate: gate.is_full.is_set()),
    ("on_data", 15, lambda gate: gate.is_full.is_set()),
    ("on_recipient", 60, lambda gate: gate.left <= 40),
]


def kill(sender: subprocess.Popen, is_time: Callable[[], bool], pause: float) -> None:
    """Wait until it is time, and a moment more; then kill what must still be at work."""
    limit = time.monotonic() + 120
    while not is_time() and sender.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)
    assert is_time()
    time.sleep(pause)
    assert sender.poll() is None
    sender.kill()
    sender.wait()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("size", SIZES, indirect=True)
def test_a_sender_killed_again_and_again_misses_nobody_and_repeats_nobody(
    crowd, size, bad_post, now
):
    dice = random.Random(9)
    for stage, most, is_time in islice(cycle(MOMENTS), size[1]):
        with Gate(bad_post, stage, most=most) as gate:
            sender = start(now, bad_post.url)
            kill(sender, partial(is_time, gate), dice.random() / 10)
    assert start(now, bad_post.url).wait(timeout=600) == 0
    settle(crowd, bad_post, *size)


def settle(edition: Edition, post, readers: int, kills: int) -> None:
    """Every reader has one row and one letter: sent, or parked for a person to decide."""
    rows, letters = edition.recipients, Letter.objects.filter(kind="briefings/edition")
    assert rows.count() == readers == rows.values("to").distinct().count()
    assert letters.count() == readers == letters.values("to").distinct().count()
    fates = dict(letters.order_by().values_list("status").annotate(Count("pk")))
    assert set(fates) <= {"sent", "parked"}
    accepted = [to for to, _ in post.accepted]
    assert len(accepted) == len(set(accepted)), "nobody has two"
    sent = set(letters.filter(status="sent").values_list("to", flat=True))
    parked = set(letters.filter(status="parked").values_list("to", flat=True))
    assert sent <= set(accepted) <= sent | parked, "whoever is said to have it has it"
    assert len(parked) <= kills
    print(f"killed {kills} times: {len(sent)} sent, {len(parked)} parked, 0 missed, 0 doubled")


def test_the_ledger_is_written_whole_or_not_at_all(crowd, now, monkeypatch):
    def die(*args, **words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending.move, "move", die)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due(at=now)
    assert not Recipient.objects.exists()
    crowd.refresh_from_db()
    assert crowd.status == "scheduled"
    connection.close()


def test_nobody_deletes_an_edition_while_it_begins_to_be_sent(crowd, edith, now, monkeypatch):
    def delete() -> str:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '300ms'")
                editions.delete_edition(edition=crowd, at=now, by=edith)
            return "deleted"
        except (OperationalError, Refused) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    found, meanwhile = sending.reach_of, []

    def reach_of(edition, *, at):
        meanwhile.append(elsewhere.submit(delete).result())
        return found(edition, at=at)

    monkeypatch.setattr(sending, "reach_of", reach_of)
    with ThreadPoolExecutor(1) as elsewhere:
        assert sending.send_due(at=now) == 40
        assert meanwhile == ["OperationalError"], "it waits until the ledger is written"
        assert elsewhere.submit(delete).result() == "Refused"


def test_a_turn_that_is_over_leaves_the_rest_to_the_next(crowd, now, monkeypatch):
    monkeypatch.setattr(sending, "TURN_SECONDS", -1)
    assert sending.send_due(at=now) == 0
    crowd.refresh_from_db()
    assert crowd.mailing.written_at is None
    monkeypatch.setattr(sending, "TURN_SECONDS", 20)
    assert sending.send_due(at=now) == 40
    crowd.mailing.refresh_from_db()
    assert crowd.mailing.written_at
