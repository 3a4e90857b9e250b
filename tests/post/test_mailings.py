"""One letter for many: each once, however often it is begun, slowly, and after all others."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from threading import Thread

import pytest
from django.db import connection

from post.models import Address, Letter, Mailing
from post.workflows import drain, reap
from post.workflows.leases import HANDFUL
from post.workflows.mailings import (
    BATCH,
    Recipient,
    cancel,
    open_mailing,
    pause,
    resume,
    write_letters,
)

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


def people(number: int) -> list[Recipient]:
    return [Recipient(key=str(one), to=f"p{one}@people.example") for one in range(number)]


def words(recipient: Recipient) -> dict:
    return {"words": f"For {recipient.key}"}


@pytest.fixture
def mailing(plain_letter, no_nudge, at) -> Mailing:
    return open_mailing(key="briefing:7", kind=plain_letter, name="Briefing 7", at=at)


@pytest.fixture
def begin(mailing, at):
    """`begin(number)` writes a mailing for so many people."""

    def write(number: int, **more) -> int:
        given = {"context_for": words, "at": at, "recipients": people(number)} | more
        return write_letters(mailing=mailing, **given)

    return write


def test_a_mailing_is_opened_once(mailing, plain_letter, at):
    again = open_mailing(key=mailing.key, kind="other", name="Other", at=at + timedelta(days=1))
    assert (again.pk, again.name) == (mailing.pk, "Briefing 7")


def test_five_thousand_rows_under_one_parent_leave_case_letters_first(
    begin, mailing, write, clock, take
):
    assert begin(5000) == 5000
    assert begin(5000) == 0
    mailing.refresh_from_db()
    assert mailing.written_at == clock.now
    assert mailing.letters.count() == 5000
    assert set(mailing.letters.values_list("policy", "priority")) == {("park", 9)}
    clock.go_on(hours=1)
    write("news", not_before=clock.now), write("code", priority=1, not_before=clock.now)
    keys = [take(clock()).key for _ in range(3)]
    assert keys[:2] == ["key:code", "key:news"]
    assert keys[2].startswith("mailing:")


def test_it_leaves_at_its_pace(begin, mailing, at):
    begin(BATCH + 101)
    Mailing.objects.update(written_at=None)
    begin(BATCH + 102)
    times = list(mailing.letters.order_by("id").values_list("not_before", flat=True))
    steps = {later - earlier for earlier, later in pairwise(times)}
    assert times[0] == at
    assert steps == {timedelta(minutes=1) / 300}


@pytest.mark.parametrize("falls", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 7])
def test_a_crash_in_the_middle_repeats_nobody_and_misses_nobody(begin, mailing, falls):
    def crash(recipient):
        if int(recipient.key) == falls:
            raise KeyboardInterrupt
        return words(recipient)

    total = 2 * BATCH + 50
    with pytest.raises(KeyboardInterrupt):
        begin(total, context_for=crash)
    mailing.refresh_from_db()
    assert mailing.written_at is None
    before = mailing.letters.count()
    assert before == falls // BATCH * BATCH
    assert begin(total) == total - before
    assert mailing.letters.values("to").distinct().count() == total == mailing.letters.count()


def test_two_at_once_write_each_once(begin, mailing):
    done = []

    def work():
        done.append(begin(3 * BATCH))
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(done) == mailing.letters.count() == 3 * BATCH


def test_one_letter_for_an_address_that_two_people_share(begin, mailing):
    shared = [
        Recipient(key="1", to="Hall@people.example"),
        Recipient(key="2", to="hall@people.example "),
    ]
    assert begin(0, recipients=shared) == 1
    assert mailing.letters.get().to == "hall@people.example"


def test_everybody_who_is_not_reached_has_a_row_that_says_why(begin, mailing, at):
    Address.objects.create(address="p1@people.example", last="hard", last_at=at, rests_since=at)
    odd = [Recipient(key=key, to=to) for key, to in [("x", ""), ("y", ""), ("z", "none")]]

    def broken(recipient):
        return {"words": 1 / 0} if recipient.key == "2" else words(recipient)

    assert begin(0, recipients=[*people(4), *odd], context_for=broken) == 7
    found = dict(mailing.letters.values_list("key", "error"))
    said = {key.rpartition(":")[2]: error for key, error in found.items()}
    assert said == {
        "0": "", "3": "",
        "1": "Letters to this address came back, so it rests.",
        "2": "It could not be written (ZeroDivisionError).",
        "x": "There is no address.", "y": "There is no address.",
        "z": "This is not an address.",
    }  # fmt: skip


def test_a_query_that_fails_for_one_harms_no_other(begin, mailing):
    def broken(recipient):
        if recipient.key == "2":
            connection.cursor().execute("SELECT 1 / 0")
        return words(recipient)

    assert begin(5, context_for=broken) == 5
    assert Counter(mailing.letters.values_list("status", flat=True)) == {"waiting": 4, "dropped": 1}


def test_paused_it_holds_up_nobody_and_goes_on_at_its_pace(
    begin, mailing, write, clock, adam, take
):
    begin(3)
    clock.go_on(minutes=5)
    assert pause(mailing=mailing, at=clock(), by=adam)
    assert not pause(mailing=mailing, at=clock(), by=adam)
    write("a")
    assert take(clock()).key == "key:a"
    assert take(clock()) is None
    clock.go_on(hours=1)
    assert resume(mailing=mailing, at=clock(), by=adam)
    assert not resume(mailing=mailing, at=clock(), by=adam)
    times = mailing.letters.order_by("id").values_list("not_before", flat=True)
    assert times[0] == clock.now - timedelta(minutes=5)
    assert times[2] - times[0] == timedelta(minutes=2) / 300
    assert take(clock())


def test_after_an_outage_it_goes_on_at_its_pace(begin, mailing, clock, bad_post):
    begin(200)
    clock.go_on(hours=6)
    assert drain(clock=clock)["taken"] <= 2 * HANDFUL
    left = mailing.letters.filter(status=Status.WAITING)
    times = list(left.order_by("id").values_list("not_before", flat=True))
    assert times[0] >= clock.now - timedelta(seconds=1)
    assert times[-1] - times[0] == timedelta(minutes=1) / 300 * (len(times) - 1)
    clock.go_on(seconds=20)
    assert 90 <= drain(clock=clock)["taken"] <= 110, "a little late is not put off"


def test_while_the_server_is_away_nothing_is_put_off(begin, mailing, clock, bad_post, settings):
    begin(30)
    settings.EMAIL_PORT = 9
    clock.go_on(hours=6)
    before = set(mailing.letters.values_list("not_before", flat=True))
    assert drain(clock=clock) == {"away": 1}
    assert len(before - set(mailing.letters.values_list("not_before", flat=True))) == 1


def test_paused_or_cancelled_what_a_worker_has_in_hand_stays_too(
    begin, mailing, write, clock, bad_post, adam, meanwhile
):
    begin(4)
    clock.go_on(minutes=1)
    meanwhile(lambda: pause(mailing=mailing, at=clock(), by=adam))
    assert drain(clock=clock) == {"taken": 1}
    assert mailing.letters.filter(status=Status.WAITING, attempts=0).count() == 3
    resume(mailing=mailing, at=clock(), by=adam)
    meanwhile(lambda: cancel(mailing=mailing, at=clock(), by=adam))
    assert drain(clock=clock) == {"taken": 1, "dropped": 2}


def test_cancelled_nothing_more_leaves_or_is_written(begin, mailing, clock, bad_post, adam, take):
    begin(3)
    clock.go_on(minutes=1)
    assert take(clock())
    assert cancel(mailing=mailing, at=clock(), by=adam)
    assert not cancel(mailing=mailing, at=clock(), by=adam)
    assert mailing.letters.filter(status=Status.DROPPED).count() == 2
    clock.go_on(minutes=3)
    assert reap(at=clock()) == 1
    assert drain(clock=clock) == {"dropped": 1}, "what was in hand stays too"
    assert set(mailing.letters.values_list("status", "error")) == {
        ("dropped", "Its mailing was cancelled.")
    }
    Mailing.objects.update(written_at=None)
    assert begin(10) == 0
    assert bad_post.accepted == []


def test_in_doubt_a_person_decides(begin, mailing, clock, bad_post):
    bad_post.data = "take and hang up"
    begin(1)
    assert drain(clock=clock) == {"unknown": 1}
    assert mailing.letters.get().status == Status.PARKED
