"""The page behind the link: fetching shows, posting answers, once."""

from datetime import timedelta

import pytest
from django.test import Client

from enquiries.surveys.models import Reply, Survey
from enquiries.surveys.workflows import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def visible(response) -> str:
    return response.content.decode()


def test_the_page_says_what_it_is_about_and_chooses_nothing(client, link, enquiry):
    page = visible(client.get(link))
    for words in (enquiry.reference, "Main Street", "Billesdon", "Advice given", "Very satisfied"):
        assert words in page
    assert " checked" not in page
    assert enquiry.description not in page
    assert "Alice" not in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_fetching_a_hundred_times_records_nothing(client, link, method):
    for agent in range(100):
        response = getattr(client, method)(link, headers={"user-agent": f"scanner/{agent % 20}"})
        assert response.status_code == 200
    assert not Reply.objects.exists()
    assert client.post(link, {"overall": "5"}).status_code == 302
    assert Reply.objects.count() == 1


def test_one_answer_then_thanks_then_already_answered(client, link, now):
    sent = client.post(link, {"overall": "4", "comment": "Quick."})
    assert (sent.status_code, sent["Location"]) == (302, f"{link}?thanks")
    assert "Thank you" in visible(client.get(sent["Location"]))
    again = client.post(link, {"overall": "1", "comment": "Changed my mind."})
    assert again.status_code == 200
    assert "You have already answered" in visible(again)
    assert "You have already answered" in visible(client.get(link))
    kept = Reply.objects.get()
    assert (kept.overall, kept.comment, kept.answered_at) == (4, "Quick.", now)


def test_the_second_of_two_at_once_changes_nothing(link, now):
    survey = Survey.objects.get()
    assert reply(survey=survey, overall=5, comment="", at=now)
    assert not reply(survey=Survey.objects.get(), overall=1, comment="No", at=now)
    assert Reply.objects.get().overall == 5


def test_dont_know_is_an_answer_without_a_score(client, link):
    client.post(link, {"overall": "dont-know"})
    assert Reply.objects.get().overall is None


@pytest.mark.parametrize("overall", ["", "0", "6", "five", "5\x00", "None"])
def test_a_wrong_answer_is_asked_again_with_the_words_kept(client, link, overall):
    page = client.post(link, {"overall": overall, "comment": "Kept words"})
    assert page.status_code == 200
    assert "There is a problem" in visible(page)
    assert "Kept words" in visible(page)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("comment", ["x" * 2001, "nul+%00", "%ED%A0%80"])
def test_words_that_cannot_be_kept_are_refused(client, link, comment):
    body = f"overall=5&comment={comment}"
    page = client.post(link, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert "There is a problem" in visible(page)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "%ED%A0%80", "é", "..", "a" * 5000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_garbage_is_unknown(client, link, token, method):
    response = getattr(client, method)(f"/surveys/{token}/", {"overall": "5"})
    assert response.status_code == 404
    assert not Reply.objects.exists()


def test_expired_looks_like_unknown(client, link, stopped_clock):
    unknown = client.get("/surveys/" + "A" * 43 + "/")
    stopped_clock.shift(timedelta(days=29))
    for expired in (client.get(link), client.post(link, {"overall": "5"})):
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
    sent = browser.post(link, {"overall": "5", "csrfmiddlewaretoken": str(token)}, headers=origin)
    assert sent.status_code == 302


def test_a_signed_in_person_can_answer_too(signed_in, alice, link):
    assert signed_in(alice).post(link, {"overall": "5"}).status_code == 302


def test_other_methods_are_refused(client, link):
    assert client.put(link).status_code == 405
    assert client.delete(link).status_code == 405
