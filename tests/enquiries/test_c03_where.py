"""C3, C5 and C15: any way of saying where is kept as written, read if it can be, never refused."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enquiries import workflows
from enquiries.models import Draft, Enquiry
from enquiries.views.where import LOST_PIN
from parishes.models import Outline

pytestmark = pytest.mark.django_db

PIN = {"latitude": "52.626740", "longitude": "-0.936180"}
# Leicester lies about twenty kilometres west of this square.
HARBOROUGH = [[[-1.1, 52.4], [-0.7, 52.4], [-0.7, 52.7], [-1.1, 52.7], [-1.1, 52.4]]]


@pytest.fixture
def outline(district):
    return Outline.objects.create(
        gss_code=district.gss_code, name=district.name, district=district, is_ward=False,
        geometry={"type": "Polygon", "coordinates": HARBOROUGH},
    )  # fmt: skip


@pytest.fixture
def clerk(signed_in, alice, kind, standard, holidays):
    return signed_in(alice)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def draft_of(client, **words) -> Draft:
    response = client.post("/enquiries/new/", {"road": "Main Street", "spot": "", **words})
    assert response.status_code == 302, text_of(response)
    return Draft.objects.latest("pk")


def check(client, draft: Draft, kind):
    workflows.save_draft(
        draft=draft, kind=kind, description="Too fast.", at=draft.saved_at, by=draft.author
    )
    return client.get(f"/enquiries/new/{draft.token}/check/")


def send(client, draft: Draft, kind) -> Enquiry:
    check(client, draft, kind)
    client.post(f"/enquiries/new/{draft.token}/check/")
    return Enquiry.objects.latest("pk")


WAYS = [
    ("SK 588 045", "grid", "SK 5885 0455"), ("SK588045", "grid", "SK 5885 0455"),
    ("52.637,-1.131", "degrees", "SK 5890 0471"),
    ("LE3 8RJ", "", ""), ("Main Street near the school", "", ""), ("zwölf 漢字 'q' <b>", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "spot_from", "reference"), WAYS)
@pytest.mark.parametrize("field", ["road", "spot"])
def test_c03_every_way_of_saying_where_gives_a_stored_place(
    clerk, kind, field, words, spot_from, reference
):
    enquiry = send(clerk, draft_of(clerk, **{field: words}), kind)
    assert getattr(enquiry, field) == words
    assert (enquiry.spot_from, enquiry.grid_reference) == (spot_from, reference)
    page = text_of(clerk.get(f"/enquiries/{enquiry.reference}/"))
    assert words in page and reference in page


def test_c03_words_for_the_spot_come_before_the_road(clerk):
    draft = draft_of(clerk, road="SK 600 100", spot="SK 588 045")
    assert draft.grid_reference == "SK 5885 0455"


def test_c03_a_spot_on_the_map_comes_before_words(clerk):
    draft = draft_of(clerk, spot="SK 588 045", **PIN)
    assert (draft.spot_from, draft.spot, draft.latitude) == ("map", "SK 588 045", 52.62674)


def test_c03_a_new_reference_replaces_the_position_that_the_old_one_gave(clerk):
    draft = draft_of(clerk, spot="SK 588 045")
    clerk.post(f"/enquiries/new/{draft.token}/where/", {"road": "Main Street", "spot": "Gate"})
    draft.refresh_from_db()
    assert draft.position is None


def test_c03_a_reference_told_by_telephone_is_read_too(log):
    assert log(spot="By SK 588 045").grid_reference == "SK 5885 0455"


BAD = ["91", "-91", "nan", "inf", "-inf", "1e5", "1e400", "52,6", "x", "９", "\0", "9" * 400, "0x1"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", PIN)
def test_c03_bad_numbers_are_left_out_and_she_is_told(clerk, name, bad):
    bad = "181" if (name, bad) == ("longitude", "91") else bad
    bad = "-181" if (name, bad) == ("longitude", "-91") else bad
    draft = draft_of(clerk, **{**PIN, name: bad})
    assert draft.position is None and draft.road == "Main Street"
    page = text_of(clerk.get(f"/enquiries/new/{draft.token}/what/"))
    assert " ".join(LOST_PIN.split()) in page


def test_c03_half_a_position_is_none(clerk):
    assert draft_of(clerk, latitude="52.6").position is None


def test_c03_bad_numbers_stay_out_when_the_page_comes_back(clerk):
    response = clerk.post("/enquiries/new/", {"road": "", **PIN, "latitude": "nan"})
    assert response.status_code == 200 and b"Leave out the spot" not in response.content


def test_c03_a_good_pin_comes_back_with_the_page_and_can_be_left_out(clerk):
    response = clerk.post("/enquiries/new/", {"road": "", **PIN})
    assert "The spot on the map is SK 7210 0375" in text_of(response)
    assert draft_of(clerk, **PIN, remove_spot="on").position is None


@pytest.mark.parametrize("words", [{"spot": "SK 588 045"}, {"latitude": "0", "longitude": "0"}])
def test_c03_outside_the_county_is_kept_with_a_warning(
    clerk, kind, outline, oscar, signed_in, words
):
    draft = draft_of(clerk, **words)
    assert "seems to be outside the county" in text_of(check(clerk, draft, kind))
    enquiry = send(clerk, draft, kind)
    assert enquiry.position
    officer = text_of(signed_in(oscar).get(f"/officer/enquiries/{enquiry.reference}/"))
    assert "It seems to be outside the county" in officer


@pytest.mark.parametrize("words", [PIN, {"latitude": "52.7", "longitude": "-1.104"}, {}])
def test_c03_inside_or_on_the_line_or_nowhere_there_is_no_warning(clerk, kind, outline, words):
    assert "outside the county" not in text_of(check(clerk, draft_of(clerk, **words), kind))


def test_c03_without_outlines_there_is_no_warning(clerk, kind):
    page = text_of(check(clerk, draft_of(clerk, spot="SK 588 045"), kind))
    assert "SK 5885 0455 (52.6" in page and "outside the county" not in page


GIVEN = [("///filled.count.soap", "What3words"), ("LE3 8RJ", "Postcode")]


@pytest.mark.parametrize(("words", "name"), GIVEN)
def test_c05_officers_see_it_as_given_by_the_clerk(log, signed_in, oscar, words, name):
    enquiry = log(spot=words)
    page = text_of(signed_in(oscar).get(f"/officer/enquiries/{enquiry.reference}/"))
    assert f"{words} {name} as given by the clerk: we have not looked it up" in page
    assert enquiry.position is None


def test_c03_officers_are_linked_out_only_where_the_council_configured_it(
    log, signed_in, oscar, settings
):
    enquiry, client = log(spot="SK 588 045"), signed_in(oscar)
    case = f"/officer/enquiries/{enquiry.reference}/"
    assert b"another website" not in client.get(case).content
    settings.MAP_LINK_URL = "https://maps.council.example/?at={lat},{lon}"
    found = BeautifulSoup(client.get(case).content, "html.parser").find(rel="noreferrer")
    assert (
        found["href"].startswith("https://maps.council.example/?at=52.6")
        and "{" not in found["href"]
    )


def roads_of(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="id_road")["list"] == page.datalist["id"]
    return [option["value"] for option in page.datalist.find_all("option")]


def test_c03_roads_are_suggested_from_her_own_councils_enquiries(
    clerk, signed_in, carol, log, other_council, other_parish
):
    for road in ("Church Lane", "Main Street", "Main Street"):
        log(road=road)
    log(road="Secret Row", council=other_council, parish=other_parish, asked_by=carol, by=carol)
    with CaptureQueriesContext(connection) as queries:
        assert roads_of(clerk.get("/enquiries/new/")) == ["Main Street", "Church Lane"]
    grouped = [each for each in queries.captured_queries if "GROUP BY" in each["sql"]]
    assert len(grouped) == 1
    assert roads_of(signed_in(carol).get("/enquiries/new/")) == ["Secret Row"]


def test_c15_another_near_here_opens_where_with_everything_filled(clerk, kind):
    enquiry = send(clerk, draft_of(clerk, road="Main St & Co", spot="The gate", **PIN), kind)
    for path in ("sent/", ""):
        page = clerk.get(f"/enquiries/{enquiry.reference}/{path}")
        link = BeautifulSoup(page.content, "html.parser").find(
            string="Send another enquiry near here"
        )
        asked = parse_qs(urlsplit(link.parent["href"]).query)
        assert asked == {
            "parish": [str(enquiry.parish_id)], "road": ["Main St & Co"], "spot": ["The gate"],
            "latitude": ["52.626740"], "longitude": ["-0.936180"],
        }  # fmt: skip
        form = BeautifulSoup(clerk.get(link.parent["href"]).content, "html.parser")
        values = {name: form.find(id=f"id_{name}")["value"] for name in ("road", "spot", *PIN)}
        assert values == {"road": "Main St & Co", "spot": "The gate", **PIN}


@pytest.mark.parametrize("words", [{"spot": "SK 588 045"}, PIN, {}])
def test_c15_the_same_place_again_opens_what_with_parish_road_and_pin(clerk, kind, words):
    enquiry = send(clerk, draft_of(clerk, **words), kind)
    response = clerk.post(f"/enquiries/{enquiry.reference}/again/")
    draft = Draft.objects.latest("pk")
    assert response.url == f"/enquiries/new/{draft.token}/what/" and draft.enquiry is None
    for name in ("parish", "council", "road", "spot", "latitude", "longitude", "spot_from"):
        assert getattr(draft, name) == getattr(enquiry, name)
    assert (draft.kind, draft.description, draft.minute) == (None, "", "")


def test_c15_where_her_council_no_longer_serves_she_is_told(clerk, enquiry, council):
    council.parishes.clear()
    response = clerk.post(f"/enquiries/{enquiry.reference}/again/")
    assert response.url == "/enquiries/new/" and not Draft.objects.exists()


def test_c03_a_link_with_nonsense_opens_the_page_all_the_same(clerk):
    query = "?latitude=nan&longitude=%00&spot=%ED%A0%80&road=%00&parish=9999999999999999999"
    response = clerk.get(f"/enquiries/new/{query}")
    assert response.status_code == 200 and b"Leave out" not in response.content


def test_c03_the_outlines_of_a_district_with_its_wards(clerk, outline):
    Outline.objects.create(
        gss_code="E05000001", name="Billesdon", district=outline.district, is_ward=True,
        geometry=outline.geometry,
    )  # fmt: skip

    def names(query: str) -> list[str]:
        response = clerk.get(f"/enquiries/new/outlines/{query}")
        assert "max-age=86400" in response["Cache-Control"]
        return [each["properties"]["name"] for each in response.json()["features"]]

    assert names("") == ["Harborough"]
    assert names(f"?district={outline.gss_code}") == ["Harborough", "Billesdon"]
    assert names("?district=nowhere&district=%00") == []


def test_c03_a_spot_is_said_in_words(clerk, outline):
    def words(**query) -> str:
        return clerk.get("/enquiries/new/spot/", query).content.decode().strip()

    assert words(**PIN) == "The spot is at SK 7210 0375 (52.62674, -0.93618)."
    assert words(latitude="0", longitude="0") == (
        "The spot is at 0.00000, 0.00000. That seems to be outside the county."
    )
    assert words(latitude="nan") == words() == "We could not read that spot."


def test_c03_only_the_configured_owner_of_tiles_is_let_in(clerk, settings):
    def images(path: str) -> str:
        policy = clerk.get(path)["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("img-src"))

    assert images("/enquiries/new/") == "img-src 'self'"
    settings.MAP_TILES_URL = "https://{s}.tiles.example/{z}/{x}/{y}.png?key=1"
    assert images("/enquiries/new/") == "img-src 'self' https://*.tiles.example"
    assert images("/") == "img-src 'self'"
