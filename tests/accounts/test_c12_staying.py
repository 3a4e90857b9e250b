"""C12: a session lasts from the last page, says when it is about to end, and can be made longer."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.sessions import sure_seconds

pytestmark = pytest.mark.django_db


def left() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def age(hours: float) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=12 - hours))


def test_c12_a_page_makes_an_old_session_last_again(client, alice):
    client.force_login(alice)
    age(3)
    client.get(reverse("our_enquiries"))
    assert left() > timedelta(seconds=sure_seconds())


def test_c12_a_young_session_is_not_written_again(client, alice):
    client.force_login(alice)
    age(0.5)
    client.get(reverse("our_enquiries"))
    assert left() < timedelta(hours=11.6)


def test_c12_an_ended_session_is_over(client, alice):
    client.force_login(alice)
    age(13)
    assert client.get(reverse("our_enquiries")).status_code == 302
    assert client.post(reverse("stay_signed_in")).status_code == 403


def test_c12_she_can_stay_signed_in(client, alice):
    client.force_login(alice)
    age(0.5)
    assert client.post(reverse("stay_signed_in")).status_code == 204
    assert left() > timedelta(hours=11.9)
