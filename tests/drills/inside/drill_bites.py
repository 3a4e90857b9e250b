"""One defence taken away, so that the drill must fail. Which one: DRILL_WITHOUT."""

import time
from datetime import timedelta

from drill_inside import after_import, note

BITES = {}


def arm(env) -> None:
    name = env.get("DRILL_WITHOUT", "")
    if name in BITES:
        for module, act in BITES[name]:
            after_import(module, noted(name, act))


def noted(name: str, act):
    def acting(module) -> None:
        act(module)
        note(name)

    return acting


def bite(name: str, module: str):
    """Register what to do to a module once it is imported."""

    def register(act):
        BITES.setdefault(name, []).append((module, act))
        return act

    return register


LEASES, OUTCOMES = "post.workflows.leases", "post.workflows.outcomes"


@bite("reaper", LEASES)
def nobody_takes_back(leases) -> None:
    leases.reap = lambda **given: 0


@bite("data note", "post.querysets")
def no_note_before_the_text(querysets) -> None:
    """As if nobody had noted that the text went out."""
    querysets.LetterQuerySet.maybe_taken = lambda self: self.none()


@bite("park policy", "post.querysets")
def nothing_is_parked(querysets) -> None:
    querysets.LetterQuerySet.to_be_parked = lambda self, era: self.none()


@bite("claim", LEASES)
def claim_by_reading_first(leases) -> None:
    """Read what is due, then take it: two workers read the same rows."""

    def claim(*, at, most=leases.HANDFUL):
        letters = list(leases.Letter.objects.due(at).order_by("not_before", "id")[:most])
        time.sleep(0.01)
        until = at + leases.LEASE
        for letter in letters:
            letter.leased_until = until
            changes = {"status": "sending", "leased_until": until, "data_started_at": None}
            leases.Letter.objects.filter(pk=letter.pk).update(**changes)
        return letters

    leases.claim = claim


@bite("claim", "post.workflows.turns")
def begin_whatever_was_read(turns) -> None:
    """Otherwise the end of the lease still tells whose the letter is."""
    ours = " AND leased_until = %(lease)s"
    if ours not in turns.BEGIN:
        raise RuntimeError("BEGIN has changed")
    turns.BEGIN = turns.BEGIN.replace(ours, "")


@bite("attempts", "post.workflows.turns")
def tries_are_not_counted(turns) -> None:
    counted = "attempts = attempts + 1"
    if counted not in turns.BEGIN:
        raise RuntimeError("BEGIN does not count tries")
    turns.BEGIN = turns.BEGIN.replace(counted, "attempts = 1")


@bite("own tries", LEASES)
def a_try_for_each_that_is_taken_in_hand(leases) -> None:
    """Whoever is taken in hand with a poisonous letter pays for it."""
    change = "data_started_at = NULL"
    if change not in leases.CLAIM:
        raise RuntimeError("CLAIM has changed")
    leases.CLAIM = leases.CLAIM.replace(change, f"{change}, attempts = attempts + 1")


@bite("breaker", "post.nudge")
def every_caller_waits(nudge) -> None:
    nudge.Breaker.opens = lambda self: None


@bite("robust nudge", "post.nudge")
def a_failed_nudge_is_the_clerks_trouble(nudge) -> None:
    nudge.nudge = nudge.send
    nudge.nudge_on_commit = lambda: nudge.transaction.on_commit(nudge.send)


@bite("email timeout", "portal.settings.letters")
def wait_for_long(settings) -> None:
    """As good as none: the drill's servers are silent for a minute."""
    settings.EMAIL_TIMEOUT = 3600


@bite("verdicts", "post.states")
def every_refusal_is_for_now(states) -> None:
    states.VERDICTS = ()


@bite("beat table", "portal.settings.workers")
def the_beat_sweeps_no_letters(settings) -> None:
    del settings.CELERY_BEAT_SCHEDULE["drain the outbox"]


@bite("health checks", "django.db.backends.base.base")
def connections_are_believed(base) -> None:
    base.BaseDatabaseWrapper.close_if_health_check_failed = lambda self: None


@bite("words kept", "portal.views")
def nothing_typed_comes_back(views) -> None:
    views.typed_text = lambda request: []


@bite("one transaction", "enquiries.workflows.log")
def letters_after_the_commit(log) -> None:
    """The letter is written when the enquiry is committed, as many systems do."""
    received = log.emails.received

    def afterwards(**told) -> None:
        def act() -> None:
            time.sleep(0.02)
            with log.transaction.atomic():
                received(**told)

        log.transaction.on_commit(act)

    log.emails.received = afterwards


@bite("token", "enquiries.workflows.drafts")
def a_draft_sends_as_often_as_asked(drafts) -> None:
    """Neither the draft's own enquiry nor the unique token stops a second one."""
    import uuid

    def send_again(*, draft, at, by):
        return drafts.log_enquiry(
            council=draft.council, parish=draft.parish, kind=draft.kind, road=draft.road,
            description=draft.description, asked_by=draft.asked_by, token=uuid.uuid4(), at=at,
            by=by,
        )  # fmt: skip

    drafts.send_draft = send_again


@bite("one run per period", "enquiries.workflows.runs")
def every_beat_runs_it(runs) -> None:
    """And the key that would stop the second letter is no longer the same."""
    import uuid

    runs.once = lambda *, job, period, at: runs.JobRun.objects.create(
        job=job, period=f"{period} {uuid.uuid4().hex[:6]}", started_at=at
    )


@bite("stopping when asked", "post.workflows.rounds")
def rounds_that_hear_nothing(rounds) -> None:
    drain = rounds.drain
    rounds.ROUND = timedelta(minutes=2)
    rounds.drain = lambda *, clock, stop=None: drain(clock=clock)
