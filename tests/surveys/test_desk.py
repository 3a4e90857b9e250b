"""The county's side: by telephone, why not sent, low scores looked into, figures of many."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Team, User
from accounts.tokens import hash_of
from enquiries import workflows as cases
from enquiries.models import Body
from enquiries.permissions import Refused
from enquiries.surveys import workflows
from enquiries.surveys.models import NotSent, Reply, Review, Setting, Survey
from enquiries.surveys.readings import said_in
from enquiries.surveys.workflows import invite_all, note_not_sent, remind_all
from enquiries.surveys.workflows.asking import waiting_for_survey
from post.models import Letter

pytestmark = pytest.mark.django_db
FIVE = {"overall": 5, "time_taken": 4, "clarity": None, "informed": 5, "fairly": 5, "comment": ""}


@pytest.fixture
def priya(team):
    """An officer of the same team who has dealt with nothing."""
    person = User.objects.create_user("priya@people.example", name="Priya", is_officer=True)
    person.teams.add(team)
    return person


@pytest.fixture
def survey(link, stopped_clock) -> Survey:
    stopped_clock.shift(timedelta(days=1))
    return Survey.objects.get()


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_an_officer_who_did_not_handle_it_takes_the_answers(
    survey, enquiry, oscar, priya, signed_in
):
    url = reverse("case_survey_take", args=[enquiry.number])
    assert signed_in(oscar).get(url).status_code == 403
    page = signed_in(priya).get(url)
    assert b" checked" not in page.content
    said = {**FIVE, "clarity": "dont-know", "via": "telephone"}
    assert signed_in(oscar).post(url, said).status_code == 403
    assert not Reply.objects.exists()
    assert signed_in(priya).post(url, {**said, "via": ""}).status_code == 200
    assert signed_in(priya).post(url, said).status_code == 302
    kept = Reply.objects.get()
    assert (kept.via, kept.taken_by, kept.clarity, kept.overall) == ("telephone", priya, None, 5)
    shown = text_of(signed_in(priya).get(reverse("case_survey", args=[enquiry.number])))
    assert "Taken by Priya" in shown and "Very satisfied" not in shown
    assert signed_in(priya).post(url, said).status_code == 404


@pytest.mark.parametrize("deed", ["owner", "note", "answered"])
def test_who_had_a_hand_in_it_is_refused(survey, enquiry, priya, tomorrow, deed):
    if deed == "note":
        cases.note(enquiry=enquiry, text="I rang.", at=tomorrow, by=priya)
    elif deed == "owner":
        type(enquiry).objects.update(owner=priya)
    else:
        type(survey.answer).objects.update(answered_by=priya)
    survey = Survey.objects.get()
    with pytest.raises(Refused, match="You dealt with this"):
        workflows.take(survey=survey, via="telephone", at=tomorrow, by=priya, **FIVE)
    assert not Reply.objects.exists()


def test_the_questions_on_paper(survey, enquiry, priya, signed_in):
    page = BeautifulSoup(
        signed_in(priya).get(reverse("case_survey_paper", args=[enquiry.number])).content,
        "html.parser",
    )
    assert len(page.select("tbody tr")) == 5 and page.main.get_text().count("☐") == 30


def test_why_nobody_was_asked_stands_where_the_survey_would(
    log, answer, alice, oscar, outcomes, now, tomorrow, signed_in, stopped_clock
):
    highways = Body.objects.create(name="National Highways")
    told = {"at": now, "by": oscar}
    withdrawn, signposted, same, main, again, waived = (log(road=f"Road {n}") for n in range(6))
    cases.withdraw(enquiry=withdrawn, text="", at=now, by=alice)
    cases.pass_on(enquiry=signposted, body=highways, explanation="Theirs.", **told)
    cases.merge(enquiry=same, main=main, explanation="The same.", **told)
    for each in (again, waived):
        answer(each, at=now)
    cases.reopen(enquiry=again, text="No.", at=now, by=alice)
    waived.refresh_from_db()
    cases.waive_survey(enquiry=waived, reason="The clerk is bereaved.", **told)
    assert not waiting_for_survey(tomorrow).exists()
    assert [invite_all(at=now), NotSent.objects.count()] == [0, 0]
    assert [invite_all(at=tomorrow) for _ in range(2)] == [0, 0]
    expected = {withdrawn: "withdrawn", signposted: "signposted", same: "duplicate",
                again: "reopened", waived: "waived"}  # fmt: skip
    assert {row.enquiry: row.why for row in NotSent.objects.all()} == expected
    assert note_not_sent(at=tomorrow) == 0
    desk = signed_in(oscar)
    for enquiry in expected:
        page = text_of(desk.get(reverse("case_survey", args=[enquiry.number])))
        assert "no survey was sent" in page
    assert "The clerk is bereaved." in page
    with pytest.raises(IntegrityError, match="one_why"), transaction.atomic():
        NotSent.objects.create(enquiry=same, round=1, why="nobody", noted_at=now)


def test_one_reminder_by_a_link_of_its_own(survey, letters, client, tomorrow, link):
    assert [remind_all(at=tomorrow + timedelta(days=n)) for n in (0, 6, 7, 8, 14)] == [
        0, 0, 1, 0, 0,
    ]  # fmt: skip
    text = Letter.objects.get(kind="surveys/reminder").text
    token = text.partition("/surveys/")[2].partition("/")[0]
    survey.refresh_from_db()
    assert survey.reminder_hash == hash_of(token) != survey.token_hash
    assert client.get(f"/surveys/{token}/").status_code == client.get(link).status_code == 200


@pytest.mark.parametrize("ended", ["answered", "reopened", "closed"])
def test_no_reminder_of_what_is_over(survey, enquiry, alice, tomorrow, ended):
    later = tomorrow + timedelta(days=7)
    if ended == "answered":
        workflows.reply(survey=survey, at=tomorrow, **FIVE)
    elif ended == "reopened":
        cases.reopen(enquiry=enquiry, text="No.", at=tomorrow, by=alice)
    else:
        later = tomorrow + timedelta(days=32)
    assert remind_all(at=later) == 0


def test_a_successor_gets_the_reminder_and_the_first_link_is_dead(
    survey, link, client, alice, deputy, tomorrow
):
    alice.memberships.update(ends_on=tomorrow.date())
    assert remind_all(at=tomorrow + timedelta(days=7)) == 1
    assert Letter.objects.get(kind="surveys/reminder").to == deputy.email
    assert client.get(link).status_code == 404


def test_a_low_score_is_looked_into_by_the_leader_by_a_day(
    survey, team, priya, oscar, maya, tomorrow, signed_in
):
    team.leader = priya
    team.save()
    workflows.reply(survey=survey, at=tomorrow, **{**FIVE, "informed": 2, "comment": "Silence."})
    review = Review.objects.get()
    assert review.due_on.isoformat() == "2026-11-26"
    letter = Letter.objects.get(kind="surveys/low_score")
    assert letter.to == priya.email and "Silence" not in letter.text
    listed, url = reverse("survey_reviews"), reverse("survey_review", args=[review.pk])
    for person, status in ((oscar, 404), (priya, 200), (maya, 200)):
        assert {signed_in(person).get(page).status_code for page in (listed, url)} == {status}
    desk = signed_in(priya)
    assert "26 November 2026" in text_of(desk.get(listed)) and "Silence." in text_of(desk.get(url))
    assert "Enter what you found" in text_of(desk.post(url, {"outcome": " "}))
    assert desk.post(url, {"outcome": "We have said sorry."}).status_code == 302
    review.refresh_from_db()
    assert (review.done_by, review.outcome) == (priya, "We have said sorry.")
    assert "Somebody has reviewed this" in text_of(desk.post(url, {"outcome": "Again."}))


def test_who_dealt_with_it_does_not_look_into_it(survey, team, oscar, tomorrow, signed_in):
    team.leader = oscar
    team.save()
    workflows.reply(survey=survey, at=tomorrow, **{**FIVE, "overall": 1, "comment": "Silence."})
    url = reverse("survey_review", args=[Review.objects.get().pk])
    page = text_of(signed_in(oscar).get(url))
    assert "a manager looks into it" in page and "Silence" not in page
    assert "A manager has to" in text_of(signed_in(oscar).post(url, {"outcome": "Fine."}))


@pytest.mark.parametrize(("low", "opened"), [(0, 0), (2, 1)])
def test_what_a_low_score_is_is_the_councils_to_say(survey, tomorrow, low, opened):
    Setting.objects.create(pk=1, low_score=low)
    workflows.reply(survey=survey, at=tomorrow, **{**FIVE, "fairly": 2})
    workflows.change(survey=survey, at=tomorrow, **{**FIVE, "fairly": 1})
    assert Review.objects.count() == opened


def test_officers_see_figures_of_enough_answers_only(
    log, answer, now, tomorrow, oscar, maya, team, signed_in, stopped_clock
):
    """Of ten answers a share; of nine nothing, also not by taking a total apart. No words."""
    for number in range(10):
        answer(log(road=f"Road {number}"), at=now)
    invite_all(at=tomorrow)
    oscar.teams.add(team)
    other = Team.objects.create(name="Drainage")
    surveys = list(Survey.objects.all())
    for survey in surveys[:9]:
        workflows.reply(survey=survey, at=tomorrow, **{**FIVE, "comment": "Thank you, Oscar."})
    stopped_clock.shift(timedelta(days=20))
    url = reverse("survey_results")

    def line(person, name) -> list[str]:
        rows = BeautifulSoup(signed_in(person).get(url).content, "html.parser").select("tr")
        found = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]
        return next((row[1:] for row in found if row[0] == name), [])

    hidden = "Too few to show"
    assert line(oscar, team.name) == [hidden, hidden, "No answers", hidden, hidden]
    assert line(maya, team.name)[0] == "9 of 9" and line(oscar, "All") == []
    last = {**FIVE, "overall": 1, "clarity": 3}
    workflows.reply(survey=surveys[9], at=tomorrow, **last)
    assert line(oscar, team.name) == ["90% of 10", "100% of 10", hidden, "100% of 10", "100% of 10"]
    assert line(oscar, other.name) == [] and line(oscar, "All other teams")[0] == "No answers"
    assert "Oscar." not in text_of(signed_in(oscar).get(url))
    words = reverse("survey_words")
    assert signed_in(oscar).get(words).status_code == 404
    assert text_of(signed_in(maya).get(words)).count("Thank you, Oscar.") == 9
    workflows.change(survey=surveys[9], at=tomorrow + timedelta(days=1), **{**last, "overall": 4})
    assert line(oscar, team.name)[0] == "100% of 10", "only what was said last counts"


def test_what_is_changed_after_a_period_does_not_reach_back_into_it(survey, now):
    for version, days in ((1, 1), (2, 2), (3, 31)):
        said_at = now + timedelta(days=days)
        Reply.objects.create(survey=survey, version=version, overall=version, answered_at=said_at)
    # Days to the end of the period, which is not in it, and what counts.
    for days, counted in ((1, []), (2, [1]), (31, [2]), (32, [3])):
        rows = said_in(now, now + timedelta(days=days))
        assert list(rows.values_list("overall", flat=True)) == counted
    assert not said_in(now + timedelta(days=3), now + timedelta(days=31))


@pytest.mark.parametrize("page", ["survey_results", "survey_words", "survey_reviews"])
def test_pages_ask_the_same_number_of_questions_of_one_row_as_of_three(
    log, answer, now, tomorrow, maya, signed_in, stopped_clock, django_assert_num_queries, page
):
    desk, counts = signed_in(maya), []
    for number in range(3):
        answer(log(road=f"Road {number}"), at=now)
        invite_all(at=tomorrow)
        survey = Survey.objects.order_by("-pk").first()
        workflows.reply(survey=survey, at=tomorrow, **{**FIVE, "overall": 1, "comment": "No."})
        if number != 1:
            with django_assert_num_queries(QUERIES[page]) as found:
                desk.get(reverse(page))
            counts.append(len(found))
    assert len(set(counts)) == 1


QUERIES = {"survey_results": 6, "survey_words": 6, "survey_reviews": 5}
