"""O10, O13, O14, O15 in a browser: one screen, a note, and an answer seen before it goes."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.models import Kind, Outcome, StandardWording
from parishes.models import Council
from post.models import Letter

from .hands import press, sign_in, through

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(("size", "javascript"), [("desktop", True), ("phone", False)]),
]


@pytest.fixture
def case(people):
    """A scheme request after like ones, with standard wording for it."""
    council, clerk = Council.objects.get(parishes__name="Billesdon"), people["clerk"]
    officer, now, kind = people["officer"], timezone.now(), Kind.objects.get(code="SP1")
    logged = [
        workflows.log_enquiry(
            council=council, parish=council.parishes.get(), kind=kind, road="Main Street",
            description="Cars go too fast past the school.", asked_by=clerk, token=uuid.uuid4(),
            at=now - timedelta(days=2), by=clerk,
        )
        for _ in range(4)
    ]  # fmt: skip
    for row in logged[1:]:
        workflows.answer(
            enquiry=row, outcome=Outcome.objects.get(code="already"), reason=None, at=now,
            explanation="A sign stands there.", next_step="Nothing more.", by=officer,
        )  # fmt: skip
    StandardWording.objects.create(
        title="Speed survey", text="We measured on [date of survey].", is_sample=True,
        next_step="We measure again in a year.",
    )  # fmt: skip
    return logged[0]


def test_o10_o13_o14_o15_from_the_case_to_the_letter(case, open_browser, look, javascript):
    page = open_browser("officer")
    sign_in(page, "officer@county.example")
    page.goto(f"/officer/enquiries/{case.reference}/")
    look(page, "answering-case")
    if javascript:
        in_one_screen(page)
    note = page.get_by_label("Note")
    note.fill("Ring the school first.")
    if javascript:
        with page.expect_navigation():
            note.press("Control+Enter")
    else:
        press(page, "Save note")
    expect(page.get_by_role("main")).to_contain_text("Withdraw this note")
    look(page, "answering-noted")

    page.goto(f"/officer/enquiries/{case.reference}/answer/")
    page.get_by_text("Standard wording", exact=True).click()
    look(page, "answering-wording")
    through(page.locator("button[name=use]").first)
    expect(page.locator("mark").last).to_have_text("[date of survey]")
    look(page, "answering-blank")
    page.get_by_label("Advice given").check()
    press(page, "Check the answer")
    look(page, "answering-not-filled")
    page.get_by_label("Reasons in plain English").fill("We measured on 3 November.")
    press(page, "Check the answer")
    look(page, "answering-check")
    shown = page.locator("#letter").text_content()
    press(page, "Send answer")
    assert (
        Letter.objects.filter(about=case.reference, kind="enquiries/answered").get().text == shown
    )


def in_one_screen(page) -> None:
    """On a common laptop the strip and the main action are above the fold."""
    page.set_viewport_size({"width": 1366, "height": 768})
    for part in (".app-identity", "section[aria-labelledby=next] .govuk-button"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= 768, part
