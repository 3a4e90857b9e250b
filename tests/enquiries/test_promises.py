"""Taking longer, planning anew, correcting a kind: in sight, with a reason, and never a rewrite."""

import contextlib
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.models import Round
from consistency.workflows import catch_up
from enquiries import workflows
from enquiries.deadlines.clock import BeyondCalendar
from enquiries.deadlines.models import BankHoliday, ClosureDay, Standard
from enquiries.models import DateChange, Deadline, Enquiry, Kind
from enquiries.permissions import Refused
from enquiries.states import IllegalMove
from enquiries.workflows import sweeps
from post.models import Letter

pytestmark = pytest.mark.django_db
Stage, Cause = Deadline.Stage, DateChange.Cause
WORDS = {"explanation": "Traffic was counted.", "next_step": "Nothing more is planned."}
PROMISED, LATER = date(2026, 12, 2), date(2026, 12, 9)


@pytest.fixture
def extend(enquiry, oscar, now):
    """`extend(to=…, at=…)` takes longer to answer alice's enquiry, by oscar."""

    def take_longer(to=LATER, reason="The survey is next week.", at=now, by=oscar):
        return workflows.extend(enquiry=enquiry, new_due_on=to, reason=reason, at=at, by=by)

    return take_longer


@pytest.fixture
def planned(enquiry, oscar, now, outcomes) -> Enquiry:
    """Alice's enquiry, with work promised for Wednesday 3 March 2027."""
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, planned_for=date(2027, 3, 3),
        at=now, by=oscar, **WORDS,
    )  # fmt: skip
    return enquiry


@pytest.fixture
def other_kind(kind, team) -> Kind:
    """A kind of another team, answered in 30 working days."""
    other = Kind.objects.create(code="X1", group=kind.group, name="Verges", priority="P4")
    Standard.objects.create(
        kind=other, first_reply_days=5, answer_days=30, valid_from=date(2019, 1, 1)
    )
    return other


def answer_of(enquiry) -> Deadline:
    return enquiry.deadlines.filter(stage=Stage.ANSWER).latest("round")


def answer(enquiry, outcomes, at, by):
    words = {"outcome": outcomes["advice"], "reason": None, **WORDS}
    return workflows.answer(enquiry=enquiry, at=at, by=by, **words)


def test_an_extension_moves_the_live_date_and_keeps_the_promise(enquiry, extend, oscar, now):
    change = extend()
    row = answer_of(enquiry)
    enquiry.refresh_from_db()
    assert (row.promised_on, row.due_on, row.target_at.date()) == (PROMISED, LATER, PROMISED)
    assert (enquiry.promised_on, enquiry.due_on, enquiry.due_at) == (PROMISED, LATER, row.due_at)
    assert (change.cause, change.old_due_on, change.new_due_on) == ("extension", PROMISED, LATER)
    assert (change.reason, change.changed_by) == ("The survey is next week.", oscar)
    assert (enquiry.status, enquiry.owner) == ("looking", oscar)


def test_the_clerk_is_told_both_dates_the_reason_and_that_we_are_sorry(enquiry, extend, now):
    extend()
    said = (
        "We said we would reply by Wednesday 2 December 2026. We need until Wednesday 9 December "
        "2026: The survey is next week. We are sorry."
    )
    letter = Letter.objects.get(kind="enquiries/new_date")
    assert letter.to == "alice@people.example" and said in letter.text
    event = enquiry.events.get(what="moved")
    assert event.is_public and event.text == said
    enquiry.refresh_from_db()
    assert enquiry.sentence_at(now) == f"{said} You do not need to do anything."
    assert enquiry.sentence_at(now + timedelta(days=16)) == enquiry.sentence_at(now)
    assert "we are late" in enquiry.sentence_at(now + timedelta(days=30))


def test_an_extension_is_a_word_but_not_the_first_reply(enquiry, extend):
    extend()
    assert enquiry.deadlines.get(stage=Stage.SILENCE, part=1).met_at
    assert enquiry.deadlines.get(stage=Stage.FIRST_REPLY).is_running


def counted_as_on_time(row: Deadline) -> bool:
    """What the managers' figures make of it."""
    catch_up(at=row.met_at)
    return bool(Round.objects.get(enquiry=row.enquiry, round=row.round).on_time)


@pytest.mark.parametrize("swept", [True, False])
def test_an_answer_by_the_extended_date_is_still_late(enquiry, extend, oscar, now, outcomes, swept):
    at = now + timedelta(days=16)
    if swept:
        sweeps.miss_all(now=at)
    extend(at=at)
    answer(enquiry, outcomes, at + timedelta(days=1), oscar)
    row = answer_of(enquiry)
    assert row.met_at < row.due_at and not row.was_on_time
    assert not counted_as_on_time(row)
    assert bool(row.missed_at) == swept


def test_an_answer_by_the_promise_is_on_time_in_spite_of_an_extension(
    enquiry, extend, oscar, now, outcomes
):
    extend()
    answer(enquiry, outcomes, now + timedelta(days=1), oscar)
    row = answer_of(enquiry)
    assert row.was_on_time and counted_as_on_time(row)


def test_days_paused_move_target_and_extension_alike(enquiry, extend, oscar, alice, now):
    extend()
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    row = answer_of(enquiry)
    assert (row.due_on, row.target_at.date()) == (date(2026, 12, 14), date(2026, 12, 7))
    assert row.promised_on == PROMISED and row.days_paused == 3


def test_days_paused_before_the_extension_do_not_move_it(enquiry, extend, oscar, alice, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=2), by=alice)
    extend(to=date(2026, 12, 11), at=now + timedelta(days=5))
    workflows.ask(enquiry=enquiry, text="Which end?", at=now + timedelta(days=5), by=oscar)
    workflows.reply(enquiry=enquiry, text="Both.", at=now + timedelta(days=6), by=alice)
    row = answer_of(enquiry)
    assert (row.due_on, row.target_at.date()) == (date(2026, 12, 14), date(2026, 12, 7))


def test_a_second_extension_counts_from_the_first_and_speaks_of_the_promise(enquiry, extend, now):
    extend()
    extend(to=date(2026, 12, 16), reason="The surveyor is ill")
    changes = answer_of(enquiry).changes.all()
    assert [(c.old_due_on, c.new_due_on) for c in changes] == [
        (PROMISED, LATER),
        (LATER, date(2026, 12, 16)),
    ]
    enquiry.refresh_from_db()
    assert enquiry.sentence_at(now).startswith(
        "We said we would reply by Wednesday 2 December 2026. We need until Wednesday 16 December "
        "2026: The surveyor is ill. We are sorry."
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to": PROMISED}, "later than Wednesday 2 December"),
        ({"to": date(2026, 11, 30)}, "later than Wednesday 2 December"),
        ({"to": date(2026, 11, 18)}, "after today"),
        ({"to": date(2020, 1, 1)}, "after today"),
        ({"to": date(2026, 12, 5)}, "not a working day .Saturday"),
        ({"to": date(2026, 12, 25)}, "not a working day .Christmas Day"),
        ({"reason": "  "}, "Say why"),
        ({"reason": "x" * 501}, "500 characters"),
    ],
)
def test_what_no_extension_can_be(enquiry, extend, changes, says):
    with pytest.raises(Refused, match=says):
        extend(**changes)
    assert answer_of(enquiry).due_on == PROMISED
    assert not DateChange.objects.exists() and not enquiry.events.filter(what="moved").exists()


def test_no_extension_past_the_known_holidays(extend):
    with pytest.raises(BeyondCalendar):
        extend(to=date(2029, 1, 10))


def test_only_officers_and_only_while_it_is_our_turn(
    enquiry, extend, oscar, alice, maya, now, outcomes
):
    for stranger in (alice, maya):
        with pytest.raises(Refused, match="Only officers"):
            extend(by=stranger)
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    with pytest.raises(Refused, match="paused"):
        extend()
    answer(enquiry, outcomes, now, oscar)
    with pytest.raises(Refused, match="closed"):
        extend()


def test_if_the_letter_fails_nothing_has_moved(enquiry, extend, monkeypatch):
    monkeypatch.setattr("enquiries.emails.new_date", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        extend()
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.due_on) == ("received", PROMISED)
    assert not DateChange.objects.exists()


@pytest.mark.parametrize("to", [date(2027, 4, 1), date(2027, 2, 1)])
def test_planned_work_is_planned_anew(planned, oscar, now, to):
    change = workflows.replan(
        enquiry=planned, planned_for=to, reason="The road closes.", at=now, by=oscar
    )
    planned.refresh_from_db()
    row = planned.deadlines.get(stage=Stage.COMPLETION)
    assert planned.planned_for == planned.due_on == row.due_on == to
    assert (row.promised_on, row.target_at.date()) == (date(2027, 3, 3), date(2027, 3, 3))
    assert (change.cause, change.old_due_on, change.new_due_on) == ("work", date(2027, 3, 3), to)
    letter = Letter.objects.get(kind="enquiries/new_date")
    assert "planned for Wednesday 3 March 2027" in letter.text
    assert "The road closes." in letter.text
    assert ("We are sorry." in letter.text) == (to > date(2027, 3, 3))


def test_work_done_by_a_later_date_was_not_done_by_the_promised_one(planned, oscar, now):
    to, done = date(2027, 4, 1), now.replace(year=2027, month=3, day=20)
    workflows.replan(enquiry=planned, planned_for=to, reason="Snow.", at=now, by=oscar)
    workflows.close(enquiry=planned, text="Painted.", next_step="Nothing.", at=done, by=oscar)
    assert not planned.deadlines.get(stage=Stage.COMPLETION).was_on_time


@pytest.mark.parametrize(
    ("day", "reason", "says"),
    [
        (date(2026, 11, 18), "Snow.", "after today"),
        (date(2027, 3, 3), "Snow.", "already planned"),
        (date(2027, 4, 1), "", "Say why"),
    ],
)
def test_what_no_new_plan_can_be(planned, oscar, now, day, reason, says):
    with pytest.raises(Refused, match=says):
        workflows.replan(enquiry=planned, planned_for=day, reason=reason, at=now, by=oscar)


def test_without_planned_work_there_is_nothing_to_plan_anew(enquiry, oscar, now):
    with pytest.raises(Refused, match="No work is planned"):
        workflows.replan(enquiry=enquiry, planned_for=LATER, reason="Snow.", at=now, by=oscar)


def test_planned_work_is_not_extended(planned, extend):
    with pytest.raises(Refused, match="day the work is planned"):
        extend()


@pytest.fixture
def correct(enquiry, other_kind, oscar, now):
    def correct_one(at=now, kind=other_kind, reason="It is about the verge."):
        return workflows.correct_kind(enquiry=enquiry, kind=kind, reason=reason, at=at, by=oscar)

    return correct_one


def test_a_corrected_kind_routes_and_leaves_every_clock(enquiry, correct, other_kind, oscar):
    before = list(enquiry.deadlines.values())
    event = correct()
    enquiry.refresh_from_db()
    assert (enquiry.kind, enquiry.priority, enquiry.team) == (other_kind, "P4", None)
    assert list(enquiry.deadlines.values()) == before and enquiry.due_on == PROMISED
    assert event.text == "From “Speeding vehicles” to “Verges”: It is about the verge."
    change = DateChange.objects.get(cause=Cause.KIND)
    assert change.old_due_on == change.new_due_on == PROMISED
    assert (change.changed_by, change.reason) == (oscar, event.text)


def test_a_new_team_hears_of_it(enquiry, correct, other_kind, team):
    other = type(team).objects.create(name="Verges", email="verges@county.example")
    other_kind.team = other
    other_kind.save()
    correct()
    assert Letter.objects.filter(kind="enquiries/for_triage", to=other.email).count() == 1


@pytest.mark.parametrize("swept", [True, False])
def test_a_missed_target_stays_missed_when_the_kind_is_corrected(
    enquiry, correct, oscar, now, outcomes, swept
):
    """Thirty working days would have been in time; ten were promised."""
    at = now + timedelta(days=16)
    if swept:
        sweeps.miss_all(now=at)
    correct(at=at)
    answer(enquiry, outcomes, at, oscar)
    row = answer_of(enquiry)
    assert not row.was_on_time and (row.days, row.standard.kind.code) == (10, "SP1")
    assert bool(row.missed_at) == swept


def test_a_pause_after_the_correction_still_counts_the_days_promised(
    enquiry, correct, oscar, alice, now
):
    correct()
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    assert answer_of(enquiry).due_on == date(2026, 12, 7)


def test_a_reopened_round_is_promised_by_the_new_kind(
    enquiry, correct, oscar, alice, now, outcomes, other_kind
):
    correct()
    answer(enquiry, outcomes, now, oscar)
    workflows.reopen(enquiry=enquiry, text="No.", at=now + timedelta(days=1), by=alice)
    assert answer_of(enquiry).standard.kind == other_kind


def test_no_correction_to_the_same_kind_without_a_reason_or_when_closed(
    enquiry, correct, kind, oscar, now, outcomes
):
    with pytest.raises(Refused, match="already"):
        correct(kind=kind)
    with pytest.raises(Refused, match="Say why"):
        correct(reason=" ")
    answer(enquiry, outcomes, now, oscar)
    with pytest.raises(Refused, match="closed"):
        correct()


def test_a_passed_promise_is_on_record_once_though_the_date_was_moved(enquiry, extend, oscar, now):
    """Until the day the clerk was given has passed nobody calls it late."""
    extend()
    after = now + timedelta(days=15)
    for _ in range(2):
        sweeps.miss_all(now=after)
    row = answer_of(enquiry)
    assert row.missed_at == after and row.due_at > after
    event = enquiry.events.get(what="missed", deadline=row)
    assert event.text == "Full answer was due on 2 December 2026."
    enquiry.refresh_from_db()
    assert not enquiry.is_late(after)
    sweeps.miss_all(now=now + timedelta(days=30))
    assert enquiry.events.filter(what="missed", deadline=row).count() == 1


def test_what_was_extended_is_passed_on_by_the_day_the_clerk_was_given(
    enquiry, extend, oscar, maya, now
):
    extend(to=date(2026, 12, 16))
    Deadline.objects.exclude(pk=answer_of(enquiry).pk).update(met_at=now, days_taken=0)
    for day in range(15, 28):
        sweeps.sweep(now=now + timedelta(days=day))
        sweeps.daily(now=now + timedelta(days=day))
        told = answer_of(enquiry).leader_told_at
        assert bool(told) == (now + timedelta(days=day) >= now.replace(month=12, day=17)), day


def test_while_we_wait_for_the_parish_no_lateness_is_passed_on(enquiry, oscar, alice, now):
    late = now + timedelta(days=15)
    sweeps.miss_all(now=late)
    workflows.ask(enquiry=enquiry, text="Which side?", at=late, by=oscar)
    sweeps.daily(now=late + timedelta(days=5))
    assert answer_of(enquiry).leader_told_at is None
    workflows.reply(enquiry=enquiry, text="North.", at=late + timedelta(days=5), by=alice)
    sweeps.daily(now=late + timedelta(days=6))
    assert answer_of(enquiry).leader_told_at


def test_an_urgent_answer_that_was_extended_is_told_of_when_the_new_date_passes(
    enquiry, extend, oscar, now
):
    Enquiry.objects.filter(pk=enquiry.pk).update(priority="P1")
    extend()
    Deadline.objects.exclude(pk=answer_of(enquiry).pk).update(met_at=now, days_taken=0)
    sweeps.miss_all(now=now + timedelta(days=15))
    assert answer_of(enquiry).missed_at
    assert not Letter.objects.filter(kind="enquiries/missed").exists()
    for days in (22, 23):
        sweeps.miss_all(now=now + timedelta(days=days))
    assert Letter.objects.filter(kind="enquiries/missed").count() == 1
    assert answer_of(enquiry).owner_told_at == now + timedelta(days=22)


def test_the_clerk_is_warned_of_the_new_date_also_when_the_promise_is_missed(enquiry, extend, now):
    extend()
    for day in range(13, 21):
        sweeps.sweep(now=now + timedelta(days=day))
    letter = Letter.objects.get(kind="enquiries/delay")
    assert letter.created_at == now + timedelta(days=20)
    assert "Wednesday 9 December 2026" in letter.text


def test_the_database_refuses_a_second_miss_of_a_deadline(enquiry, now):
    sweeps.miss_all(now=now + timedelta(days=30))
    event = enquiry.events.filter(what="missed").first()
    event.pk = None
    with pytest.raises(IntegrityError, match="one_missed_event_per_deadline"):
        event.save(force_insert=True)


def test_a_missed_target_stays_where_it_was_missed(enquiry, extend, oscar, alice, now):
    """A holiday of the past that was found out late, and a wait, move the live date alone."""
    extend()
    later = now + timedelta(days=15)
    sweeps.miss_all(now=later)
    workflows.ask(enquiry=enquiry, text="Which side?", at=later, by=oscar)
    BankHoliday.objects.create(
        date=date(2026, 12, 1), nation="england-and-wales", title="A day of rest"
    )
    workflows.reply(enquiry=enquiry, text="North.", at=later + timedelta(days=5), by=alice)
    row = answer_of(enquiry)
    assert row.target_at.date() == PROMISED and row.due_on > LATER


def test_a_new_closure_moves_the_extended_date_of_a_missed_promise(enquiry, extend, oscar, now):
    extend()
    later = now + timedelta(days=15)
    sweeps.miss_all(now=later)
    ClosureDay.objects.create(date=LATER, why="Flood", added_by=oscar)
    workflows.calendar.recompute(days={LATER}, at=later, by=oscar)
    row = answer_of(enquiry)
    assert (row.due_on, row.target_at.date()) == (date(2026, 12, 10), PROMISED)


def test_a_new_standard_counts_from_its_first_day(log, kind, standard, now):
    later = date(2026, 11, 25)
    Standard.objects.create(
        kind=kind, version=2, first_reply_days=1, answer_days=5, valid_from=later
    )
    rows = [answer_of(log(at=now.replace(day=day))) for day in (24, 25)]
    assert [(row.standard.version, row.days) for row in rows] == [(1, 10), (2, 5)]


def test_a_wait_brings_no_date_forward_when_a_closed_day_counts_after_all(log, oscar, alice, now):
    closure = ClosureDay.objects.create(date=date(2026, 11, 24), why="Move", added_by=oscar)
    enquiry = log()
    closure.delete()
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now, by=alice)
    row = answer_of(enquiry)
    assert row.due_on == row.target_at.date() == row.promised_on == date(2026, 12, 3)


def test_a_holiday_of_the_past_moves_no_target_that_was_missed(enquiry, extend, oscar, now):
    extend()
    later, day = now + timedelta(days=15), date(2026, 12, 1)
    sweeps.miss_all(now=later)
    BankHoliday.objects.create(date=day, nation="england-and-wales", title="A day of rest")
    workflows.calendar.recompute(days={day}, at=later, by=oscar)
    assert answer_of(enquiry).target_at.date() == PROMISED


def test_promised_work_keeps_the_standard_of_its_round(
    enquiry, correct, standard, oscar, now, outcomes
):
    correct()
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["will-do"], reason=None, planned_for=date(2027, 3, 3),
        at=now, by=oscar, **WORDS,
    )  # fmt: skip
    assert enquiry.deadlines.get(stage=Stage.COMPLETION).standard == standard


VERBS = ["update", "ask", "reply", "extend", "replan", "rekind", "plan", "answer", "close",
         "reopen", "sweep", "withdraw"]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9)), max_size=14))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_ever_overwritten(log, oscar, alice, now, outcomes, other_kind, story):
    """Whatever is done, in whatever order, each promise stays, and what is met stays as met."""
    enquiry, at, frozen = log(), now, {}
    for verb, days in story:
        at += timedelta(days=days, minutes=1)
        with contextlib.suppress(Refused, IllegalMove):
            act(verb, enquiry, at, oscar, alice, outcomes, other_kind)
        for row in enquiry.deadlines.all():
            kept = (row.promised_on, row.standard_id, row.days, row.starts_at)
            assert frozen.setdefault(row.pk, kept) == kept
            if row.met_at or row.stopped_at:
                end = (row.met_at, row.stopped_at, row.target_at, row.days_taken, row.days_paused)
                assert frozen.setdefault(("end", row.pk), end) == end
            assert row.due_at >= row.target_at or row.stage == Stage.COMPLETION
        enquiry.refresh_from_db()
    running = enquiry.deadlines.filter(met_at=None, stopped_at=None)
    for stage in Stage:
        assert running.filter(stage=stage).count() <= 1
    assert enquiry.is_open or not running.exists()


def act(verb, enquiry, at, oscar, alice, outcomes, other_kind):
    officer = {"enquiry": enquiry, "at": at, "by": oscar}
    clerk = {"enquiry": enquiry, "at": at, "by": alice, "text": f"At {at}."}
    soon, reason = working_day(at.date() + timedelta(days=20)), {"reason": "Snow."}
    given = {"outcome": outcomes["advice"], "reason": None, **WORDS}
    todo = {
        "update": lambda: workflows.update(text="News.", **officer),
        "ask": lambda: workflows.ask(text="Which side?", **officer),
        "reply": lambda: workflows.reply(**clerk),
        "extend": lambda: workflows.extend(new_due_on=soon, **reason, **officer),
        "replan": lambda: workflows.replan(planned_for=soon, **reason, **officer),
        "rekind": lambda: workflows.correct_kind(kind=other_kind, **reason, **officer),
        "plan": lambda: workflows.answer(
            **given | {"outcome": outcomes["will-do"]}, planned_for=soon, **officer
        ),
        "answer": lambda: workflows.answer(**given, **officer),
        "close": lambda: workflows.close(text="Done.", next_step="Nothing.", **officer),
        "reopen": lambda: workflows.reopen(**clerk),
        "sweep": lambda: sweeps.miss_all(now=at),
        "withdraw": lambda: workflows.withdraw(**clerk),
    }
    todo[verb]()


def working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
