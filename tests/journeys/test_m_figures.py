"""M1 to M5, M10, M11: a manager reads the four questions, and each number is what its cases are."""

import csv
import io
import re
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from consistency.workflows import rebuild
from enquiries import workflows
from enquiries.models import Kind, Outcome, Reason
from parishes.models import Council, Membership

from .hands import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["on-time", "consistent", "demand", "stuck"]


@pytest.fixture
def county(people):
    """Twenty-four enquiries of two councils, most of them answered, some with a no."""
    now = timezone.now()
    other = Council.objects.filter(parishes__name="Kibworth Harcourt").first()
    Membership.objects.create(council=other, user=people["clerk"], starts_on=date(2024, 5, 1))
    clerk, officer = people["clerk"], people["officer"]
    no, yes = Outcome.objects.get(code="cannot-do"), Outcome.objects.get(code="advice")
    for number in range(24):
        place = ("Billesdon", "Kibworth Harcourt")[number % 2]
        council = Council.objects.filter(parishes__name=place).first()
        enquiry = workflows.log_enquiry(
            council=council, parish=council.parishes.first(), kind=Kind.objects.get(code="SP1"),
            road=f"Road {number}", description="Cars go too fast.", asked_by=clerk,
            token=uuid.uuid4(), at=now - timedelta(days=20), by=clerk,
        )  # fmt: skip
        if number % 6:
            is_no = number % 3 == 0
            workflows.answer(
                enquiry=enquiry, outcome=no if is_no else yes,
                reason=Reason.objects.first() if is_no else None, explanation="We looked.",
                next_step="Nothing.", at=now - timedelta(days=number % 9), by=officer,
            )  # fmt: skip
    rebuild(at=now)
    return f"?since={now - timedelta(days=40):%Y-%m}&until={now:%Y-%m}&by=council"


@pytest.mark.parametrize(("size", "javascript"), [("phone", True)], indirect=True)
def test_m03_m04_table_points_sheet_and_cases_are_one(county, open_browser, look):
    manager = open_browser("manager")
    # The first page of a process loads the statistics libraries.
    manager.set_default_timeout(60_000)
    sign_in(manager, "manager@county.example")
    for name in PAGES:
        manager.goto(f"/consistency/{name}/{county}")
        look(manager, f"figures-{name}")
        for panel in manager.locator(".app-panel[id]").all():
            rows = panel.locator("tbody tr").all()
            points = panel.locator("svg g, svg.app-dot").count()
            assert not points or points == len(rows)
            link = panel.get_by_role("link", name=re.compile("CSV")).get_attribute("href")
            sheet = manager.request.get(link).text().lstrip("\ufeff")
            assert len(list(csv.DictReader(io.StringIO(sheet)))) == len(rows)
        follow_numbers(manager)


def follow_numbers(manager) -> None:
    """Open the first number of each measure: the list behind it is as long as it says."""
    links = [
        (panel.locator("tbody td a").first.get_attribute("href"),
         panel.locator("tbody td a").first.inner_text())
        for panel in manager.locator(".app-panel[id]").all()
        if panel.locator("tbody td a").count()
    ]  # fmt: skip
    here = manager.url
    for url, text in links:
        manager.goto(url)
        shown = re.search(r"\((\d+)\)", manager.get_by_role("heading", level=1).inner_text())[1]
        assert shown == text
        assert manager.locator("#cases tbody tr").count() == min(int(shown), 50)
        manager.goto(here)


@pytest.mark.parametrize(("size", "javascript"), [("desktop", False)], indirect=True)
def test_m01_m05_m10_m11_the_filter_changes_the_sentence_by_keyboard_and_on_paper(
    county, open_browser
):
    manager = open_browser("manager")
    sign_in(manager, "manager@county.example")
    manager.goto(f"/consistency/{county}")
    before = manager.locator("#in-words").inner_text()
    manager.get_by_label("Parish", exact=True).select_option(label="Billesdon")
    with manager.expect_navigation():
        manager.get_by_role("button", name="Show figures").press("Enter")
    after = manager.locator("#in-words").inner_text()
    assert before != after and "parish: Billesdon" in after
    total = manager.locator("#on-time-table tfoot td").first.inner_text()
    assert f"we received {total} enquiries" in after
    manager.reload()
    assert manager.locator("#in-words").inner_text() == after
    manager.locator("#on-time-table tbody a").first.focus()
    assert manager.evaluate("document.activeElement.tagName") == "A"
    on_paper(manager)


def on_paper(manager) -> None:
    """A4 landscape; what was chosen is printed, the form is not; bars tell by label, not colour."""
    manager.emulate_media(media="print")
    assert "parish: Billesdon" in manager.locator("main .govuk-body strong").first.inner_text()
    assert not manager.locator(".app-figures__filter").is_visible()
    bar = manager.locator("#time-taken svg rect").first
    assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(255, 255, 255)"
    assert manager.locator("#time-taken svg rect + text").first.text_content().startswith("Half:")
    paper = manager.pdf(prefer_css_page_size=True)
    wide, high = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper).groups()
    assert (round(float(wide)), round(float(high))) == (842, 595)
