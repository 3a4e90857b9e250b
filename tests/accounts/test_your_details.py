"""Your details: name and telephone are hers to change; her address is only shown."""

import pytest

from accounts.models import User

pytestmark = pytest.mark.django_db
URL = "/details/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_she_changes_her_name_and_telephone(signed_in, alice):
    client = signed_in(alice)
    page = text_of(client.get(URL))
    assert 'value="Alice Clerk"' in page and alice.email in page
    assert 'href="/password/"' in page and 'href="/letters/"' in page
    assert 'href="/details/"' in text_of(client.get("/")), "the menu leads there"
    sent = client.post(URL, {"name": " Alice\r\n Marsh ", "phone": "0116 496 0000"}, follow=True)
    assert "Your details are saved" in text_of(sent)
    alice.refresh_from_db()
    assert (alice.name, alice.phone) == ("Alice Marsh", "0116 496 0000")
    client.post(URL, {"name": "Alice Marsh", "phone": ""})
    assert User.objects.get(pk=alice.pk).phone == ""


def test_nothing_else_can_be_changed_here(signed_in, alice, deputy):
    everything = {field.name: "1" for field in User._meta.fields if field.name != "id"}
    client = signed_in(alice)
    before = User.objects.filter(pk=alice.pk).values().get()
    sent = everything | {"name": "Alice Marsh", "phone": "", "email": deputy.email}
    assert client.post(URL, sent).status_code == 302
    after = User.objects.filter(pk=alice.pk).values().get()
    assert after == before | {"name": "Alice Marsh"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "Enter your name"),
        ({"name": "x" * 151}, "Your name must be 150 characters or fewer"),
        ({"phone": "ask at the office"}, "Enter a telephone number, like 0116 496 0000"),
        ({"phone": "0" * 31}, "The telephone number must be 30 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(signed_in, alice, changes, says):
    page = text_of(signed_in(alice).post(URL, {"name": "Al", "phone": "0116 4960000"} | changes))
    assert says in page and "<title>Error: " in page
    alice.refresh_from_db()
    assert alice.name == "Alice Clerk"
