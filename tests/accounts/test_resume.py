"""A session that ends while somebody writes: what she typed comes back after signing in."""

import json
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

PASSWORD = "a long enough password"
WORDS = "Ice at the bend\r\nby the “Queen's Head” <corner> & beyond £"


@pytest.fixture
def alice(alice, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    alice.set_password(PASSWORD)
    alice.save()
    return alice


def fields_of(response, action: str) -> dict[str, list[str]]:
    page = BeautifulSoup(response.content, "html.parser")
    form = page.find("form", action=action)
    fields: dict[str, list[str]] = {}
    for box in form.find_all("input"):
        fields.setdefault(box["name"], []).append(box.get("value", ""))
    return fields


def sign_in_from(client: Client, page, email: str, password: str = PASSWORD):
    fields = fields_of(page, reverse("sign_in"))
    return client.post(reverse("sign_in"), fields | {"email": email, "password": password})


def test_what_she_typed_is_sent_again_at_a_button(alice):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("sign_in"))
    token = client.cookies["csrftoken"].value
    typed = {"description": WORDS, "kind": ["1", "2"], "csrfmiddlewaretoken": token}
    stopped = client.post("/password/?step=2", typed)
    assert stopped.status_code == 403
    assert "We have kept what you typed" in stopped.content.decode()

    refused = sign_in_from(client, stopped, alice.email, "wrong")
    assert "is not right" in refused.content.decode()
    page = sign_in_from(client, refused, alice.email)
    assert "Continue where you left off" in page.content.decode()

    fields = fields_of(page, "/password/?step=2")
    assert fields["description"] == [WORDS]
    assert fields["kind"] == ["1", "2"]
    assert fields["csrfmiddlewaretoken"] != [token]
    again = client.post("/password/?step=2", fields)
    assert again.status_code == 200
    assert "Change your password" in again.content.decode()


def test_passwords_do_not_travel(client, alice):
    stopped = client.post(
        "/password/", {"current_password": "secret-1", "new_password": "secret-2"}
    )
    assert b"secret-" not in stopped.content
    page = sign_in_from(client, stopped, alice.email)
    assert set(fields_of(page, "/password/")) == {"csrfmiddlewaretoken"}


def test_photos_cannot_travel_and_the_page_says_so(client, alice):
    photo = SimpleUploadedFile("bend & corner.jpg", b"not really", "image/jpeg")
    stopped = client.post("/password/", {"road": "Main Street", "photos": [photo]})
    assert "bend & corner.jpg" in unescape(stopped.content.decode())
    page = sign_in_from(client, stopped, alice.email)
    assert "Photos could not be kept" in page.content.decode()
    assert "bend & corner.jpg" in unescape(page.content.decode())


@pytest.mark.parametrize(
    "carried",
    [
        json.dumps(["https://elsewhere.example/", [], []]),
        json.dumps(["//elsewhere.example/", [], []]),
        json.dumps(["/\\elsewhere.example/", [], []]),
        json.dumps(["password/", [], []]),
        json.dumps(["/password/", 3, []]),
        json.dumps({"path": "/password/"}),
        "[" * 100_000,
        "not json",
        "null",
    ],
)
def test_nothing_is_carried_out_of_the_site(client, alice, carried):
    fields = {"email": alice.email, "password": PASSWORD, "carried": carried}
    response = client.post(reverse("sign_in"), fields)
    assert response.status_code == 302
    assert response.url == reverse("home")


def test_a_forged_form_is_not_carried(alice):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/password/", {"description": WORDS})
    assert response.status_code == 403
    assert b'name="carried"' not in response.content


def test_the_demo_buttons_carry_as_well(client, alice, settings):
    settings.DEMO = True
    alice.email = "clerk@demo.example"
    alice.save()
    stopped = client.post("/password/", {"description": WORDS})
    fields = fields_of(stopped, reverse("demo_sign_in"))
    page = client.post(reverse("demo_sign_in"), fields | {"role": "clerk"})
    assert fields_of(page, "/password/")["description"] == [WORDS]


def test_half_a_character_does_not_break_the_page(client, db):
    carried = r'["/enquiries/new/", [["road", "Main \ud800 Street"]], ["\udc00.jpg"]]'
    sent = {"email": "nobody@example.org", "password": PASSWORD, "carried": carried}
    response = client.post(reverse("sign_in"), sent)
    assert response.status_code == 200
    assert "Main ? Street" in unescape(response.content.decode())
