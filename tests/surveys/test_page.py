"""The page behind the link: fetching shows, posting answers, once."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import (
    IntegrityError,
    InternalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test import Client

from enquiries.surveys.models import Reply, Setting, Survey, Words
from enquiries.surveys.workflows import reply

pytestmark = pytest.mark.django_db
FIVE = {
    "overall": "5", "time_taken": "4", "clarity": "5", "informed": "dont-know", "fairly": "5",
}  # fmt: skip
LOW = {**FIVE, "time_taken": "1"}


@pytest.fixture(autouse=True)
def clock(stopped_clock):
    """The day after the answer, when the survey is sent."""
    stopped_clock.shift(timedelta(days=1))
    return stopped_clock


def visible(response) -> str:
    return response.content.decode()


def test_the_page_says_what_it_is_about_and_chooses_nothing(client, link, enquiry):
    page = visible(client.get(link))
    for words in (enquiry.reference, "Main Street", "Billesdon", "Advice given", "Very satisfied"):
        assert words in page
    assert " checked" not in page
    assert enquiry.description not in page
    assert "Alice" not in page


def test_two_thousand_fetches_by_link_scanners_record_nothing(client, link):
    """G17. Scanners fetch the link of a letter, and whatever links they find behind it."""
    said = f"?thanks&{urlencode(FIVE)}"
    for turn in range(1000):
        path = (link, f"{link}{said}", f"{link}change/", f"{link}change/{said}")[turn % 4]
        headers = {"user-agent": f"scanner/{turn % 20}"}
        for fetch in (client.get, client.head):
            assert fetch(path, headers=headers).status_code == (200 if turn % 4 < 2 else 302)
    assert not Reply.objects.exists()
    assert client.post(link, FIVE).status_code == 302
    assert Reply.objects.count() == 1


def test_one_answer_then_thanks_then_already_answered(client, link, tomorrow):
    sent = client.post(link, {**FIVE, "overall": "4", "comment": "Quick."})
    assert (sent.status_code, sent["Location"]) == (302, f"{link}?thanks")
    assert "Thank you" in visible(client.get(sent["Location"]))
    again = client.post(link, {**FIVE, "overall": "1", "comment": "Changed my mind."})
    assert again.status_code == 200
    assert "You have already answered" in visible(again)
    assert "You have already answered" in visible(client.get(link))
    kept = Reply.objects.get()
    assert (kept.overall, kept.comment, kept.answered_at) == (4, "Quick.", tomorrow)
    scores = {"overall": 4, "time_taken": 4, "clarity": 5, "fairly": 5}
    assert (kept.scores, kept.via, kept.taken_by) == (scores, "link", None)


def test_the_second_of_two_at_once_changes_nothing(link, tomorrow):
    survey = Survey.objects.get()
    assert reply(survey=survey, overall=5, comment="", at=tomorrow)
    assert not reply(survey=Survey.objects.get(), overall=1, comment="No", at=tomorrow)
    assert Reply.objects.get().overall == 5


def test_dont_know_is_an_answer_without_a_score(client, link):
    client.post(link, dict.fromkeys(FIVE, "dont-know"))
    assert Reply.objects.get().scores == {}


@pytest.mark.parametrize("overall", ["", "0", "6", "five", "5\x00", "None"])
def test_a_wrong_answer_is_asked_again_with_the_words_kept(client, link, overall):
    page = client.post(link, {**FIVE, "overall": overall, "comment": "Kept words"})
    assert page.status_code == 200
    assert "There is a problem" in visible(page)
    assert "Kept words" in visible(page)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("comment", ["x" * 2001, "nul+%00", "%ED%A0%80"])
def test_words_that_cannot_be_kept_are_refused(client, link, comment):
    body = f"{urlencode(FIVE)}&comment={comment}"
    page = client.post(link, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert "There is a problem" in visible(page)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "%ED%A0%80", "é", "..", "a" * 5000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_garbage_is_unknown(client, link, token, method):
    response = getattr(client, method)(f"/surveys/{token}/", FIVE)
    assert response.status_code == 404
    assert not Reply.objects.exists()


def test_expired_looks_like_unknown(client, link, clock):
    unknown = client.get("/surveys/" + "A" * 43 + "/")
    clock.shift(timedelta(days=29))
    for expired in (client.get(link), client.post(link, FIVE)):
        assert expired.status_code == unknown.status_code == 404
        assert expired.content == unknown.content
    assert not Reply.objects.exists()


def test_the_link_stays_out_of_caches_and_other_sites_logs(client, link):
    response = client.get(link)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in client.get("/surveys/unknown/")["Cache-Control"]


def test_a_browser_coming_from_mail_can_answer(link):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link, headers={"referer": "https://mail.example/"})
    token = page.context["csrf_token"]
    origin = {"origin": "http://testserver"}
    sent = browser.post(link, {**FIVE, "csrfmiddlewaretoken": str(token)}, headers=origin)
    assert sent.status_code == 302


def test_a_signed_in_person_can_answer_too(signed_in, alice, link):
    assert signed_in(alice).post(link, FIVE).status_code == 302


def test_other_methods_are_refused(client, link):
    assert client.put(link).status_code == 405
    assert client.delete(link).status_code == 405


def test_a_change_is_kept_beside_what_was_said_for_as_long_as_that_is_open(client, link, clock):
    client.post(link, {**FIVE, "comment": "Quick."})
    change = f"{link}change/"
    page = visible(client.get(change))
    assert page.count(" checked") == 5 and "Quick." in page
    for _ in range(2):
        assert client.post(change, {**FIVE, "fairly": "3"})["Location"] == f"{link}?thanks"
    rows = Reply.objects.order_by("version").values_list("version", "fairly", "comment")
    assert list(rows) == [(1, 5, "Quick."), (2, 3, "")]
    assert list(Reply.objects.latest_of_each().values_list("version", flat=True)) == [2]
    assert "change your answers" in visible(client.get(link))
    clock.shift(timedelta(days=7))
    assert "change your answers" not in visible(client.get(link))
    assert client.post(change, LOW)["Location"] == link
    assert Reply.objects.count() == 2


def test_for_how_long_an_answer_may_be_changed_is_the_councils_to_say(client, link):
    Setting.objects.create(pk=1, change_days=0)
    client.post(link, LOW)
    assert "What went wrong" not in visible(client.get(f"{link}?thanks"))
    client.post(f"{link}change/", FIVE)
    assert Reply.objects.get().time_taken == 1


def test_words_are_asked_for_at_a_low_score_once_it_is_kept(client, link):
    sent = client.post(link, LOW)
    assert Reply.objects.get().time_taken == 1
    page = visible(client.get(sent["Location"]))
    assert "What went wrong?" in page and f'action="{link}change/"' in page
    client.post(f"{link}change/", {"only": "words", "comment": "Nobody rang."})
    kept = Reply.objects.latest_of_each().get()
    assert (kept.version, kept.comment, kept.time_taken) == (2, "Nobody rang.", 1)
    assert "What went wrong?" not in visible(client.get(sent["Location"]))


def test_nobody_content_is_asked_what_went_wrong(client, link):
    assert "What went wrong" not in visible(client.get(client.post(link, FIVE)["Location"]))


def test_the_words_of_questions_and_scale_are_the_councils(client, link):
    Words.objects.create(code="fairly", text="Were you treated as others are?")
    Words.objects.create(code="5", text="Delighted")
    page = visible(client.get(link))
    assert "Were you treated as others are?" in page and page.count("Delighted") == 5
    assert "Very satisfied" not in page and "with the time it took?" in page


def test_what_was_said_and_about_whom_stays(client, link, oscar, maya):
    """The database itself refuses, whoever asks; a comment may go when it has been kept."""
    client.post(link, {**FIVE, "comment": "Quick."})
    for table, words in (
        ("surveys_reply", "overall = 5, version = 7"), ("surveys_reply", "fairly = NULL"),
        ("surveys_reply", "comment = 'Slow.'"), ("surveys_survey", f"officer_id = {maya.pk}"),
    ):  # fmt: skip
        with (
            pytest.raises((InternalError, ProgrammingError), match="never changed"),
            transaction.atomic(),
        ):
            connection.cursor().execute(f"UPDATE {table} SET {words}")
    Reply.objects.update(comment="")
    survey = Survey.objects.get()
    assert survey.officer == oscar
    bad = [{"overall": 6}, {"fairly": 0}, {"via": "telephone"}, {"taken_by": maya}, {"version": 1}]
    for wrong in bad:
        row = Reply(survey=survey, answered_at=survey.invited_at, **{"version": 3} | wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
