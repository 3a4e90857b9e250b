"""The pages anybody may read."""

import pytest
from django.test import Client
from django.urls import reverse

PLAIN = ["home", "data", "accessibility", "cookies", "privacy", "contact", "sign_in"]


@pytest.mark.parametrize("name", PLAIN)
def test_a_stranger_reads_it(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page


def test_emergencies_come_first(client, db, settings):
    settings.EMERGENCY_PHONE = "01234 567 890"
    page = client.get(reverse("home")).content.decode()
    assert page.index("01234 567 890") < page.index("govuk-button--start")
    assert "About 2 minutes" in page


def test_the_licence_of_the_data_is_named(client, db):
    page = client.get(reverse("data")).content.decode()
    assert "Source: Office for National Statistics licensed under the" in page
    assert "Contains OS data © Crown copyright and database right" in page


def test_every_cookie_is_listed(client, db):
    page = client.get(reverse("cookies")).content.decode()
    for name in ["sessionid", "csrftoken", "messages"]:
        assert name in page


def test_no_password_is_given_back_where_a_form_has_expired(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    typed = {"current_password": "the old one", "new_password": "hunter", "password1": "hunter"}
    response = client.post(reverse("change_password"), typed | {"name": "Alice"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Alice" in page and "the old one" not in page and "hunter" not in page
