"""Signing in: the same words for every failure, a throttle, and no way out of the site."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse

PASSWORD = "a long enough password"


@pytest.fixture
def alice(alice):
    alice.set_password(PASSWORD)
    alice.save()
    return alice


@pytest.fixture(autouse=True)
def quick_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def attempt(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post(reverse("sign_in"), {"email": email, "password": password, **more})


def test_a_clerk_signs_in_whatever_the_capitals(client, alice):
    response = attempt(client, " Alice@People.EXAMPLE ")
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_session_is_a_new_one(client, alice):
    client.get(reverse("sign_in"))
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    attempt(client, alice.email)
    assert client.session.session_key != before


def without_what_was_typed(response, *typed: str) -> str:
    page = response.content.decode()
    for text in typed:
        page = page.replace(text, "")
    return page


def test_unknown_wrong_and_switched_off_look_the_same(alice, deputy, settings):
    deputy.set_password(PASSWORD)
    deputy.is_active = False
    deputy.save()
    pages = []
    for email, password in [
        ("nobody@people.example", PASSWORD),
        (alice.email, "not her password"),
        (deputy.email, PASSWORD),
    ]:
        response = attempt(Client(), email, password)
        assert response.status_code == 200
        page = without_what_was_typed(response, email)
        token = response.context["csrf_token"]
        pages.append(page.replace(str(token), ""))
    assert pages[0] == pages[1] == pages[2]
    assert "The e-mail address or the password is not right" in pages[0]


def test_the_tenth_wrong_guess_locks_known_and_unknown_alike(alice):
    for email in [alice.email, "nobody@people.example"]:
        client = Client()
        statuses = [attempt(client, email, "wrong").status_code for _ in range(11)]
        assert statuses[:9] == [200] * 9
        assert statuses[9:] == [429] * 2
        page = attempt(client, email)
        assert page.status_code == 429
        assert b"wait 15 minutes" in page.content


def test_what_was_being_written_is_not_kept_with_the_failure(client, alice):
    attempt(client, alice.email, "wrong", carried='["/password/", [["road", "Main Street"]], []]')
    assert "Main Street" not in AccessAttempt.objects.get().post_data


def test_one_locked_person_locks_nobody_else(alice, deputy):
    deputy.set_password(PASSWORD)
    deputy.save()
    client = Client()
    for _ in range(10):
        attempt(client, alice.email, "wrong")
    assert attempt(client, alice.email).status_code == 429
    assert attempt(Client(), deputy.email).status_code == 302


def test_after_the_wait_she_can_sign_in(stopped_clock, alice):
    client = Client()
    for _ in range(10):
        attempt(client, alice.email, "wrong")
    stopped_clock.shift(timedelta(minutes=16))
    assert attempt(client, alice.email).status_code == 302


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "http://[",
        "/" + "a" * 3000,
        "\x01/",
    ],
)
def test_nobody_is_sent_out_of_the_site(client, alice, url):
    assert attempt(client, alice.email, next=url).url == reverse("home")


def test_she_goes_where_she_was_going(client, alice):
    asked = client.get(reverse("change_password"))
    assert asked.url == f"{reverse('sign_in')}?next=%2Fpassword%2F"
    assert b'name="next" value="/password/"' in client.get(asked.url).content
    assert attempt(client, alice.email, next="/password/").url == "/password/"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", "", "Enter your e-mail address"),
        ("not an address", "x", "in the correct format"),
        ("a@b.example", "", "Enter your password"),
        ("a\0@b.example", "x", "format"),
        (f"{'a' * 300}@b.example", "x", "254"),
    ],
)
def test_a_form_that_cannot_be_right_says_so(client, db, email, password, words):
    page = attempt(client, email, password).content.decode()
    assert words in page
    assert "There is a problem" in page


def test_signing_out_takes_a_button(signed_in, alice):
    client = signed_in(alice)
    assert client.get(reverse("sign_out")).status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post(reverse("sign_out")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_password_is_never_cached(client, db):
    assert "no-store" in client.get(reverse("sign_in"))["Cache-Control"]


def test_no_role_buttons_outside_the_demo(client, db):
    assert b"Be a clerk" not in client.get(reverse("sign_in")).content
    assert client.post(reverse("demo_sign_in"), {"role": "clerk"}).status_code == 404


def test_a_role_button_in_the_demo(client, alice, settings):
    settings.DEMO = True
    page = client.get(reverse("sign_in")).content.decode()
    for role in ["a clerk (3 parishes)", "an officer", "a manager", "an editor"]:
        assert f"Be {role}" in page
    assert client.post(reverse("demo_sign_in"), {"role": "clerk"}).status_code == 404
    alice.email = "clerk@demo.example"
    alice.save()
    assert client.post(reverse("demo_sign_in"), {"role": "clerk"}).url == reverse("home")
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert client.post(reverse("demo_sign_in"), {"role": "mayor"}).status_code == 404


def test_she_changes_her_password(client, alice):
    attempt(client, alice.email)
    elsewhere = Client()
    attempt(elsewhere, alice.email)
    new = "three quite unrelated words"
    fields = {"current_password": PASSWORD, "new_password": new, "new_password_again": new}
    assert client.post(reverse("change_password"), fields).status_code == 302
    assert client.get(reverse("change_password")).status_code == 200
    assert elsewhere.get(reverse("change_password")).status_code == 302
    assert attempt(Client(), alice.email, new).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"current_password": "wrong"}, "This is not your present password"),
        ({"new_password": "short", "new_password_again": "short"}, "at least 12 characters"),
        ({"new_password_again": "another long password"}, "are not the same"),
        ({"current_password": ""}, "Enter your present password"),
    ],
)
def test_a_password_that_cannot_be_taken(client, alice, changes, words):
    attempt(client, alice.email)
    new = "three quite unrelated words"
    fields = {"current_password": PASSWORD, "new_password": new, "new_password_again": new}
    page = client.post(reverse("change_password"), fields | changes).content.decode()
    assert words in page
    assert attempt(Client(), alice.email).status_code == 302
