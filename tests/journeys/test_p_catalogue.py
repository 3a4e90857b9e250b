"""P1 to P13 in a browser: the catalogue on a desk, a telephone and a sheet of paper."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from schemes.models import Scheme, Version
from schemes.snapshots import digest_of, take

from .hands import follow, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(reference) -> None:
    """Every scheme published once, as it was loaded."""
    author, other = (User.objects.create_user(f"{n}@people.example", name=n) for n in "ab")
    now = timezone.now()
    for row in Scheme.objects.whole():
        shot = take(row)
        version = Version.objects.create(
            scheme=row, number=1, snapshot=shot, digest=digest_of(shot), published_at=now,
            proposed_by=author, published_by=other,
        )  # fmt: skip
        Scheme.objects.filter(pk=row.pk).update(current=version)


def test_p01_to_p07_from_a_problem_to_a_scheme_and_how_to_ask(published, open_browser, look):
    page = open_browser("stranger")
    page.goto("/schemes/")
    look(page, "schemes")
    follow(page, "People drive too fast")
    expect(page.get_by_role("heading", level=2, name=re.compile("schemes"))).to_be_visible()
    look(page, "by-problem")
    page.get_by_label("Words").fill("zebra crossing")
    page.get_by_label("Problem").select_option("")
    press(page, "Show schemes")
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    press(page, "Compare up to three that are ticked")
    look(page, "compare")
    follow(page, "Zebra crossing")
    look(page, "scheme")
    press(page, "Ask about this scheme")
    look(page, "ask")
    page.goto("/schemes/how-to-get-one/")
    look(page, "how")


@pytest.mark.parametrize("javascript", [True], indirect=True)
@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_p08_a_sheet_is_one_side_of_paper(published, open_browser, look):
    page = open_browser("stranger")
    heaviest = sorted(Version.objects.all(), key=lambda v: -len(str(v.snapshot)))[:2]
    for slug in ["zebra-crossing", *(version.snapshot["slug"] for version in heaviest)]:
        page.goto(f"/schemes/{slug}/sheet/")
        expect(page.get_by_text(f"/schemes/{slug}/ on")).to_be_visible()
        paper = page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1, slug
    look(page, "sheet")


@pytest.mark.parametrize("javascript", [True], indirect=True)
@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_p06_at_320_pixels_nothing_scrolls_sideways(published, open_browser):
    page = open_browser("stranger")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ["", "zebra-crossing/", "compare/?compare=zebra-crossing,toucan-crossing,puffin"]:
        page.goto(f"/schemes/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
