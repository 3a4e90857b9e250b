"""O24: single keys are off until a person switches them on; the page lists them."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db
PAGE = "/keyboard/"


def body(client, url=PAGE):
    return BeautifulSoup(client.get(url).content, "html.parser").body


def test_o24_they_are_off_until_switched_on_and_off_again(signed_in, oscar):
    client = signed_in(oscar)
    assert not body(client, "/officer/").has_attr("data-shortcuts")
    client.post(PAGE, {"wanted": "yes"})
    assert body(client, "/officer/")["data-shortcuts"] == PAGE
    client.post(PAGE, {"wanted": "no"})
    assert not body(client, "/officer/").has_attr("data-shortcuts")


def test_o24_the_page_lists_the_keys_and_my_work_leads_to_it(signed_in, oscar):
    client = signed_in(oscar)
    keys = [key.get_text() for key in body(client).select("#shortcut-keys kbd")]
    assert keys == ["j", "k", "x", "c", "n", "/", "?"]
    assert body(client, "/officer/").select(f"a[href='{PAGE}']")


@pytest.mark.parametrize("data", [{}, {"wanted": "\0"}, {"wanted": "perhaps"}])
def test_o24_an_odd_choice_is_refused(signed_in, oscar, data):
    page = signed_in(oscar).post(PAGE, data).content.decode()
    assert "Choose whether you want them" in page or "There is a problem" in page
    oscar.refresh_from_db()
    assert not oscar.shortcuts
