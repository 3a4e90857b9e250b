"""C20 and C21: a clerk opens the meeting report, copies it for the minutes, and prints it."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.models import Kind, Outcome
from parishes.models import Council

from .hands import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def four(people):
    """An enquiry in each part of the report."""
    council = Council.objects.get(parishes__name="Billesdon")
    clerk, officer, now = people["clerk"], people["officer"], timezone.now()
    made = [
        workflows.log_enquiry(
            council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
            road=road, description="Cars go too fast.", asked_by=clerk, token=uuid.uuid4(),
            at=now - timedelta(days=days), by=clerk,
        )
        for road, days in [
            ("Long Lane", 50), ("Main Street", 4), ("High Street", 3), ("Back Lane", 2),
        ]
    ]  # fmt: skip
    workflows.ask(enquiry=made[1], text="Which side?", at=now - timedelta(days=1), by=officer)
    workflows.answer(
        enquiry=made[2], outcome=Outcome.objects.get(code="already"), reason=None,
        explanation="A sign that costs £300 stands near the café.", next_step="Nothing more.",
        at=now - timedelta(hours=2), by=officer,
    )  # fmt: skip
    return made


def test_c20_c21_the_report_is_shown_copied_kept_and_printed(
    people, four, open_browser, look, javascript
):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    page.goto(
        page.get_by_role("link", name="Meeting report", include_hidden=True).get_attribute("href")
    )
    look(page, "meeting-report")
    for enquiry in four:
        rows = page.locator("tbody").get_by_role("link", name=enquiry.reference)
        expect(rows).to_have_count(1)
    minutes = page.get_by_label("Copy for the minutes")
    assert four[0].sentence_at(timezone.now()) in minutes.input_value()
    expect(page.get_by_role("button", name="Copy this text")).to_have_count(1 if javascript else 0)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Spreadsheet (CSV)").click()
    content = kept.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert any("£300 stands near the café" in row["answer"] for row in rows)
    page.get_by_label("Day", exact=True).first.fill("99")
    press(page, "Show report")
    look(page, "meeting-report-error")


def test_c20_on_paper_only_the_report_is_left(people, four, open_browser, size, javascript):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    page.goto("/enquiries/report/")
    page.set_viewport_size({"width": 690, "height": 1000})  # A4 less its margins, at 96 px an inch
    page.emulate_media(media="print")
    for gone in ("nav", "footer", "form", "textarea"):
        for element in page.locator(gone).all():
            assert not element.is_visible(), f"{gone} is printed"
    heads = page.locator("thead").first
    assert heads.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    link = page.locator("tbody a").first
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert four[3].reference in after or "/enquiries/PE-" in after
    assert after.strip('" ').startswith("http")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.screenshot(path=f"var/shots/report-paper-{size}-{javascript}.png", full_page=True)
