"""Briefings in a browser: the desk, the preview, the archive, an item's anchor, a meeting."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.briefings import records as briefings

from .conftest import PASSWORD
from .hands import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(people, settings, tmp_path):
    from django.utils import timezone

    settings.MEDIA_ROOT = tmp_path
    editor = User.objects.create_user(
        "editor@county.example", PASSWORD, name="Edith Editor", is_editor=True
    )
    people["editor"] = editor
    return briefings.make(edith=editor, maya=people["manager"], now=timezone.now())


PUBLIC = """
/briefings/ /briefings/?q=grit /briefings/30/gritting/ /news/ /briefings/subscribe/ /meetings/
/meetings/{meeting}/ /briefings/choices/{reader}/ /briefings/unsubscribe/{reader}/
/briefings/confirm/{asked}/
"""
DESK = """
/briefings/desk/ /briefings/desk/31/ /briefings/desk/items/{item}/ /briefings/desk/31/preview/
/briefings/desk/30/ledger/ /briefings/desk/31/schedule/ /briefings/desk/31/change/
/briefings/desk/rhythm/ /briefings/desk/audiences/new/ /briefings/desk/items/{item}/pictures/
/meetings/new/ /meetings/{meeting}/
"""


@pytest.mark.parametrize("javascript", [True])
def test_every_page_is_for_everybody(made, open_browser, look):
    page = open_browser("stranger")
    for path in PUBLIC.split():
        page.goto(path.format(**made))
        look(page, path.strip("/").partition("{")[0].replace("/", "-").replace("?", "-"))
    page = open_browser("editor")
    sign_in(page, "editor@county.example")
    page.wait_for_url("**/")
    for path in DESK.split():
        page.goto(path.format(**made))
        look(page, path.strip("/").partition("{")[0].replace("/", "-"))


@pytest.mark.parametrize("javascript", [True])
@pytest.mark.parametrize("size", ["desktop"])
def test_b02_a_link_to_an_item_scrolls_and_focuses(made, open_browser, look):
    page = open_browser("stranger")
    page.goto("/briefings/30#gritting")
    heading = page.locator("#gritting")
    expect(heading).to_be_in_viewport()
    page.get_by_role("link", name="Gritting", exact=True).first.click()
    expect(heading).to_be_focused()
    look(page, "edition")
