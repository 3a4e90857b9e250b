"""C13 in a browser: a clerk of three councils chooses where she works, and it lasts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from parishes.models import Council, Membership

from .hands import press, sign_in, through

pytestmark = pytest.mark.django_db(transaction=True)


def test_c13_the_council_she_chose_stands_on_every_page(people, open_browser, look):
    councils = Council.objects.filter(parishes__name__in=["Fleckney", "Tugby and Keythorpe"])
    for council in councils:
        Membership.objects.create(council=council, user=people["clerk"], starts_on=date(2026, 1, 1))
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    strip = page.get_by_role("navigation", name="Your councils")
    expect(strip).to_contain_text("All my parishes (0)")
    look(page, "three-home")
    through(strip.get_by_role("link", name="Fleckney"))
    page.goto("/enquiries/")
    expect(strip).to_contain_text("Fleckney")
    look(page, "three-list")
    page.goto("/")
    press(page, "Send an enquiry")
    expect(page.get_by_label("Fleckney", exact=True)).to_be_checked()
    look(page, "three-where")
    page.goto("/councils/")
    look(page, "three-councils")
