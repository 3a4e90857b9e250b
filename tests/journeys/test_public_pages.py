"""The pages that anybody may read, as a stranger sees them."""

import pytest
from playwright.sync_api import expect

from .hands import follow, press

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_finds_her_parish_and_how_we_deal(reference, open_browser, look):
    page = open_browser("stranger")
    page.goto("/")
    follow(page, "Find your parish")
    page.get_by_label("Name of the parish").fill("bill")
    press(page, "Find")
    expect(page.get_by_text("In Harborough").first).to_be_visible()
    look(page, "find-parish")
    page.goto("/how-we-deal-with-enquiries/")
    look(page, "how-we-deal")
