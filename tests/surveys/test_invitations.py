"""One invitation for each closure, whoever runs and however often."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.tokens import hash_of, new_token
from enquiries import workflows
from enquiries.models import Answer, Enquiry
from enquiries.surveys import workflows as surveys
from enquiries.surveys.models import NotSent, Survey
from enquiries.surveys.tasks import invite
from enquiries.surveys.workflows import invite_all
from post.models import Letter

pytestmark = pytest.mark.django_db


def test_the_person_who_asked_is_invited_once(enquiry, answer, letters, alice, deputy, tomorrow):
    answer(enquiry)
    assert [invite_all(at=tomorrow) for _ in range(3)] == [1, 0, 0]
    letter = letters.get()
    assert (letter.to, letter.person, letter.about) == (alice.email, alice, enquiry.reference)
    assert letter.policy == Letter.Policy.PARK
    assert "17 December 2026" in letter.text


def test_the_task_delegates(enquiry, answer, letters, stopped_clock):
    answer(enquiry)
    stopped_clock.shift(timedelta(days=1))
    assert invite() == 1
    stopped_clock.shift(timedelta(days=7))
    assert [invite(), invite()] == [1, 0]
    assert Letter.objects.filter(kind__startswith="surveys/").count() == 2


@pytest.mark.parametrize(
    ("hours", "invited"),
    [(0, 0), (13, 0), (22, 0), (23, 1), (3 * 24, 0), (4 * 24, 0), (5 * 24, 1)],
    ids=["at once", "that night", "at eight", "at nine", "Saturday", "Sunday", "Monday"],
)
def test_it_is_sent_on_the_next_working_day(enquiry, answer, now, hours, invited):
    answer(enquiry)
    assert invite_all(at=now + timedelta(hours=hours)) == invited


def test_a_bank_holiday_is_no_day_to_ask(log, answer, now):
    christmas_eve = now.replace(month=12, day=24)
    answer(log(), at=christmas_eve)
    asked = {day: invite_all(at=now.replace(month=12, day=day)) for day in (25, 26, 27, 28, 29)}
    assert asked == {25: 0, 26: 0, 27: 0, 28: 0, 29: 1}


def test_only_the_hash_of_the_token_is_kept(link):
    token = link.split("/")[2]
    survey = Survey.objects.get()
    assert survey.token_hash == hash_of(token)
    row = [str(value) for value in Survey.objects.values_list()[0]]
    assert not any(token in value for value in row)


def test_tokens_are_long_and_differ():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)


def test_a_survey_is_open_to_the_end_of_the_28th_day(link, now):
    survey = Survey.objects.get()
    assert survey.closes_at.astimezone(now.tzinfo).isoformat() == "2026-12-17T23:59:59+00:00"


def test_promised_work_is_asked_about_when_it_is_done(enquiry, answer, outcomes, oscar, now):
    planned = now.date() + timedelta(days=30)
    answer(enquiry, outcome=outcomes["will-do"], planned_for=planned)
    assert invite_all(at=now) == 0
    done = now + timedelta(days=29)
    workflows.close(
        enquiry=enquiry, text="The sign is up.", next_step="Nothing.", at=done, by=oscar
    )
    assert invite_all(at=done) == 0
    assert invite_all(at=done + timedelta(days=1)) == 1


def test_opened_again_means_one_survey_about_the_last_answer(enquiry, answer, alice, now, tomorrow):
    first = answer(enquiry)
    workflows.reopen(enquiry=enquiry, text="It does not say when.", at=now, by=alice)
    second = answer(Enquiry.objects.get(pk=enquiry.pk))
    assert invite_all(at=tomorrow) == 1
    assert Survey.objects.get().answer == second != first


@pytest.mark.parametrize(("days", "invited"), [(27, 1), (28, 0), (400, 0)])
def test_an_old_closure_is_let_be(enquiry, answer, now, days, invited):
    answer(enquiry)
    assert invite_all(at=now + timedelta(days=days)) == invited


def test_a_successor_is_asked_and_an_empty_council_is_not(
    enquiry, answer, alice, deputy, letters, now, tomorrow
):
    answer(enquiry)
    yesterday = now.date() - timedelta(days=1)
    alice.memberships.update(ends_on=yesterday)
    assert invite_all(at=tomorrow) == 1
    assert letters.get().to == deputy.email


def test_nobody_to_ask_means_no_survey(enquiry, answer, alice, now, tomorrow):
    answer(enquiry)
    alice.memberships.update(ends_on=now.date() - timedelta(days=1))
    assert invite_all(at=tomorrow) == 0
    assert NotSent.objects.get().why == NotSent.Why.NOBODY
    assert not Survey.objects.exists()


def test_no_letter_means_no_survey(enquiry, answer, tomorrow, monkeypatch):
    answer(enquiry)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(surveys.emails, "invitation", fail)
    with pytest.raises(RuntimeError):
        invite_all(at=tomorrow)
    assert not Survey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_runners_at_once_invite_once(log, answer, letters, tomorrow):
    for _ in range(6):
        answer(log())
    gate, counts = threading.Barrier(3), []

    def run() -> None:
        gate.wait()
        try:
            counts.append(invite_all(at=tomorrow))
        finally:
            connection.close()

    runners = [threading.Thread(target=run) for _ in range(3)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert sum(counts) + invite_all(at=tomorrow) == 6
    assert letters.count() == Survey.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_runner_passes_by_what_another_holds(enquiry, answer, tomorrow):
    answer(enquiry)
    counts = []

    def run() -> None:
        try:
            counts.append(invite_all(at=tomorrow))
        finally:
            connection.close()

    with transaction.atomic():
        Answer.objects.select_for_update().get()
        other = threading.Thread(target=run)
        other.start()
        other.join()
    assert counts == [0]
    assert invite_all(at=tomorrow) == 1
