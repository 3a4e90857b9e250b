"""C1: without a mouse she signs in and logs an enquiry, by Tab, Enter and typing alone."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PASSWORD
from .hands import be

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS_A_KEY, SECONDS_A_PAGE, MOST_SECONDS = 0.2, 3, 120
MOST_PAGES, MOST_FIELDS, MOST_STOPS = 4, 8, 60
WORDS = ("Cars go past the school far too fast at half past eight each morning. " * 2)[:119] + "."

# How a person sees where she is: the look of the element, or of the drawn box of a radio.
LOOK = """element => {
  const parts = [[element, null], [element, "::before"], [element, "::after"]];
  for (const label of element.labels ?? []) parts.push([label, "::before"], [label, null]);
  const names = ["outline", "boxShadow", "backgroundColor", "borderColor", "borderWidth"];
  return JSON.stringify(parts.map(([each, part]) => {
    const style = getComputedStyle(each, part);
    return names.map(name => style[name]);
  }));
}"""
FOCUSED = f"""() => {{
  const look = {LOOK}, here = document.activeElement;
  const box = here.getBoundingClientRect(), lit = look(here);
  here.blur();
  const plain = look(here);
  here.focus();
  return {{
    tag: here.tagName, words: (here.innerText || here.name || "").trim(), name: here.name,
    shown: lit !== plain, inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  }};
}}"""


class Keyboard:
    """Counts what her hands do; refuses a tab stop that cannot be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.pages, self.fields = page, 0, 0, 0
        page.on("load", self.loaded)

    def loaded(self, _) -> None:
        self.pages += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)
        self.fields += 1

    def tab(self) -> dict:
        self.press("Tab")
        stop = self.page.evaluate(FOCUSED)
        assert stop["tag"] != "BODY", "the page ended before what she looked for"
        assert stop["shown"] and stop["inside"], f"focus cannot be seen on {stop}"
        return stop

    def tab_to(self, words: str) -> None:
        """Tab on to what carries these words, or to the field of that name."""
        passed = []
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if words in (stop["name"], stop["words"]):
                return
            passed.append(stop["words"])
        raise AssertionError(f"{words} is not among {passed}")

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_A_KEY + self.pages * SECONDS_A_PAGE


@pytest.fixture
def page(new_context, live_server) -> Page:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(10_000)
    return page


def sign_in(page: Page, hands: Keyboard) -> None:
    page.goto("/sign-in/")
    hands.tab_to("email")
    hands.type("clerk@parish.example")
    hands.tab_to("password")
    hands.type(PASSWORD)
    hands.enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your enquiries")


def test_c01_an_enquiry_is_logged_by_keyboard_in_two_minutes(people, page):
    hands = Keyboard(page)
    sign_in(page, hands)
    hands.pages = hands.fields = 0
    assert hands.tab()["words"] == "Skip to main content"
    hands.press("Enter")
    hands.tab_to("Send an enquiry")
    hands.enter()
    hands.tab_to("road")
    hands.type("Main Street")
    hands.tab_to("Continue")
    hands.enter()
    hands.tab_to("kind")
    hands.type("Speeding")
    hands.tab_to("description")
    hands.type(WORDS)
    hands.tab_to("Continue")
    hands.enter()
    hands.tab_to("Send enquiry")
    hands.enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enquiry sent")
    assert len(WORDS) == 120
    assert hands.pages <= MOST_PAGES
    assert hands.fields <= MOST_FIELDS
    assert hands.seconds <= MOST_SECONDS, f"{hands.keys} keys, {hands.pages} pages"


PATHS = ["/", "/contact/", "/enquiries/", "/enquiries/new/", "/nowhere/"]


def test_the_skip_link_comes_first_and_leads_past_the_header(people, page, live_server):
    outside = "document.activeElement.closest('main, footer') === null"
    for who, paths in {"clerk": PATHS, "officer": ["/officer/", "/officer/enquiries/"]}.items():
        be(page, people[who], live_server)
        for path in paths:
            page.goto(path)
            hands = Keyboard(page)
            assert hands.tab()["words"] == "Skip to main content", path
            hands.press("Enter")
            page.keyboard.press("Tab")
            assert not page.evaluate(outside), f"{path}: the next stop lies in the header"
