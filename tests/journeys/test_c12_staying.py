"""C12 in a browser: a page left open for hours says so, and one button keeps her signed in."""

import pytest
from playwright.sync_api import expect

from .hands import be

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True], indirect=True)
def test_c12_she_is_warned_and_stays(people, open_browser, live_server, look):
    page = open_browser("clerk")
    be(page, people["clerk"], live_server)
    page.clock.install()
    page.goto("/enquiries/new/")
    page.get_by_label("Road or place").fill("Main Street")
    warning = page.get_by_role("dialog", name="We will sign you out in 5 minutes")
    page.clock.fast_forward("10:50:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("00:06:00")
    expect(warning).to_be_visible()
    look(page, "session-ending")
    with page.expect_response("**/stay-signed-in/") as answer:
        page.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(warning).to_be_hidden()
    page.clock.fast_forward("10:50:00")
    expect(warning).to_be_hidden()
    expect(page.get_by_label("Road or place")).to_have_value("Main Street")
