"""O5, O7, O20, O24 in a browser: a dense list, several at once, search, and single keys."""

import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.models import Enquiry, Kind
from parishes.models import Council

from .hands import press, sign_in, through

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def logged(people) -> list[Enquiry]:
    """Twenty-five enquiries of a real council."""
    council = Council.objects.get(parishes__name="Billesdon")
    made = [
        workflows.log_enquiry(
            council=council, parish=council.parishes.get(name="Billesdon"),
            kind=Kind.objects.get(code="SP1"), road=f"{number} Main Street",
            description="Cars go too fast past the school.", asked_by=people["clerk"],
            token=uuid.uuid4(), at=timezone.now(), by=people["clerk"],
        )
        for number in range(1, 26)
    ]  # fmt: skip
    workflows.learn_words(now=timezone.now())
    return made


def test_o07_three_are_assigned_from_the_list(people, logged, open_browser, look):
    page = open_browser("officer")
    sign_in(page, "officer@county.example")
    page.goto("/officer/enquiries/?owner=unassigned")
    look(page, "all-enquiries")
    press(page, "Assign selected")
    expect(page.get_by_role("alert")).to_contain_text("Select the enquiries to assign")
    look(page, "none-ticked")
    for enquiry in logged[:3]:
        page.get_by_label(f"Select {enquiry.reference}").check()
    press(page, "Assign selected")
    look(page, "assign-three")
    page.get_by_label("Person").select_option(label="Oscar Surname")
    press(page, "Assign 3 enquiries")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "3 enquiries assigned to Oscar Surname."
    )
    look(page, "assigned")
    press(page, "Undo this assignment")
    expect(page.get_by_role("alert")).to_contain_text("Undone: 3 enquiries back")
    page.get_by_label("Search enquiries").fill("main billesden")
    through(page.get_by_role("button", name="Search"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("25 results")
    look(page, "search")
    page.goto("/officer/search/?q=xylophone")
    look(page, "nothing-found")


# Keys need a keyboard and JavaScript, the measure one large screen.
WHOLE = pytest.mark.parametrize(("size", "javascript"), [("desktop", True)], indirect=True)


@WHOLE
def test_o24_single_keys_act_only_when_switched_on_and_not_in_a_box(
    people, logged, open_browser, look, size, javascript
):
    page = open_browser("officer")
    sign_in(page, "officer@county.example")
    page.goto("/officer/enquiries/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search enquiries")).not_to_be_focused()
    page.goto("/keyboard/")
    page.get_by_label("Yes, switch them on").check()
    press(page, "Save")
    look(page, "keyboard")
    page.goto("/officer/enquiries/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("tbody th a").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[name=pick]").nth(1)).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Claim the row")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search enquiries")).to_be_focused()
    page.keyboard.type("cjnx?")
    expect(page.get_by_label("Search enquiries")).to_have_value("cjnx?")
    assert Enquiry.objects.exclude(owner=None).count() == 0
    second.focus()
    with page.expect_navigation():
        page.keyboard.press("c")
    expect(page.get_by_role("alert")).to_contain_text("You have claimed")
    assert Enquiry.objects.get(owner=people["officer"]) == logged[1]


@WHOLE
def test_o05_twenty_five_rows_are_dense(people, logged, new_context, live_server, size, javascript):
    page = new_context(viewport={"width": 1920, "height": 1080}).new_page()
    sign_in(page, "officer@county.example")
    page.goto("/officer/enquiries/")
    table = page.locator("main table").bounding_box()
    assert table["height"] <= 1.5 * 1080
    heights = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    # Two lines of 16 px with their padding.
    assert max(heights) <= 60, heights
