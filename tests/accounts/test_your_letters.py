"""How a person wants her letters: what the page offers each role, and what choosing does."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from post.models import Letter, Preference
from post.outbox import put

pytestmark = pytest.mark.django_db
Status = Letter.Status
URL = "/letters/"


def test_nobody_has_chosen_yet_and_looking_chooses_nothing(signed_in, alice):
    page = signed_in(alice).get(URL).content.decode()
    assert 'value="each" checked' in page and "8am" in page
    assert "questions to you, answers" in page
    assert not Preference.objects.exists()


def test_one_letter_a_day_at_five_and_no_summary(signed_in, alice, now):
    client = signed_in(alice)
    sent = client.post(URL, {"how": "daily", "hour": "17", "monthly_summary": "no"}, follow=True)
    assert "We will write to you as you chose" in sent.content.decode()
    wish = Preference.objects.get(person=alice)
    assert (wish.is_daily, wish.hour, wish.monthly_summary) == (True, 17, False)
    assert wish.changed_at == now
    page = client.get(URL).content.decode()
    assert 'value="daily" checked' in page and '<option value="17" selected' in page


def test_an_hour_that_is_not_sent_stays_as_it_was(signed_in, alice):
    client = signed_in(alice)
    client.post(URL, {"how": "daily", "hour": "17", "monthly_summary": "yes"})
    client.post(URL, {"how": "daily", "monthly_summary": "yes"})
    assert Preference.objects.get().hour == 17


@pytest.mark.parametrize("who", ["oscar", "maya", "edith", "adam"])
def test_the_countys_people_are_offered_no_summary_of_councils(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    assert "A summary each month" not in client.get(URL).content.decode()
    client.post(URL, {"how": "daily", "hour": "9"})
    assert Preference.objects.get().is_daily


@pytest.mark.parametrize("bad", [{}, {"how": "never"}, {"how": "daily", "hour": "24"}])
def test_what_was_not_offered_is_refused(signed_in, alice, bad):
    page = signed_in(alice).post(URL, bad | {"monthly_summary": "yes"}).content.decode()
    assert "There is a problem" in page
    assert not Preference.objects.exists()


def test_going_back_to_each_letter_lets_the_kept_ones_leave(signed_in, alice, oscar):
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    for person in (alice, oscar):
        Preference.objects.create(person=person, is_daily=True, changed_at=at)
        with transaction.atomic():
            put(
                letter="post/daily", to=person.email, key=person.name, at=at, person=person,
                context={"news": [], "count": 0, "url": "/"},
            )  # fmt: skip
    assert set(Letter.objects.values_list("status", flat=True)) == {Status.KEPT}
    signed_in(alice).post(URL, {"how": "each", "monthly_summary": "yes"})
    assert dict(Letter.objects.values_list("person__name", "status")) == {
        "Alice Clerk": Status.WAITING,
        "Oscar Officer": Status.KEPT,
    }


def test_the_menu_leads_there(signed_in, alice):
    assert f'href="{reverse("your_letters")}"' in signed_in(alice).get("/").content.decode()
