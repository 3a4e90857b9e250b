"""C4: the map is an aid, never required. It works by keyboard, says where it points, and waits."""

import re

import pytest
from playwright.sync_api import expect

from enquiries.models import Draft

from .hands import be, press

pytestmark = pytest.mark.django_db(transaction=True)

MAP = "details[data-opens]"


def open_map(page):
    page.get_by_text("Show the spot on a map").click()
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(
        page.locator("path.leaflet-interactive, .leaflet-overlay-pane path").first
    ).to_be_attached()


@pytest.fixture
def at_where(people, open_browser, live_server):
    """`at_where()` is a page that shows *Where is it?* to the clerk of Billesdon."""

    def opened(before=lambda page: None):
        page = open_browser("clerk")
        be(page, people["clerk"], live_server)
        before(page)
        page.goto("/enquiries/new/")
        return page

    return opened


def saved(page) -> Draft:
    page.get_by_label("Road or place").fill("Main Street")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Where is it?")
    return Draft.objects.get()


@pytest.mark.parametrize("javascript", [False], indirect=True, ids=["plain"])
def test_c04_without_javascript_nothing_of_the_map_is_shown(at_where, look):
    page = at_where()
    expect(page.locator(MAP)).to_be_hidden()
    look(page, "where")
    assert saved(page).position is None


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_nothing_of_the_map_is_fetched_until_it_is_opened(at_where, look):
    asked: list[str] = []
    page = at_where(lambda page: page.on("request", lambda request: asked.append(request.url)))
    look(page, "where, map closed")
    wanted = re.compile(r"leaflet|map\.(js|css)|outlines")
    assert not [url for url in asked if wanted.search(url)]
    open_map(page)
    look(page, "where, map open")
    assert len({url for url in asked if wanted.search(url)}) == 5
    assert not [url for url in asked if not url.startswith(page.url.split("/enquiries")[0])]


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_the_spot_is_set_by_keyboard_and_said_aloud(at_where, look):
    page = at_where()
    summary = page.locator(f"{MAP} summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".app-map__cross")).to_be_attached()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application")).to_be_focused()
    before = page.locator(".leaflet-map-pane").get_attribute("style")
    for key in ("+", "+", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    assert page.locator(".leaflet-map-pane").get_attribute("style") != before
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText"))
        if stops[-1] == "Use this spot":
            break
    assert stops[-1] == "Use this spot", stops
    page.keyboard.press("Enter")
    says = page.locator("[data-says]")
    expect(says).to_have_text(re.compile(r"^The spot is at [A-Z]{2} \d{4} \d{4} \(52\.\d{5}, -?\d"))
    assert says.get_attribute("aria-live") == "polite"
    look(page, "where, spot set")
    draft = saved(page)
    assert draft.spot_from == "map" and draft.grid_reference in says_of(draft)


def says_of(draft: Draft) -> str:
    return f"The spot is at {draft.grid_reference} ({draft.degrees})."


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_the_skip_link_leads_past_the_map(at_where):
    page = at_where()
    open_map(page)
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Continue"


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_a_tap_sets_the_spot_and_a_button_takes_it_back(at_where, look):
    page = at_where()
    open_map(page)
    page.locator("[data-map]").click(position={"x": 120, "y": 150})
    expect(page.locator("[data-says]")).to_have_text(re.compile("^The spot is at "))
    page.get_by_role("button", name="Remove the spot").click()
    expect(page.locator("[data-says]")).to_have_text("The spot is removed.")
    assert page.locator("#id_latitude").input_value() == ""
    page.locator("[data-map]").click(position={"x": 120, "y": 150})
    draft = saved(page)
    assert draft.spot_from == "map"
    page.goto(f"/enquiries/new/{draft.token}/where/")
    expect(page.get_by_text(f"The spot on the map is {draft.grid_reference}")).to_be_visible()
    open_map(page)
    look(page, "where, spot kept")
    page.get_by_label("Leave out the spot from the map").check()
    press(page, "Continue")
    draft.refresh_from_db()
    assert draft.position is None and draft.spot_from == ""


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_a_map_that_cannot_be_fetched_says_so_and_the_form_works(at_where):
    page = at_where()
    page.route(re.compile("outlines"), lambda route: route.abort())
    page.get_by_text("Show the spot on a map").click()
    expect(page.locator("[data-says]")).to_have_text(re.compile("^The map cannot be shown now"))
    assert saved(page).road == "Main Street"


TILE = re.compile(r"^https://tiles\.council\.example/")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["javascript"])
def test_c04_tiles_come_only_from_the_configured_address(at_where, look, settings):
    settings.MAP_TILES_URL = "https://tiles.council.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "Contains OS data"
    page, asked = at_where(), []

    def tile(route):
        asked.append(route.request.url)
        route.fulfill(path="static/images/govuk-icon-192.png", content_type="image/png")

    page.route(TILE, tile)
    open_map(page)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.get_by_text("Contains OS data")).to_be_visible()
    assert asked and not page.faults
    look(page, "where, tiles")
