"""C3, C5 and C15 in the browser: any words for the spot, as given, and the same place again."""

import re

import pytest
from playwright.sync_api import expect

from enquiries.models import Draft, Enquiry, Kind

from .test_reflow import be

pytestmark = pytest.mark.django_db(transaction=True)


def log(page, road: str, spot: str) -> None:
    page.goto("/enquiries/new/")
    page.get_by_label("Road or place").fill(road)
    page.get_by_label("Help us find the exact spot").fill(spot)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What kind of enquiry is it?").select_option(
        str(Kind.objects.get(code="SP1").pk)
    )
    page.get_by_label("Tell us what is happening").fill("Cars go too fast past the school.")
    page.get_by_role("button", name="Continue").click()
    if page.get_by_role("button", name=re.compile("No, mine is different")).count():
        page.get_by_role("button", name=re.compile("No, mine is different")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send your enquiry")


def test_c05_what_she_wrote_is_shown_as_given(people, open_browser, live_server, look):
    clerk, officer = open_browser("clerk"), open_browser("officer")
    be(clerk, people["clerk"], live_server)
    be(officer, people["officer"], live_server)
    log(clerk, "Main Street", "///filled.count.soap, SK 588 045")
    expect(clerk.get_by_text("The position seems to be outside the county")).to_be_visible()
    look(clerk, "check, outside the county")
    clerk.get_by_role("button", name="Send enquiry").click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("Enquiry sent")
    enquiry = Enquiry.objects.get()
    clerk.goto(f"/enquiries/{enquiry.reference}/")
    expect(clerk.get_by_text("SK 5885 0455")).to_be_visible()
    look(clerk, "enquiry")
    officer.goto(f"/officer/enquiries/{enquiry.reference}/")
    expect(officer.get_by_text("What3words as given by the clerk")).to_be_visible()
    expect(officer.get_by_text("From the grid reference")).to_be_visible()
    look(officer, "case")
    clerk.get_by_role("button", name="Send another about the same place").click()
    expect(clerk.get_by_role("heading", level=1)).not_to_have_text(enquiry.road)
    again = Draft.objects.exclude(enquiry=enquiry).get()
    assert clerk.url.endswith(f"/{again.token}/what/")
    assert (again.road, again.spot, again.position) == (
        enquiry.road,
        enquiry.spot,
        enquiry.position,
    )
    look(clerk, "what, same place")
    clerk.goto("/enquiries/new/")
    expect(clerk.locator("#known-roads option")).to_have_count(1)
    look(clerk, "where, with suggestions")
