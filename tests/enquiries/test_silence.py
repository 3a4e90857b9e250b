"""A word at least every so many days: each public word of the county opens the next part."""

from datetime import date, timedelta

import pytest

from enquiries import workflows
from enquiries.deadlines.models import Setting
from enquiries.models import Body, Deadline
from enquiries.workflows import deadlines

pytestmark = pytest.mark.django_db
SILENCE = Deadline.Stage.SILENCE
WORDS = {"explanation": "Traffic was counted.", "next_step": "Nothing more is planned."}


def parts(enquiry) -> list[tuple]:
    """Return (round, part, state) of each part of the silence stage, in order."""
    rows = enquiry.deadlines.filter(stage=SILENCE).order_by("round", "part")
    return [(row.round, row.part, state(row)) for row in rows]


def state(row) -> str:
    return "met" if row.met_at else "stopped" if row.stopped_at else "running"


def running(enquiry) -> Deadline:
    return enquiry.deadlines.get(stage=SILENCE, met_at=None, stopped_at=None)


def test_an_enquiry_begins_with_a_part_of_as_many_days_as_its_standard_says(log, standard):
    standard.silence_days = 4
    standard.save()
    row = running(log())
    assert (row.part, row.days, row.standard) == (1, 4, standard)
    assert row.promised_on == row.due_on == date(2026, 11, 24)


def test_an_update_meets_the_part_and_opens_the_next_from_its_day(enquiry, oscar, now):
    workflows.update(enquiry=enquiry, text="We count.", at=now + timedelta(days=2), by=oscar)
    assert parts(enquiry) == [(1, 1, "met"), (1, 2, "running")]
    assert enquiry.deadlines.get(stage=SILENCE, part=1).days_taken == 2
    assert running(enquiry).promised_on == date(2026, 12, 4)


def test_notes_claims_and_the_clerks_own_words_are_no_word_of_ours(enquiry, oscar, alice, now):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    workflows.note(enquiry=enquiry, text="Ring the school.", at=now, by=oscar)
    workflows.add_information(enquiry=enquiry, text="It is worse.", at=now, by=alice)
    workflows.give_back(enquiry=enquiry, at=now, by=oscar)
    assert parts(enquiry) == [(1, 1, "running")]


def test_a_question_ends_the_part_and_the_reply_begins_the_next(enquiry, oscar, alice, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=1), by=oscar)
    assert parts(enquiry) == [(1, 1, "met")]
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=6), by=alice)
    assert parts(enquiry) == [(1, 1, "met"), (1, 2, "running")]
    assert running(enquiry).starts_at == now + timedelta(days=6)


def test_while_work_is_planned_a_word_is_due_again(enquiry, oscar, now, outcomes):
    yes = {"outcome": outcomes["will-do"], "reason": None, "planned_for": date(2027, 3, 3)}
    workflows.answer(enquiry=enquiry, at=now, by=oscar, **yes, **WORDS)
    assert parts(enquiry) == [(1, 1, "met"), (1, 2, "running")]
    workflows.update(enquiry=enquiry, text="Ordered.", at=now + timedelta(days=8), by=oscar)
    workflows.close(
        enquiry=enquiry, text="Painted.", next_step="Nothing.", at=now + timedelta(days=9), by=oscar
    )
    assert parts(enquiry) == [(1, 1, "met"), (1, 2, "met"), (1, 3, "met")]


@pytest.mark.parametrize("waiting", [True, False])
@pytest.mark.parametrize("way", ["answer", "pass_on"])
def test_closing_meets_it(enquiry, oscar, now, outcomes, way, waiting):
    if waiting:
        workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    if way == "answer":
        outcome = {"outcome": outcomes["advice"], "reason": None}
        workflows.answer(enquiry=enquiry, at=now, by=oscar, **outcome, **WORDS)
    else:
        body = Body.objects.create(name="National Highways")
        workflows.pass_on(enquiry=enquiry, body=body, explanation="Theirs.", at=now, by=oscar)
    assert parts(enquiry) == [(1, 1, "met")]


def test_withdrawing_stops_it(enquiry, alice, now, outcomes):
    workflows.withdraw(enquiry=enquiry, text="", at=now, by=alice)
    assert parts(enquiry) == [(1, 1, "stopped")]


def test_a_reopened_round_begins_anew(enquiry, oscar, alice, now, outcomes):
    workflows.update(enquiry=enquiry, text="We count.", at=now, by=oscar)
    outcome = {"outcome": outcomes["advice"], "reason": None}
    workflows.answer(enquiry=enquiry, at=now, by=oscar, **outcome, **WORDS)
    workflows.reopen(enquiry=enquiry, text="No.", at=now + timedelta(days=3), by=alice)
    assert parts(enquiry) == [(1, 1, "met"), (1, 2, "met"), (2, 1, "running")]


def test_the_standard_of_the_round_is_kept_whatever_comes_later(enquiry, standard, oscar, now):
    standard.pk, standard.version, standard.silence_days = None, 2, 3
    standard.save()
    workflows.update(enquiry=enquiry, text="We count.", at=now, by=oscar)
    assert (running(enquiry).days, running(enquiry).standard.version) == (10, 1)


def test_hearing_twice_at_once_leaves_one_part_running(enquiry, now):
    for _ in range(3):
        deadlines.heard(enquiry=enquiry, at=now)
    assert [state for _, _, state in parts(enquiry)] == ["met", "met", "met", "running"]


def test_a_wait_pauses_no_longer_than_the_cap_it_was_asked_under(enquiry, oscar, alice, now):
    Setting.objects.create(pk=1, pause_cap_days=2)
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    Setting.objects.update(pause_cap_days=50)
    workflows.reply(enquiry=enquiry, text="North.", at=now + timedelta(days=9), by=alice)
    answer = enquiry.deadlines.get(stage="answer")
    assert (answer.days_paused, answer.due_on) == (2, date(2026, 12, 4))
    assert answer.promised_on == date(2026, 12, 2)


def test_a_clock_set_back_pauses_nothing(enquiry, oscar, alice, now):
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now - timedelta(days=2), by=alice)
    answer = enquiry.deadlines.get(stage="answer")
    assert (answer.days_paused, answer.due_on) == (0, answer.promised_on)
