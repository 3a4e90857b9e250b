"""Many workers, dead workers, late workers: never lost, never sent twice without need."""

import signal
from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from post.delivery import Answer, LostLease
from post.models import Era, Letter
from post.states import LEASE, MAX_ATTEMPTS, Verdict
from post.workflows import begin, claim, drain, reap, settle, start_data
from post.workflows.leases import CLAIM, give_back
from post.workflows.rounds import ROUND

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status
TAKEN = Answer(Verdict.TAKEN)


def test_drains_side_by_side_send_each_letter_once(write, clock, bad_post):
    for number in range(60):
        write(f"p{number}")
    barrier, counts = Barrier(4), []

    def work():
        barrier.wait()
        counts.append(drain(clock=clock))
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(count["taken"] for count in counts) == 60
    assert Counter(to for to, _ in bad_post.accepted).most_common(1)[0][1] == 1
    assert Letter.objects.filter(status=Status.SENT, attempts=1).count() == 60


def test_a_claim_passes_over_rows_in_other_hands(write, at, take):
    """Without SKIP LOCKED the second claim would wait for the first one's transaction."""
    write("first"), take(at)
    write("a"), write("b")
    names = []

    def second():
        names.append(take(at).key)
        connection.close()

    with transaction.atomic():
        names.append(take(at).key)
        thread = Thread(target=second)
        thread.start()
        thread.join(2)
        assert not thread.is_alive()
    assert names == ["key:a", "key:b"]


def test_a_claim_takes_the_longest_waiting_that_is_due(write, clock, take):
    write("late", not_before=clock.now.replace(hour=12))
    write("second")
    write("first", not_before=clock.now.replace(hour=8))
    keys = [take(clock()).key, take(clock()).key]
    assert keys == ["key:first", "key:second"]
    assert take(clock()) is None


FILL = """
INSERT INTO post_letter (kind, key, message_id, about, "to", reply_to, unsubscribe_url, subject,
    text, html, policy, status, priority, only_if, created_at, not_before, attempts, sent_at,
    provider_id, error)
SELECT 'k', status || one, status || one, '', one || '@people.example', '', '', 's', '', '', 'park',
       status, 9, '', now(), now(), 1, CASE status WHEN 'sent' THEN now() END, '', ''
FROM generate_series(1, %s) one, (SELECT %s::text) AS what (status)
"""


def test_a_claim_reads_the_index_however_many_were_sent_or_wait(write, clock, take):
    """Measured with a million sent by the bench `claims`; here the plan is held."""
    write("a", not_before=clock.now)
    with connection.cursor() as cursor:
        for status, number in [("sent", 20_000), ("waiting", 5_000)]:
            cursor.execute(FILL, [number, status])
        cursor.execute("ANALYZE post_letter")
        times = {"at": timezone.now(), "until": timezone.now() + LEASE, "most": 10}
        cursor.execute(f"EXPLAIN {CLAIM}", times)
        plan = "\n".join(line for [line] in cursor.fetchall())
    assert "Index Scan using letters_waiting" in plan
    assert "Seq Scan on post_letter" not in plan and "Sort" not in plan
    assert take(timezone.now()).key == "key:a"


def test_a_worker_killed_before_the_text_harms_nothing(write, clock, bad_post, take):
    write("a", policy=Letter.Policy.PARK)
    take(clock())
    clock.now += LEASE
    assert drain(clock=clock) == {}, "until its lease ends the letter is in its hands"
    clock.go_on(seconds=1)
    assert drain(clock=clock) == {"taken": 1}
    assert len(bad_post.accepted) == 1


@pytest.mark.parametrize(
    ("policy", "status", "copies"), [("requeue", Status.SENT, 2), ("park", Status.PARKED, 1)]
)
def test_a_worker_killed_between_text_and_note(write, bad_post, drain_loop, policy, status, copies):
    """The server has the letter; the process was killed before it heard so."""
    write("a", policy=policy)
    with drain_loop(bad_post.url) as process:
        bad_post.on_data = process.kill
        assert process.wait(timeout=30) == -signal.SIGKILL
    letter = Letter.objects.get()
    assert letter.status == Status.SENDING
    bad_post.on_data = lambda: None
    drain(clock=lambda: timezone.now() + LEASE)
    letter.refresh_from_db()
    assert letter.status == status
    assert bad_post.accepted == [(letter.to, letter.message_id)] * copies


def test_a_letter_that_kills_its_workers_stops(write, clock, take):
    write("a")
    for _ in range(MAX_ATTEMPTS):
        assert take(clock())
        clock.now += LEASE * 2
        reap(at=clock())
    letter = Letter.objects.get()
    assert letter.status == Status.FAILED
    assert letter.error
    assert take(clock()) is None


@pytest.mark.parametrize("policy", Letter.Policy.values)
def test_a_late_worker_must_not_start_the_text(write, clock, take, policy):
    write("a", policy=policy)
    late = take(clock())
    clock.now += LEASE * 2
    reap(at=clock())
    take(clock())
    with pytest.raises(LostLease):
        start_data(late, at=clock())


def test_a_late_worker_must_not_begin(write, clock):
    write("a")
    [late] = claim(at=clock())
    clock.now += LEASE * 2
    reap(at=clock())
    [current] = claim(at=clock())
    assert begin(late, after=None, at=clock()) is None
    assert begin(current, after=None, at=clock()).attempts == 1


def test_a_late_worker_gives_nothing_back_that_others_hold(write, clock):
    write("a")
    late = claim(at=clock())
    clock.now += LEASE * 2
    reap(at=clock())
    [theirs] = claim(at=clock())
    give_back(late)
    row = Letter.objects.get()
    assert (row.status, row.leased_until) == (Status.SENDING, theirs.leased_until)
    give_back([theirs])
    assert Letter.objects.get().status == Status.WAITING


def test_a_late_worker_hands_nothing_over_and_goes_on(write, clock, bad_post, monkeypatch):
    """Another worker took its letter while the server was slow; the next one is still its own."""
    write("a"), write("b")

    def slow(*, at):
        letters = claim(at=at)
        Letter.objects.filter(key="key:a", status=Status.SENDING).update(
            leased_until=clock.now + LEASE * 2
        )
        return letters

    monkeypatch.setattr("post.workflows.rounds.claim", slow)
    assert drain(clock=clock) == {"lost": 1, "taken": 1}
    assert [to for to, _ in bad_post.accepted] == ["b@people.example"]


@pytest.mark.parametrize("policy", Letter.Policy.values)
def test_of_a_dead_workers_handful_only_the_one_it_tried_has_used_a_try(
    write, clock, bad_post, policy
):
    for name in "abc":
        write(name, policy=policy)
    first, *_ = claim(at=clock())
    begin(first, after=None, at=clock())
    clock.now += LEASE
    assert drain(clock=clock) == {}, "until the lease ends they are in its hands"
    clock.go_on(seconds=1)
    assert drain(clock=clock) == {"taken": 3}
    assert dict(Letter.objects.values_list("key", "attempts")) == {
        "key:a": 2, "key:b": 1, "key:c": 1,
    }  # fmt: skip


def test_what_must_leave_earlier_overtakes_a_handful(write, clock, bad_post, meanwhile):
    """Each letter asks, just before it leaves, whether one of a higher priority has come."""
    for name in "abc":
        write(name, priority=Letter.Priority.BULK)
    later = iter(["code", "news"])
    priority = {"code": Letter.Priority.FIRST, "news": Letter.Priority.CASE}

    def come():
        if name := next(later, None):
            write(name, priority=priority[name])

    meanwhile(come)
    assert drain(clock=clock) == {"taken": 5}
    order = [to.partition("@")[0] for to, _ in bad_post.accepted]
    assert order == ["a", "code", "news", "b", "c"]
    assert set(Letter.objects.values_list("attempts", flat=True)) == {1}


def test_a_slow_worker_lets_the_rest_of_its_handful_go(write, clock, bad_post):
    write("a"), write("b"), write("c")
    bad_post.on_data = lambda: clock.go_on(seconds=ROUND.total_seconds())
    assert drain(clock=clock) == {"taken": 1}
    rest = Letter.objects.exclude(key="key:a")
    assert set(rest.values_list("status", "attempts")) == {(Status.WAITING, 0)}


def test_that_one_was_taken_is_noted_although_the_next_cannot_begin(
    write, clock, bad_post, monkeypatch
):
    def broken(letter, *, after, at):
        if after:
            raise OperationalError("gone")
        return begin(letter, after=after, at=at)

    monkeypatch.setattr("post.workflows.rounds.begin", broken)
    write("a"), write("b"), write("c")
    with pytest.raises(OperationalError):
        drain(clock=clock)
    assert dict(Letter.objects.values_list("key", "status")) == {
        "key:a": Status.SENT, "key:b": Status.SENDING, "key:c": Status.WAITING,
    }  # fmt: skip


def test_a_late_yes_counts_and_a_late_no_does_not(write, clock, take):
    write("a", policy=Letter.Policy.PARK)
    late = take(clock())
    clock.now += LEASE * 2
    reap(at=clock())
    current = take(clock())
    settle(late, Answer(Verdict.NEVER, "550 no"), at=clock())
    assert Letter.objects.get().status == Status.SENDING
    settle(late, TAKEN, at=clock())
    assert Letter.objects.get().status == Status.SENT
    with pytest.raises(LostLease):
        start_data(current, at=clock())


def test_the_lease_is_renewed_when_the_text_starts(write, clock, take):
    write("a", policy=Letter.Policy.PARK)
    letter = take(clock())
    clock.go_on(seconds=100)
    start_data(letter, at=clock())
    clock.go_on(seconds=100)
    assert reap(at=clock()) == 0
    settle(letter, TAKEN, at=clock())
    assert Letter.objects.get().status == Status.SENT


@pytest.mark.parametrize("policy", Letter.Policy.values)
def test_what_was_in_hand_when_the_database_crashed_is_in_doubt(write, clock, take, policy):
    """What was noted without waiting for the disk is gone, and so is the era."""
    write("a", policy=policy)
    start_data(take(clock()), at=clock())
    Letter.objects.update(data_started_at=None)
    Era.objects.all().delete()
    write("b"), take(clock())
    clock.go_on(seconds=101)
    reap(at=clock())
    expected = Status.PARKED if policy == "park" else Status.WAITING
    assert Letter.objects.get(key="key:a").status == expected


def test_after_a_crash_the_database_has_forgotten_its_era(db):
    """It empties tables without a log when it recovers, and no others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'post_era'")
        assert cursor.fetchone() == ("u",)


def test_a_claim_of_what_is_parked_in_doubt_waits_for_the_disk(write, clock):
    """The bare word `off` stands for no change; the setting is made only where nobody is hurt."""
    with connection.cursor() as cursor:
        for policy, setting in [("park", "on"), ("requeue", "off")]:
            write(policy, policy=policy)
            with transaction.atomic():
                cursor.execute("SET LOCAL synchronous_commit = on")
                claim(at=clock())
                cursor.execute("SHOW synchronous_commit")
                assert cursor.fetchone() == (setting,)
