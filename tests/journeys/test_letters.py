"""Letters in a browser: a clerk chooses how we write, an administrator adds words and sees them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.models import User
from post.models import Preference, Wording

from .conftest import AXE, PASSWORD, SHOTS
from .hands import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clerk_wants_one_letter_a_day(people, open_browser, look):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    page.goto(page.url + "letters/")
    look(page, "your-letters")
    page.get_by_label("Write one letter a day with all of it").check()
    page.get_by_label("Time of the daily letter").select_option("5pm")
    page.get_by_label("No", exact=True).check()
    press(page, "Save")
    expect(page.get_by_text("We will write to you as you chose")).to_be_visible()
    look(page, "your-letters-saved")
    wish = Preference.objects.get(person=people["clerk"])
    assert (wish.is_daily, wish.hour, wish.monthly_summary) == (True, 17, False)


@pytest.fixture
def judge(size, javascript):
    """`judge(page, "x")` looks at our part of an admin page; around it is Django's own."""

    def judged(page, name: str) -> None:
        page.screenshot(path=SHOTS / f"{size}-{name}.png", full_page=True)
        sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name} scrolls sideways by {sideways} px"
        assert not page.faults, page.faults
        if javascript:
            found = Axe().run(page, context="#content-main", options=AXE)
            assert not found.violations_count, found.generate_report()

    return judged


def test_an_administrator_sees_a_letter_before_saving_her_words(people, open_browser, judge):
    User.objects.create_superuser("admin@county.example", PASSWORD, name="Adam Administrator")
    page = open_browser("administrator")
    sign_in(page, "admin@county.example")
    page.goto(page.url.split("/admin")[0] + "/admin/post/wording/add/")
    page.get_by_label("Which letter").select_option("To clerks: We have your enquiry")
    page.get_by_label("Your words").fill("Work on {street} may close it.")
    press(page, "Preview")
    expect(page.get_by_text("This letter does not know {street}")).to_be_visible()
    page.get_by_label("Your words").fill("Work on {road} <b>may</b> close it.")
    press(page, "Preview")
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Work on Main Street <b>may</b> close it.")).to_be_visible()
    judge(page, "wording-preview")
    press(page, "Save")
    page.wait_for_url("**/admin/post/wording/")
    assert Wording.objects.get().text == "Work on {road} <b>may</b> close it."
