"""C24: pages at arm's length: a narrow screen, wider text, the reader's own colours, and paper."""

import re
import uuid
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from enquiries import workflows
from enquiries.models import Enquiry, Kind, Outcome
from parishes.models import Council

from .conftest import AXE
from .hands import be, press

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 640}
WORDS = "Cars go past the school much too fast.\n" * 4 + "https://county.example/" + "long" * 30
# WCAG 1.4.12: what a reader may set without losing anything.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""

# What scrolls sideways inside the page must be a region with a name, that the keyboard reaches.
UNNAMED_SCROLLERS = """() => [...document.querySelectorAll("body *")].filter(each => {
  const flow = getComputedStyle(each).overflowX;
  return ["auto", "scroll"].includes(flow) && each.scrollWidth > each.clientWidth + 1
    && !(each.getAttribute("role") === "region" && each.hasAttribute("aria-label")
         && each.tabIndex === 0) && each.tagName !== "TEXTAREA";
}).map(each => each.outerHTML.slice(0, 200))"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(each => {
  const style = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(style.overflowX)
    || ["hidden", "clip"].includes(style.overflowY);
  const meant = each.closest("[class*=visually-hidden]") || style.clipPath !== "none";
  return hides && !meant && each.innerText && (each.scrollWidth > each.clientWidth + 1
    || each.scrollHeight > each.clientHeight + 1);
}).map(each => each.outerHTML.slice(0, 200))"""
SQUEEZED = """() => [...document.querySelectorAll("main tbody td")].filter(each =>
  each.clientWidth < 200).map(each => each.outerHTML.slice(0, 200))"""
# What flows in one line is left out: where it wraps, the boxes meet and the text does not.
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll("main p, main li, main dd, main label, main h1,"
    + " main h2, main button")].filter(each => each.innerText.trim() && each.offsetParent
    && getComputedStyle(each).display !== "inline"
    && !each.closest("[class*=visually-hidden]"));
  return boxes.filter((each, n) => boxes.slice(n + 1, n + 6).some(other => {
    if (each.contains(other) || other.contains(each)) return false;
    const a = each.getBoundingClientRect(), b = other.getBoundingClientRect();
    return a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4
      && b.top < a.bottom - 4;
  })).map(each => each.outerHTML.slice(0, 200));
}"""


@pytest.fixture
def cases(people) -> dict[str, Enquiry]:
    """Enquiries that wait for the clerk, are with us, and are answered; and a draft."""
    clerk, officer, at = people["clerk"], people["officer"], timezone.now() - timedelta(hours=1)
    council, kind = Council.objects.get(members__user=clerk), Kind.objects.get(code="SP1")
    where = {"council": council, "parish": council.parishes.get(), "asked_by": clerk}

    def log(road: str) -> Enquiry:
        return workflows.log_enquiry(
            **where, kind=kind, road=road, description=WORDS, token=uuid.uuid4(), at=at, by=clerk
        )

    act = {"at": at, "by": officer}
    waiting, received, answered = log("Main Street by the school"), log("Church Lane"), log("A47")
    workflows.ask(enquiry=waiting, text="Which side of the school do you mean?", **act)
    workflows.update(enquiry=received, text=WORDS, **act)
    outcome = Outcome.objects.get(code="already")
    words = {"reason": None, "explanation": WORDS, "next_step": "Nothing more happens."}
    workflows.answer(enquiry=answered, outcome=outcome, **words, **act)
    draft = workflows.start_draft(**where, road="Back Lane", at=at, by=clerk)
    workflows.save_draft(draft=draft, kind=kind, description=WORDS, at=at, by=clerk)
    return {"waiting": waiting, "received": received, "answered": answered, "draft": draft}


def pages_of(cases: dict) -> list[tuple[str, str]]:
    waiting, received, answered = (cases[n].reference for n in ("waiting", "received", "answered"))
    draft = f"/enquiries/new/{cases['draft'].token}/"
    clerk = ["/", "/enquiries/", "/enquiries/new/", f"{draft}what/", f"{draft}check/",
             "/enquiries/report/", "/details/",
             f"{draft}discard/", f"/enquiries/{received}/", f"/enquiries/{received}/sent/",
             f"/enquiries/{received}/add/", f"/enquiries/{waiting}/reply/",
             f"/enquiries/{answered}/", f"/enquiries/{answered}/reopen/"]  # fmt: skip
    officer = ["/officer/", "/officer/enquiries/", f"/officer/enquiries/{received}/",
               f"/officer/enquiries/{received}/answer/",
               f"/officer/enquiries/{received}/photos/"]  # fmt: skip
    return [("clerk", path) for path in clerk] + [("officer", path) for path in officer]


@pytest.fixture
def each_page(new_context, live_server, people, cases):
    """`for page, path in each_page(viewport=NARROW): …` opens every main page."""

    def opened(*, only: str = "", **how):
        for role in ("clerk", "officer"):
            page = new_context(**how).new_page()
            page.set_default_timeout(10_000)
            be(page, people[role], live_server)
            for path in [
                path for who, path in pages_of(cases) if who == role and re.search(only, path)
            ]:
                assert page.goto(path).status == 200
                yield page, path

    return opened


def sideways(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_c24_no_page_scrolls_sideways_at_320_pixels(each_page):
    for page, path in each_page(viewport=NARROW):
        assert sideways(page) <= 0, path
        assert not (found := page.evaluate(UNNAMED_SCROLLERS)), (path, found)
        if not path.startswith("/officer/"):
            assert not (found := page.evaluate(SQUEEZED)), (path, found)


@pytest.mark.parametrize("width", [320, 1280])
def test_c24_wider_text_loses_nothing(each_page, width):
    for page, path in each_page(viewport=NARROW | {"width": width}, bypass_csp=True):
        page.add_style_tag(content=SPACING)
        assert sideways(page) <= 0, path
        for look in (CUT_OFF, OVERLAPPING, UNNAMED_SCROLLERS):
            assert not (found := page.evaluate(look)), (path, found)


def test_c24_an_enquiry_is_sent_on_a_narrow_screen(people, new_context, live_server):
    page = new_context(viewport=NARROW, java_script_enabled=True).new_page()
    be(page, people["clerk"], live_server)
    page.goto("/")
    steps = [
        lambda: press(page, "Send an enquiry"),
        lambda: press(page, "Continue"),
        lambda: page.get_by_label("Road or place").fill("Main Street " + "x" * 60),
        lambda: press(page, "Continue"),
        lambda: press(page, "Continue"),
        lambda: page.get_by_label("Tell us what is happening").fill(WORDS),
        lambda: page.get_by_label("What kind").select_option(label="Speeding vehicles"),
        lambda: press(page, "Continue"),
        lambda: press(page, "Send enquiry"),
    ]
    for number, step in enumerate(steps):
        step()
        assert sideways(page) <= 0, f"step {number}"
    expect(page.get_by_role("heading", level=1)).to_have_text("Enquiry sent")


def test_the_readers_own_colours(each_page):
    for page, path in each_page(
        only=r"^/$|what/|check/|officer/|PE-[0-9-]+/$", viewport=NARROW, forced_colors="active"
    ):
        found = Axe().run(page, options=AXE)
        assert not found.violations_count, f"{path}: {found.generate_report()}"
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")


def test_on_paper_only_what_was_written_is_left(each_page, cases):
    for page, path in each_page(viewport={"width": 794, "height": 1123}):
        page.emulate_media(media="print")
        for gone in ("nav", ".govuk-skip-link", "main button", "[role=button]", ".govuk-back-link"):
            for element in page.locator(gone).all():
                assert not element.is_visible(), f"{path} prints {gone}"
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert sideways(page) <= 0, path
        if path == f"/enquiries/{cases['answered'].reference}/":
            main = page.get_by_role("main")
            for words in (cases["answered"].reference, "Cars go past the school", "We answered on"):
                expect(main.get_by_text(words).first).to_be_visible()
