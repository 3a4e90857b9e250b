"""C3, C5 and C15 in the browser: any words for the spot, as given, and the same place again."""

import pytest
from playwright.sync_api import expect

from enquiries.models import Draft, Enquiry, Kind

from .hands import be, press

pytestmark = pytest.mark.django_db(transaction=True)


def log(page, road: str, spot: str) -> None:
    page.goto("/enquiries/new/")
    page.get_by_label("Road or place").fill(road)
    page.get_by_label("Help us find the exact spot").fill(spot)
    press(page, "Continue")
    page.get_by_label("What kind of enquiry is it?").select_option(
        str(Kind.objects.get(code="SP1").pk)
    )
    page.get_by_label("Tell us what is happening").fill("Cars go too fast past the school.")
    press(page, "Continue")
    if page.get_by_role("button", name="No, mine is different").count():
        press(page, "No, mine is different")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send your enquiry")


def test_c05_what_she_wrote_is_shown_as_given(people, open_browser, live_server, look):
    clerk, officer = open_browser("clerk"), open_browser("officer")
    be(clerk, people["clerk"], live_server)
    be(officer, people["officer"], live_server)
    log(clerk, "Main Street", "///filled.count.soap, SK 588 045")
    expect(clerk.get_by_text("The position seems to be outside the county")).to_be_visible()
    look(clerk, "check, outside the county")
    press(clerk, "Send enquiry")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("Enquiry sent")
    enquiry = Enquiry.objects.get()
    clerk.goto(f"/enquiries/{enquiry.reference}/")
    expect(clerk.get_by_text("SK 5885 0455")).to_be_visible()
    look(clerk, "enquiry")
    officer.goto(f"/officer/enquiries/{enquiry.reference}/")
    expect(officer.get_by_text("What3words as given by the clerk")).to_be_visible()
    expect(officer.get_by_text("From the grid reference")).to_be_visible()
    look(officer, "case")
    press(clerk, "Send another about the same place")
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
