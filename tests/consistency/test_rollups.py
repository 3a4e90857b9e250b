"""The rollup's rows are what counting the enquiries afresh gives, whatever happened meanwhile."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from consistency import facts, workflows
from consistency.models import Change, Freshness, Month, Round, Spread
from consistency.tasks import catch_up as task
from enquiries import workflows as verbs
from enquiries.deadlines.clock import london_day
from enquiries.models import Answer, Deadline, Enquiry, Kind, Outcome
from enquiries.surveys.models import SCORES, Reply, Survey
from enquiries.workflows import calendar

from .conftest import Case, standard_of

pytestmark = pytest.mark.django_db
Stage = Deadline.Stage


def month_of(at) -> date:
    return london_day(at).replace(day=1)


def raw() -> tuple[Counter, Counter]:
    """Count the enquiries' own rows in plain Python: (month, dimension, key, figure), and days."""
    counts, spread = Counter(), Counter()
    for promise in Deadline.objects.filter(stage=Stage.ANSWER).select_related(
        "enquiry", "standard"
    ):
        enquiry = promise.enquiry
        answer = Answer.objects.filter(enquiry=enquiry, round=promise.round).first()
        place = {
            "all": 0, "parish": (answer or enquiry).parish_id, "council": enquiry.council_id,
            "team": (answer or enquiry).team_id or 0, "channel": enquiry.channel,
            "officer": answer.answered_by_id if answer else 0,
        }  # fmt: skip
        came = enquiry.received_at if promise.round == 1 else promise.starts_at
        count(counts, came, place | {"kind": enquiry.kind_id}, received=1)
        place |= {"kind": promise.standard.kind_id}
        if promise.met_at:
            count(counts, promise.met_at, place, **of_answer(promise, answer))
            for dimension, key in place.items():
                spread[month_of(promise.met_at), dimension, str(key), promise.days_taken] += 1
        survey = Survey.objects.filter(answer=answer).first() if answer else None
        if survey:
            reply = Reply.objects.filter(survey=survey).order_by("pk").last()
            count(
                counts, survey.invited_at, place, asked=1, replied=reply is not None,
                **of_reply(reply),
            )  # fmt: skip
    return +counts, spread


def of_reply(reply) -> dict[str, int]:
    figures = {}
    for name in SCORES:
        score, end = getattr(reply, name, None), "" if name == "overall" else f"_{name}"
        figures |= {f"scored{end}": score is not None, f"satisfied{end}": (score or 0) >= 4}
    return figures


def of_answer(promise, answer) -> dict[str, int]:
    words = promise.enquiry.deadlines.filter(stage=Stage.SILENCE, round=promise.round)
    refused = answer is not None and answer.outcome.is_refusal
    return {
        "answered": 1, "on_time": promise.met_at <= promise.target_at, "refused": refused,
        "uncited": refused and answer.reason is None, "paused": promise.days_paused > 0,
        "reopened": promise.round < promise.enquiry.round,
        "words_kept": sum(w.met_at is not None and w.met_at <= w.target_at for w in words),
        "words_broken": sum(
            w.missed_at is not None or (w.met_at is not None and w.met_at > w.target_at)
            for w in words
        ),
    }  # fmt: skip


def count(counts: Counter, at, place: dict, **figures: int) -> None:
    for dimension, key in place.items():
        for figure, value in figures.items():
            counts[month_of(at), dimension, str(key), figure] += int(value)


def rolled() -> tuple[Counter, Counter]:
    counts, spread = Counter(), Counter()
    for row in Month.objects.all():
        for figure in facts.SUMS:
            counts[row.month, row.dimension, row.key, figure] = getattr(row, figure)
    for row in Spread.objects.all():
        spread[row.month, row.dimension, row.key, row.days] = row.cases
    return +counts, spread


@pytest.fixture
def caught_up(now):
    """`caught_up()` takes in what changed and says that the rollup is then what is there."""

    def check() -> int:
        done = workflows.catch_up(at=now)
        assert rolled() == raw()
        assert not Change.objects.exists()
        return done

    return check


def test_what_is_loaded_is_counted(county, caught_up, now):
    assert caught_up() == len(county)
    assert Freshness.objects.get().caught_up_at == now
    assert caught_up() == 0


def test_after_every_verb_the_rollup_is_the_raw_count(
    log, caught_up, oscar, alice, outcomes, reasons, kind, now
):
    """Asked late, answered, opened again, refused, corrected, withdrawn: each step is compared."""
    first, second, third = (log(road=f"Road {n}") for n in range(3))
    assert caught_up() == 3
    at = now + timedelta(days=5)
    verbs.ask(enquiry=first, text="Which side?", at=at, by=oscar)
    verbs.extend(enquiry=second, new_due_on=date(2026, 12, 16), reason="Snow.", at=at, by=oscar)
    assert caught_up() == 2
    at += timedelta(days=16)
    verbs.reply(enquiry=first, text="The left.", at=at, by=alice)
    words = {"explanation": "Counted.", "next_step": "None.", "at": at, "by": oscar}
    no = {"outcome": outcomes["not-now"], "reason": reasons["criteria"]}
    for enquiry in (first, second):
        verbs.answer(enquiry=Enquiry.objects.get(pk=enquiry.pk), **no, **words)
    caught_up()
    assert Month.objects.get(dimension="all", month="2026-12-01").paused == 1
    verbs.reopen(enquiry=first, text="No.", at=at + timedelta(days=1), by=alice)
    other = Kind.objects.create(code="X1", group=kind.group, name="Verges", priority="P4")
    standard_of(other)
    verbs.correct_kind(enquiry=third, kind=other, reason="Grass.", at=at, by=oscar)
    caught_up()
    assert Month.objects.get(dimension="all", month="2026-12-01").reopened == 1
    verbs.withdraw(enquiry=third, text="", at=at, by=alice)
    caught_up()


def test_after_a_late_pause_and_a_day_that_no_longer_counts(log, caught_up, oscar, adam, now):
    enquiry = log()
    verbs.ask(enquiry=enquiry, text="Which side?", at=now + timedelta(days=13), by=oscar)
    caught_up()
    calendar.add_closure(date=date(2026, 11, 25), why="Storm", at=now, by=adam)
    assert caught_up() == 1


def change_their_minds() -> None:
    """Say something else in every survey, which stays beside what was said before."""
    for reply in list(Reply.objects.order_by("pk")):
        score = {5: 1, None: 4}.get(reply.overall)
        Reply.objects.create(
            survey=reply.survey, version=2, overall=score, answered_at=reply.answered_at
        )


def test_after_edits_by_hand_in_every_table(county, caught_up):
    caught_up()
    Deadline.objects.filter(stage=Stage.ANSWER, met_at__isnull=False).update(days_taken=99)
    Enquiry.objects.update(channel="phone")
    Answer.objects.update(round=1)
    change_their_minds()
    caught_up()
    Outcome.objects.filter(code="advice").update(is_refusal=True)
    caught_up()
    assert Month.objects.filter(refused__gt=0).exists()
    Reply.objects.all().delete()
    Survey.objects.all().delete()
    caught_up()
    assert not Month.objects.filter(asked__gt=0).exists()


def test_a_case_that_moves_to_another_month_leaves_the_old_one(write, places, kinds, caught_up):
    enquiry = write(Case(places[0], kinds[0], came=5))
    caught_up()
    enquiry.received_at -= timedelta(days=100)
    enquiry.save()
    caught_up()
    assert not Month.objects.filter(month="2026-11-01").exists()


def test_a_change_that_is_taken_back_is_not_taken_in(write, places, kinds, caught_up):
    write(Case(places[0], kinds[0], came=5))
    with transaction.atomic():
        write(Case(places[0], kinds[0], came=5))
        transaction.set_rollback(True)
    assert caught_up() == 1


def test_counting_afresh_gives_the_same(county, caught_up, now):
    caught_up()
    before = rolled()
    assert workflows.rebuild(at=now) == Round.objects.count() == len(county)
    assert rolled() == before == raw()


def test_several_batches_count_as_one(county, caught_up, monkeypatch):
    monkeypatch.setattr("consistency.workflows.counting.BATCH", 40)
    monkeypatch.setattr("consistency.workflows.counting.BATCHES", 20)
    caught_up()


def test_while_another_takes_changes_in_this_one_leaves_them(county, now, monkeypatch):
    monkeypatch.setattr("consistency.workflows.counting.alone", lambda: False)
    assert workflows.catch_up(at=now) == 0
    assert not Round.objects.exists()
    assert not Freshness.objects.exists()


def test_the_task_delegates(county, stopped_clock):
    assert task() == len(county)


def test_the_queries_of_catching_up_do_not_grow_with_the_rows(
    write, places, kinds, now, django_assert_num_queries
):
    for rows in (1, 3):
        for _ in range(rows):
            write(Case(places[0], kinds[0], came=5))
        with django_assert_num_queries(20):
            workflows.catch_up(at=now)


def test_each_change_is_one_line_a_statement(log, caught_up):
    log()
    caught_up()
    Deadline.objects.update(days_paused=1)
    assert Change.objects.count() == 1


def test_no_figure_waits_for_a_trigger_that_is_not_there():
    """Every table that the facts read has its three triggers."""
    read = {"enquiries_enquiry", "enquiries_deadline", "enquiries_answer", "enquiries_outcome",
            "surveys_survey", "surveys_reply"}  # fmt: skip
    assert all(table in facts.MAKE_ROUNDS for table in read)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE 'note_%%' GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(read, 3)
