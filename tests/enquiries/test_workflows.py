"""The verbs: each does all of what it says, or nothing."""

import uuid
from datetime import date, timedelta

import pytest

from enquiries import workflows
from enquiries.deadlines.clock import BeyondCalendar
from enquiries.models import Body, Deadline, Enquiry, Event
from enquiries.permissions import Refused
from enquiries.states import IllegalMove
from enquiries.wording import long_date
from enquiries.workflows import deadlines, sweeps
from post.models import Letter

pytestmark = pytest.mark.django_db
Stage = Deadline.Stage
WORDS = {"explanation": "Traffic was counted in October.", "next_step": "Nothing more is planned."}


def letters(enquiry) -> list[str]:
    return sorted(Letter.objects.filter(about=enquiry.reference).values_list("kind", flat=True))


def kinds_of_events(enquiry) -> list[str]:
    return list(enquiry.events.order_by("id").values_list("what", flat=True))


@pytest.fixture
def no(outcomes, reasons):
    return {"outcome": outcomes["not-now"], "reason": next(iter(reasons.values())), **WORDS}


def test_logging_writes_the_enquiry_its_event_its_deadlines_and_two_letters(enquiry, kind):
    assert enquiry.status == "received" and enquiry.team == kind.team
    assert kinds_of_events(enquiry) == ["logged"]
    assert {d.stage: d.promised_on for d in enquiry.deadlines.all()} == {
        "first_reply": date(2026, 11, 20),
        "answer": date(2026, 12, 2),
        "silence": date(2026, 12, 2),
    }
    assert enquiry.promised_on == enquiry.due_on == date(2026, 12, 2)
    assert len(letters(enquiry)) == 2


def test_the_date_promised_before_sending_is_the_one_kept(enquiry, kind, now):
    assert deadlines.promise(kind=kind, at=now).due_on == enquiry.promised_on
    assert long_date(enquiry.promised_on) in enquiry.sentence_at(now)


def test_a_bank_holiday_in_the_window_moves_the_promise(log, now):
    december = now.replace(month=12, day=21)
    assert log(at=december).promised_on == date(2027, 1, 7)


def test_the_same_token_twice_is_one_enquiry(log):
    token = uuid.uuid4()
    assert log(token=token) == log(token=token)
    assert Enquiry.objects.count() == 1 and Letter.objects.count() == 2


def test_numbers_grow_in_order(log):
    first, second = log(), log()
    assert second.number == first.number + 1


@pytest.mark.parametrize("fault", ["calendar", "standard", "stranger", "foreign parish", "letter"])
def test_if_anything_fails_there_is_no_enquiry_no_event_and_no_letter(
    fault, log, now, standard, carol, other_parish, monkeypatch
):
    changes, error = {}, Refused
    if fault == "calendar":
        changes, error = {"at": now.replace(year=2028, month=12, day=28)}, BeyondCalendar
    elif fault == "standard":
        standard.delete()
        error = deadlines.NoStandard
    elif fault == "stranger":
        changes = {"by": carol}
    elif fault == "foreign parish":
        changes = {"parish": other_parish}
    else:
        monkeypatch.setattr("enquiries.emails.for_triage", lambda **_: 1 / 0)
        error = ZeroDivisionError
    with pytest.raises(error):
        log(**changes)
    assert not Enquiry.objects.exists() and not Event.objects.exists()
    assert not Letter.objects.exists() and not Deadline.objects.exists()


def test_a_clerk_whose_time_has_ended_may_not_log(log, gone):
    with pytest.raises(Refused):
        log(by=gone)


def test_claiming_starts_the_work_and_a_second_officer_is_told_who_has_it(
    enquiry, oscar, now, maya
):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.owner) == ("looking", oscar)
    maya.is_officer = True
    with pytest.raises(Refused, match="Oscar Officer already has"):
        workflows.claim(enquiry=enquiry, at=now, by=maya)


def test_an_update_is_the_first_reply_and_reaches_the_clerk(enquiry, oscar, now):
    workflows.update(enquiry=enquiry, text="We will count cars.", at=now + timedelta(1), by=oscar)
    first = enquiry.deadlines.get(stage=Stage.FIRST_REPLY)
    assert (first.days_taken, first.was_on_time) == (1, True)
    assert enquiry.deadlines.get(stage=Stage.ANSWER).is_running
    assert "enquiries/update" in letters(enquiry)


def test_a_note_is_for_the_county_only(enquiry, oscar, now):
    before = letters(enquiry)
    event = workflows.note(enquiry=enquiry, text="Ring the school.", at=now, by=oscar)
    assert not event.is_public and letters(enquiry) == before


def test_an_officers_second_click_is_no_news(enquiry, oscar, now):
    for _ in range(2):
        workflows.claim(enquiry=enquiry, at=now, by=oscar)
    for verb in (workflows.note, workflows.update):
        first = verb(enquiry=enquiry, text="We visited the site.", at=now, by=oscar)
        assert verb(enquiry=enquiry, text="We visited the site.", at=now, by=oscar) == first
    assert kinds_of_events(enquiry) == ["logged", "claimed", "note", "update"]
    assert letters(enquiry).count("enquiries/update") == 1
    later = now + timedelta(days=7)
    workflows.update(enquiry=enquiry, text="We visited the site.", at=later, by=oscar)
    assert letters(enquiry).count("enquiries/update") == 2


def test_a_question_pauses_the_answer_clock_until_the_parish_replies(enquiry, oscar, alice, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    enquiry.refresh_from_db()
    assert enquiry.status == "waiting" and "by Thursday 3 December 2026" in enquiry.sentence_at(now)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    enquiry.refresh_from_db()
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert (answer.promised_on, answer.due_on) == (date(2026, 12, 2), date(2026, 12, 7))
    assert enquiry.due_on == answer.due_on and enquiry.promised_on == answer.promised_on
    assert enquiry.clerk_replied and enquiry.status == "looking"


def test_days_paused_are_counted_apart_from_days_taken(enquiry, oscar, alice, now, no):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    workflows.answer(enquiry=enquiry, at=now + timedelta(days=7), by=oscar, **no)
    answer = enquiry.deadlines.get(stage=Stage.ANSWER)
    assert (answer.days_taken, answer.days_paused) == (2, 3)


def test_answering_closes_with_outcome_reason_and_a_frozen_answer(enquiry, oscar, now, no):
    row = workflows.answer(enquiry=enquiry, at=now + timedelta(days=2), by=oscar, **no)
    enquiry.refresh_from_db()
    assert enquiry.status == "answered" and enquiry.closed_by == oscar
    assert (row.outcome, row.reason, row.team) == (no["outcome"], no["reason"], enquiry.team)
    assert row.closed_at == enquiry.closed_at
    assert not enquiry.deadlines.filter(met_at=None).exists()
    assert "enquiries/answered" in letters(enquiry)


@pytest.mark.parametrize(
    ("missing", "says"),
    [("reason", "Choose the reason"), ("explanation", "reasons in plain"), ("next_step", "next")],
)
def test_no_answer_without_what_why_and_what_next(missing, says, enquiry, oscar, now, no):
    no[missing] = None if missing == "reason" else " "
    with pytest.raises(Refused, match=says):
        workflows.answer(enquiry=enquiry, at=now, by=oscar, **no)
    enquiry.refresh_from_db()
    assert enquiry.is_open


def test_promised_work_stays_open_until_it_is_done(enquiry, oscar, now, outcomes):
    yes = {"outcome": outcomes["will-do"], "reason": None, **WORDS}
    with pytest.raises(Refused, match="after today"):
        workflows.answer(enquiry=enquiry, at=now, by=oscar, planned_for=now.date(), **yes)
    spring = date(2027, 3, 3)
    workflows.answer(enquiry=enquiry, at=now, by=oscar, planned_for=spring, **yes)
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.due_on) == ("planned", spring)
    done = now.replace(year=2027, month=3, day=1)
    row = workflows.close(enquiry=enquiry, text="Painted.", next_step="Nothing.", at=done, by=oscar)
    enquiry.refresh_from_db()
    assert enquiry.status == "answered" and row.closed_at == done
    assert enquiry.deadlines.get(stage=Stage.COMPLETION).was_on_time


def test_passing_on_says_to_whom(enquiry, oscar, now, outcomes):
    body = Body.objects.create(name="National Highways")
    workflows.pass_on(
        enquiry=enquiry, body=body, explanation="It is a trunk road.", at=now, by=oscar
    )
    enquiry.refresh_from_db()
    assert enquiry.status == "passed_on" and "National Highways" in enquiry.sentence_at(now)


def test_withdrawing_stops_the_clocks(enquiry, alice, now, outcomes):
    workflows.withdraw(enquiry=enquiry, text="Mended already.", at=now, by=alice)
    assert enquiry.deadlines.filter(stopped_at=now).count() == 3


def test_what_is_withdrawn_no_longer_waits_to_be_read(enquiry, alice, now, outcomes):
    workflows.add_information(enquiry=enquiry, text="The school agrees.", at=now, by=alice)
    workflows.withdraw(enquiry=enquiry, text="", at=now, by=alice)
    assert not Enquiry.objects.get().clerk_replied


def test_opening_again_begins_a_second_clock_and_leaves_the_first(enquiry, oscar, alice, now, no):
    workflows.answer(enquiry=enquiry, at=now + timedelta(days=2), by=oscar, **no)
    later = now + timedelta(days=9)
    workflows.reopen(enquiry=enquiry, text="You counted in the holidays.", at=later, by=alice)
    enquiry.refresh_from_db()
    rounds = enquiry.deadlines.filter(stage=Stage.ANSWER).order_by("round")
    assert [d.days_taken for d in rounds] == [2, None] and enquiry.round == 2
    assert enquiry.promised_on == rounds[1].promised_on == date(2026, 12, 11)
    workflows.answer(enquiry=enquiry, at=later + timedelta(days=1), by=oscar, **no)
    assert enquiry.answers.count() == 2


def test_opening_again_ends_after_28_days(enquiry, oscar, alice, now, no):
    workflows.answer(enquiry=enquiry, at=now, by=oscar, **no)
    with pytest.raises(Refused, match="28 days"):
        workflows.reopen(enquiry=enquiry, text="Late.", at=now + timedelta(days=29), by=alice)


def test_a_closed_enquiry_cannot_be_answered_again(enquiry, oscar, now, no):
    workflows.answer(enquiry=enquiry, at=now, by=oscar, **no)
    with pytest.raises(IllegalMove, match="Answered"):
        workflows.answer(enquiry=enquiry, at=now, by=oscar, **no)


def test_only_officers_work_and_only_its_council_speaks(enquiry, alice, carol, oscar, now, no):
    with pytest.raises(Refused):
        workflows.answer(enquiry=enquiry, at=now, by=alice, **no)
    for stranger in (carol, oscar):
        with pytest.raises(Refused):
            workflows.withdraw(enquiry=enquiry, text="", at=now, by=stranger)


def test_a_missed_deadline_is_noted_once(enquiry, now):
    late = now + timedelta(days=30)
    assert sweeps.miss_all(now=late) == 3
    assert sweeps.miss_all(now=late) == 0
    assert kinds_of_events(enquiry).count("missed") == 3
    enquiry.refresh_from_db()
    assert "we are late" in enquiry.sentence_at(late)


def test_waiting_for_the_parish_is_not_lateness(enquiry, oscar, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    assert sweeps.miss_all(now=now + timedelta(days=60)) == 0
