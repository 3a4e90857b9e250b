"""Sample data obeys the rules of the real workflows, field by field, and looks like a year."""

from datetime import UTC, datetime, timedelta
from operator import attrgetter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from accounts.models import User
from enquiries import workflows
from enquiries.due import Due
from enquiries.models import (
    Body,
    DateChange,
    Deadline,
    Enquiry,
    Event,
    Kind,
    Outcome,
    Reason,
    Word,
)
from enquiries.states import MOVES, Status
from enquiries.surveys import workflows as surveys
from enquiries.surveys.models import Survey
from enquiries.workflows import sweeps
from enquiries.workflows.sweeps.late import tell_late
from parishes.models import Council, Parish
from portal.reference.load import load
from portal.sample import seeded
from portal.sample.aside import found
from portal.sample.bulk import make_enquiries
from portal.sample.demo import make_demo
from portal.sample.diary import Diary, next_sweep
from portal.sample.life import live
from portal.sample.people import make_people
from portal.sample.receipts import receipts
from portal.sample.rows import (
    AnswerRow,
    DateChangeRow,
    DeadlineRow,
    EnquiryRow,
    EventRow,
    QuestionRow,
    ReplyRow,
    SurveyRow,
    columns,
)
from portal.sample.world import NoReference, load_world
from post.models import Letter

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
VERBS = {
    "log_enquiry", "claim", "note", "update", "ask", "reply", "add_information", "answer",
    "pass_on", "close", "withdraw", "reopen", "invite", "remind", "reply_to_survey", "extend",
    "replan",
}  # fmt: skip
# What the portal does by itself: the fields that say when, of deadlines and of questions.
SWEPT = {"missed_at", "delay_told_at", "owner_told_at", "nudged_at", "returned_at"}
DAILY = {"leader_told_at", "manager_told_at"}
# Keys that the database gives, and the token that only the clerk's letter holds.
NOT_COMPARED = {
    "id", "number", "enquiry_id", "answer_id", "survey_id", "deadline_id", "token_hash",
    "reminder_hash",
}  # fmt: skip


@pytest.fixture
def world(db):
    load()
    make_people(now=NOW)
    return load_world(on=NOW.date())


def lives(world, count, *, seed=1, months=12):
    diary = Diary(world.calendar)
    instants = receipts(count, seed=seed, months=months, now=NOW, diary=diary)
    return [
        live(world, diary, seed=seed, index=index, id=index, number=index, at=at, now=NOW)
        for index, at in enumerate(instants)
    ]


def some_of_everything(cases, least=14):
    """Choose few lives in which every verb happens, and everything that the rounds do."""
    chosen, unseen = [], VERBS | SWEPT | DAILY | {"settled", "second question", "missed, moved"}
    for case in cases:
        if features(case) & unseen or len(chosen) < least:
            chosen.append(case)
            unseen -= features(case)
    assert not unseen
    return chosen


def features(case):
    found = {act.verb for act in case.acts}
    for row in (*case.deadlines, *case.questions):
        found |= {name for name in SWEPT | DAILY if getattr(row, name, None)}
    is_moved = any(row.missed_at and row.missed_at < row.due_at for row in case.deadlines)
    found |= {"missed, moved"} if is_moved else set()
    found |= {"second question"} if len(case.questions) > 1 else set()
    is_settled = any(row.replied_at and not row.reply for row in case.questions)
    return found | ({"settled"} if is_settled else set())


class Replay:
    """Takes the acts of many lives through the real verbs, in the order of time."""

    def __init__(self, cases):
        self.cases, self.real = cases, {}

    def run(self):
        acts = [(act.at, 0, case.id, act) for case in self.cases for act in case.acts]
        todo = acts + [(at, 1, 0, None) for at in self.instants(SWEPT)]
        todo += [(at, 2, 0, None) for at in self.instants(DAILY)]
        for at, order, key, act in sorted(todo, key=lambda item: item[:3]):
            if order == 1:
                sweeps.sweep(now=at)
            elif order == 2:
                tell_late(now=at, calendar=sweeps.calendar_of(at))
            else:
                self.take(key, act)

    def instants(self, names):
        """Return when the rounds did something in any of the lives."""
        rows = [row for case in self.cases for row in (*case.deadlines, *case.questions)]
        return {getattr(row, name, None) for row in rows for name in names} - {None}

    def take(self, key, act):
        special = getattr(self, act.verb, None)
        if special:
            return special(key, act)
        verb = getattr(workflows, act.verb)
        words = real_words(act.words) if act.verb in {"answer", "pass_on"} else act.words
        return verb(enquiry=self.real[key], at=act.at, by=user(act.by), **words)

    def log_enquiry(self, key, act):
        words = dict(act.words)
        case = next(case for case in self.cases if case.id == key)
        self.real[key] = workflows.log_enquiry(
            council=Council.objects.get(pk=words.pop("council")),
            parish=Parish.objects.get(pk=words.pop("parish")),
            kind=Kind.objects.get(pk=words.pop("kind")),
            asked_by=user(words.pop("asked_by")),
            token=case.row.form_token,
            at=act.at,
            by=user(act.by),
            **words,
        )

    def invite(self, key, act):
        surveys.invite_all(at=act.at)

    def remind(self, key, act):
        surveys.remind_all(at=act.at)

    def reply_to_survey(self, key, act):
        survey = Survey.objects.filter(answer__enquiry=self.real[key]).latest("invited_at")
        assert act.at < survey.closes_at
        surveys.reply(survey=survey, at=act.at, **act.words)


def user(pk):
    return User.objects.get(pk=pk)


def real_words(words):
    """Turn codes and names into the rows that the real verbs take."""
    rows = {"outcome": (Outcome, "code"), "reason": (Reason, "code"), "body": (Body, "name")}
    return {
        name: rows[name][0].objects.get(**{rows[name][1]: value})
        if name in rows and value
        else value
        for name, value in words.items()
    }


def as_written(rows, kind):
    names = [name for name in columns(kind) if name not in NOT_COMPARED]
    return [dict(zip(names, attrgetter(*names)(row), strict=True)) for row in rows]


def in_stages(rows):
    return sorted(rows, key=attrgetter("round", "stage", "part"))


def changes_of(enquiry):
    return DateChange.objects.filter(deadline__enquiry=enquiry)


def test_the_real_verbs_write_the_same_rows(world):
    cases = some_of_everything(lives(world, 1500))
    replay = Replay(cases)
    replay.run()
    for case in cases:
        real = Enquiry.objects.get(pk=replay.real[case.id].pk)
        given = [row for row, _ in case.surveys]
        asked = Survey.objects.filter(answer__enquiry=real).order_by("invited_at")
        answered = [survey.latest for survey in asked if survey.is_answered]
        for kind, ours, theirs in [
            (EnquiryRow, [case.row], [real]),
            (EventRow, case.events, real.events.order_by("at", "id")),
            (DateChangeRow, [row for row, _ in case.clocks.changes], changes_of(real)),
            (DeadlineRow, in_stages(case.deadlines), in_stages(real.deadlines.all())),
            (QuestionRow, case.questions, real.questions.all()),
            (AnswerRow, case.answers, real.answers.order_by("round")),
            (SurveyRow, given, asked),
            (ReplyRow, [row for row, _ in case.replies], answered),
        ]:  # fmt: skip
            assert as_written(ours, kind) == as_written(theirs, kind)


def test_every_life_is_a_chain_of_legal_moves(world):
    for case in lives(world, 300):
        status = None
        for event in (event for event in case.events if event.new_status):
            assert event.old_status == (status or "")
            assert status is None or Status(event.new_status) in MOVES[Status(status)]
            status = event.new_status
        assert status == case.row.status
        instants = [event.at for event in case.events]
        assert instants == sorted(instants)
        assert instants[-1] <= NOW


def test_the_same_seed_lives_the_same_lives(world):
    first, again, other = lives(world, 20), lives(world, 20), lives(world, 20, seed=2)
    assert [case.row for case in first] == [case.row for case in again]
    assert [case.acts for case in first] == [case.acts for case in again]
    assert [case.row for case in first] != [case.row for case in other]


def test_a_life_is_the_same_however_long_ago_it_is_told(world):
    """What was done until a day does not depend on the day it is looked at."""
    case = lives(world, 60)[5]
    diary = Diary(world.calendar)
    earlier = case.acts[1].at + timedelta(seconds=1)
    cut = live(world, diary, seed=1, index=5, id=5, number=5, at=case.row.received_at, now=earlier)
    assert cut.acts == case.acts[:2]


def test_one_district_is_answered_slower_and_refused_more(world):
    def share_refused(cases):
        codes = {pk: code for code, (pk, _) in world.outcomes.items()}
        given = [codes[row.outcome_id] for case in cases for row in case.answers]
        return sum(code in {"not-now", "cannot-do"} for code in given) / len(given)

    kind = world.kind(seeded.KIND).id
    asked = [case for case in lives(world, 3000) if case.row.kind_id == kind]
    places = {place.parish for place in world.places if place.district == seeded.DISTRICT}
    there = [case for case in asked if case.row.parish_id in places]
    elsewhere = [case for case in asked if case.row.parish_id not in places]
    assert share_refused(there) > share_refused(elsewhere) + 0.15
    assert late_share(there) > late_share(elsewhere) + 0.3


def late_share(cases):
    answers = [row for case in cases for row in case.deadlines if row.stage == "answer"]
    return sum(row.missed_at is not None for row in answers) / len(answers)


def test_enquiries_arrive_on_weekdays_and_never_later_than_now(world):
    found = receipts(2000, seed=1, months=12, now=NOW, diary=Diary(world.calendar))
    assert found == sorted(found)
    assert found[-1] <= NOW
    assert found[0] > NOW - timedelta(days=368)
    weekend = sum(at.weekday() >= 5 for at in found)
    assert 0.02 < weekend / len(found) < 0.12


def test_bulk_rows_continue_the_numbers_and_hold_every_constraint(world):
    before = Enquiry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('enquiry_number')")
        last = cursor.fetchone()[0]
    said = []
    make_enquiries(world, 60, seed=3, months=2, now=NOW, processes=1, say=said.append)
    rows = list(Enquiry.objects.order_by("number"))
    assert len(rows) - before == 60
    assert [row.number for row in rows] == list(range(last + 1, last + 61))
    assert rows == sorted(rows, key=lambda row: (row.received_at, row.number))
    assert Event.objects.filter(what="logged").count() == 60
    connection.check_constraints()
    assert "60 of 60" in said[-1]


def test_indexes_set_aside_come_back(world, monkeypatch):
    monkeypatch.setattr("portal.sample.bulk.WORTH_SETTING_ASIDE", 1)
    monkeypatch.setattr("portal.sample.aside.connection.close", lambda: None)
    connection.check_constraints()
    before = [sorted(drop for drop, _ in part) for part in found()]
    make_enquiries(world, 20, seed=4, months=1, now=NOW, processes=1, say=lambda text: None)
    assert [sorted(drop for drop, _ in part) for part in found()] == before
    assert all(before)


def test_without_reference_data_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("make_enquiries", "1")
    with pytest.raises(NoReference):
        load_world(on=NOW.date())


def test_a_sweep_comes_round_after_every_instant():
    assert next_sweep(NOW) == NOW + timedelta(minutes=2, seconds=30)
    assert next_sweep(next_sweep(NOW)) == NOW + timedelta(minutes=7, seconds=30)


@pytest.fixture
def demo(db):
    load()
    return make_demo(seed=1, now=NOW, count=300)


def test_the_demo_fills_every_corner_of_the_officers_work(demo):
    officer = User.objects.get(email="officer@demo.example")
    mine = Enquiry.objects.owned_by(officer)
    for group in Due:
        assert mine.in_due_group(group, NOW).exists(), group
    assert Enquiry.objects.open().unassigned().in_teams_of(officer).exists()
    assert set(Enquiry.objects.values_list("status", flat=True)) == set(Status)
    assert Word.objects.filter(text="kibworth").exists()


def test_the_demos_clerk_acts_for_three_neighbours_and_is_asked_something(demo):
    clerk = User.objects.get(email="clerk@demo.example")
    councils = Council.objects.served_by(clerk, on=NOW.date())
    assert [council.name for council in councils] == [
        "Kibworth Beauchamp", "Kibworth Harcourt", "Smeeton Westerby"
    ]  # fmt: skip
    hers = Enquiry.objects.visible_to(clerk, on=NOW.date())
    assert hers.waiting().exists()
    assert {"planned", "answered"} <= set(hers.values_list("status", flat=True))
    assert not clerk.has_usable_password()


def test_the_demos_catalogue_is_published_and_leaves_something_to_do(demo):
    from django.utils import timezone

    from schemes.models import Scheme

    assert Scheme.objects.live().count() == 53
    states = Scheme.objects.values_list("state", flat=True)
    assert {"published", "review", "draft"} == set(states)
    assert Scheme.objects.review_overdue(timezone.localdate()).count() == 1
    assert not Scheme.objects.exclude(state="draft").filter(sent_by__email__startswith="editor@")


def test_the_demos_letters_were_sent(demo):
    letters = Letter.objects.all()
    assert len(letters) >= 30
    assert {letter.status for letter in letters} == {"sent"}
    assert {"enquiries/received", "surveys/invitation"} <= {letter.kind for letter in letters}


def test_the_demo_is_whole_and_never_made_twice(demo):
    connection.check_constraints()
    numbers = [case.row.number for case in demo]
    assert numbers == sorted(numbers)
    assert len(numbers) == Enquiry.objects.count() == 300
    with pytest.raises(CommandError, match="already"):
        call_command("make_demo")


def test_nothing_is_left_for_the_first_rounds_to_do(demo):
    """What the beat would do at once has been done, so a fresh demo writes to nobody."""
    before = set(Letter.objects.values_list("pk", flat=True))
    assert sweeps.sweep(now=NOW) == 0
    assert surveys.invite_all(at=NOW) == 0
    sweeps.daily(now=NOW)
    written = Letter.objects.exclude(pk__in=before).exclude(kind__contains="month")
    assert list(written.values_list("kind", "to")) == []


def test_the_first_day_of_a_fresh_demo_is_a_day_like_others(demo):
    """Each officer's digest, and a few letters of that very day; no backlog is told of."""
    before = set(Letter.objects.values_list("pk", flat=True))
    tomorrow = NOW + timedelta(days=1)
    sweeps.sweep(now=tomorrow)
    sweeps.daily(now=tomorrow)
    written = Letter.objects.exclude(pk__in=before).exclude(kind__contains="month")
    kinds = list(written.values_list("kind", flat=True))
    digests = kinds.count("enquiries/digest")
    assert 0 < digests <= User.objects.exclude(is_officer=False, is_manager=False).count()
    assert len(kinds) - digests <= 8


def test_a_miss_names_its_deadline(demo):
    missed = Event.objects.filter(what="missed")
    assert missed.exists()
    assert not missed.exclude(deadline__enquiry=F("enquiry")).exists()
    assert Deadline.objects.filter(missed_at__isnull=False).count() == missed.count()
