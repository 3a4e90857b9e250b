"""Two sweepers at once, killed at random: each event once, each letter once, nothing by halves."""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.db.models import Count

from enquiries import readers, workflows
from enquiries.deadlines.models import JobRun
from enquiries.models import Deadline, Enquiry, Event, Question
from enquiries.workflows import sweeps
from portal.testing.worker import database_url
from post import nudge
from post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
DUE, URGENT, NEAR, ASKED = 10_000, 200, 200, 100
SWEEPER = """
import django, sys
from datetime import datetime
django.setup()
from enquiries.workflows import sweeps
sweeps.sweep(now=datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def no_nudge(monkeypatch):
    monkeypatch.setattr(nudge, "send", lambda: None)


@pytest.fixture
def crowd(enquiry, standard, lena, oscar, now):
    """Thousands of enquiries like alice's: due, urgent and due, nearly due, and waiting for her.

    One deadline each, at 17:00 of the day, so that every event can be counted.
    """
    later = now + timedelta(days=30)
    total = DUE + NEAR + ASKED
    cases = Enquiry.objects.bulk_create(like(enquiry, n, owner=oscar) for n in range(total))
    Deadline.objects.all().delete()
    due, near, asked = cases[:DUE], cases[DUE:-ASKED], cases[-ASKED:]
    Deadline.objects.bulk_create(
        [deadline(case, standard, now, due_at=now - timedelta(hours=1)) for case in due]
        + [deadline(case, standard, now, due_at=now + timedelta(hours=20)) for case in near]
        + [deadline(case, standard, now, due_at=later) for case in asked]
    )
    Question.objects.bulk_create(
        Question(
            enquiry=case, text="Which?", reply_by=now.date(), asked_by=oscar,
            asked_at=now - timedelta(days=8),
        )
        for case in asked
    )  # fmt: skip
    Letter.objects.all().delete()
    return cases


def like(enquiry: Enquiry, n: int, *, owner) -> Enquiry:
    values = {field.attname: getattr(enquiry, field.attname) for field in Enquiry._meta.fields}
    status = "waiting" if n >= DUE + NEAR else "looking"
    fresh = {"id": None, "form_token": uuid.uuid4(), "owner_id": owner.pk, "status": status}
    priority = "P1" if n < URGENT else "P3"
    del values["number"]
    return Enquiry(**values | fresh | {"priority": priority})


def deadline(case: Enquiry, standard, now, *, due_at) -> Deadline:
    return Deadline(
        enquiry=case, stage="answer", standard=standard, days=10, target_at=due_at, due_at=due_at,
        promised_on=due_at.date(), due_on=due_at.date(), starts_at=now - timedelta(days=14),
    )  # fmt: skip


@pytest.fixture
def lena(team, django_user_model):
    lena = django_user_model.objects.create_user("lena@people.example", name="Lena Leader")
    team.leader = lena
    team.save()
    return lena


def check_each_once() -> None:
    """Every row that was due has its one event and its letters, and no other row has any."""
    what = dict(Event.objects.filter(by=None).values_list("what").annotate(Count("pk")))
    assert what == {"missed": DUE, "delayed": NEAR, "nudged": ASKED}
    by_case = Event.objects.filter(by=None).values("enquiry", "what").annotate(n=Count("pk"))
    assert not by_case.filter(n__gt=1).exists()
    assert Deadline.objects.filter(missed_at__isnull=False).count() == DUE
    assert Deadline.objects.filter(delay_told_at__isnull=False).count() == NEAR
    kinds = dict(Letter.objects.order_by().values_list("kind").annotate(Count("pk")))
    assert kinds == {
        "enquiries/missed": 2 * URGENT, "enquiries/delay": NEAR, "enquiries/nudge": ASKED
    }  # fmt: skip
    about = Letter.objects.order_by().values("kind", "about", "to").annotate(n=Count("pk"))
    assert not about.filter(n__gt=1).exists()


def check_nothing_by_halves() -> None:
    """At any moment: as many events as marks, and an urgent one never without its letters."""
    with transaction.atomic(), connection.cursor() as cursor:
        # What a killed process had begun, the server may still finish between two counts.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        marked = Deadline.objects.filter(missed_at__isnull=False).count()
        assert Event.objects.filter(what="missed").count() == marked
        nudged = Question.objects.filter(nudged_at__isnull=False).count()
        assert Letter.objects.filter(kind="enquiries/nudge").count() == nudged
        told = Deadline.objects.filter(delay_told_at__isnull=False).count()
        assert Letter.objects.filter(kind="enquiries/delay").count() == told


def at_once(act, times: int = 2) -> None:
    """Do it in threads that start together; each has its own connection."""
    barrier, errors = Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def start(now) -> subprocess.Popen:
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    command = [sys.executable, "-W", "ignore", "-c", SWEEPER, now.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=env)


def wait_for_work(done: int) -> None:
    """Return as soon as somebody has committed something more."""
    limit = time.monotonic() + 20
    while Event.objects.filter(by=None).count() == done and time.monotonic() < limit:
        time.sleep(0.002)


def test_two_sweepers_and_a_killer_over_ten_thousand(crowd, now):
    dice, kills = random.Random(3), 0
    for _ in range(4):
        before = Event.objects.filter(by=None).count()
        sweepers = [start(now), start(now)]
        wait_for_work(before)
        for sweeper in sweepers:
            time.sleep(dice.random() / 5)
            kills += sweeper.poll() is None
            sweeper.send_signal(signal.SIGKILL)
        for sweeper in sweepers:
            sweeper.wait()
        check_nothing_by_halves()
    assert kills >= 3
    assert JobRun.objects.get(job="sweep").finished_at is None
    at_once(lambda: sweeps.sweep(now=now))
    assert JobRun.objects.get(job="sweep").finished_at
    assert sweeps.sweep(now=now) == 0
    assert sweeps.act(now=now) == 0
    check_each_once()


def test_two_beats_share_one_round(enquiry, now):
    late = now + timedelta(days=30)
    at_once(lambda: sweeps.sweep(now=late), times=4)
    run = JobRun.objects.get(job="sweep")
    marked = Deadline.objects.filter(missed_at__isnull=False).count()
    assert run.finished_at and run.done == marked > 0
    assert Event.objects.filter(what="missed").count() == marked


def test_two_beats_take_a_question_back_once(enquiry, oscar, now):
    """The second finds it taken back; it neither fails nor gives the enquiry another word."""
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    at_once(lambda: sweeps.sweep(now=now + timedelta(days=15)), times=4)
    assert Event.objects.filter(what="returned").count() == 1
    assert Question.objects.get().returned_at == now + timedelta(days=15)


def test_two_beats_write_one_digest(enquiry, oscar, maya, lena, now):
    Letter.objects.all().delete()
    at_once(lambda: sweeps.daily(now=now), times=4)
    assert Letter.objects.filter(kind="enquiries/digest").count() == 2  # oscar and lena
    assert set(JobRun.objects.values_list("job", flat=True)) >= {
        "late", f"digest {oscar.pk}", f"digest {lena.pk}", f"digest {maya.pk}"
    }  # fmt: skip


@pytest.mark.parametrize("times", [1, 2])
def test_a_crash_between_the_mark_and_the_letter_leaves_nothing(enquiry, now, monkeypatch, times):
    """The process dies at the last step; the next one does it whole, once."""
    later = now + timedelta(days=13)

    def die(letters):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(readers, "write", die)
        for _ in range(times):
            with pytest.raises(KeyboardInterrupt):
                sweeps.tell_delays(now=later, calendar=sweeps.calendar_of(later))
    assert not Deadline.objects.filter(delay_told_at__isnull=False).exists()
    assert not Event.objects.filter(what="delayed").exists()
    at_once(lambda: sweeps.sweep(now=later))
    assert Event.objects.filter(what="delayed").count() == 1
    assert Letter.objects.filter(kind="enquiries/delay").count() == 1


def test_a_digest_that_fails_gives_its_run_back(enquiry, oscar, now, monkeypatch):
    Letter.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(sweeps.digests.emails, "put", lambda **told: 1 / 0)
        with pytest.raises(ExceptionGroup):
            sweeps.daily(now=now)
    assert not JobRun.objects.filter(job__startswith="digest").exists()
    sweeps.daily(now=now)
    assert Letter.objects.filter(kind="enquiries/digest").count() == 1


def test_a_deadline_that_is_being_met_is_left_for_the_next_round(enquiry, oscar, now):
    """Its answer was sent in time and commits a moment after the date has passed."""
    first_reply = enquiry.deadlines.get(stage="first_reply")
    just_after = first_reply.due_at + timedelta(seconds=1)
    barrier, gone_on = Barrier(2, timeout=20), Barrier(2, timeout=20)

    def answer_slowly() -> None:
        from django.db import transaction

        with transaction.atomic():
            in_time = first_reply.due_at - timedelta(seconds=1)
            workflows.update(enquiry=enquiry, text="We came.", at=in_time, by=oscar)
            barrier.wait()
            gone_on.wait()
        connection.close()

    thread = Thread(target=answer_slowly)
    thread.start()
    barrier.wait()
    began = time.monotonic()
    try:
        assert sweeps.miss_all(now=just_after) == 0
    finally:
        gone_on.wait()
        thread.join()
    assert time.monotonic() - began < 2
    assert sweeps.miss_all(now=just_after) == 0
