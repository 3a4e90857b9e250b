"""C8, C9 and the kinds in a clerk's words: what is asked before an enquiry is sent."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.models import Kind
from parishes.models import Council

from .hands import press, sign_in, through

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Cars race past the primary school every morning."


@pytest.fixture
def reported(people):
    """What the clerk's council reported last week."""
    council = Council.objects.get(parishes__name="Billesdon")
    return workflows.log_enquiry(
        council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
        road="Church Lane", description=WORDS, asked_by=people["clerk"], token=uuid.uuid4(),
        at=timezone.now() - timedelta(days=7), by=people["clerk"],
    )  # fmt: skip


def begin(page, road: str) -> None:
    page.goto("/enquiries/new/")
    page.get_by_label("Road or place").fill(road)
    press(page, "Continue")


def test_c08_what_was_reported_already_is_followed(people, reported, open_browser, look):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    begin(page, "church lane near the school")
    page.get_by_label("Say it in your own words").fill("speeding")
    press(page, "Find the kind")
    look(page, "kinds-found")
    through(page.get_by_role("listitem").get_by_role("button", name=reported.kind.name))
    page.get_by_label("Tell us what is happening").fill(WORDS)
    look(page, "kind-chosen")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Has this been reported already?")
    look(page, "similar")
    press(page, re.compile(f"Follow this one.*{reported.reference}"))
    expect(page.get_by_text("You follow this enquiry for")).to_be_visible()
    look(page, "followed")


def test_c08_c09_somebody_elses_road_and_sent_all_the_same(people, reported, open_browser, look):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    begin(page, "Bridge over the M1, Church Lane")
    page.get_by_label("What kind of enquiry is it?").select_option(str(reported.kind_id))
    page.get_by_label("Tell us what is happening").fill(WORDS)
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who looks after this?")
    expect(page.get_by_text("National Highways looks after the M1")).to_be_visible()
    look(page, "signpost")
    press(page, "It is not on that road, continue")
    press(page, "No, mine is different")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send your enquiry")
    look(page, "check-what-helps")
