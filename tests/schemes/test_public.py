"""P1 to P13: the catalogue as anybody reads it."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal.reference.load import DATA
from schemes.models import CostLine, Picture, PriceIndex, Scheme, Setting, Stage, Version
from schemes.published import COLUMNS
from schemes.snapshots import digest_of
from tests import atom

pytestmark = pytest.mark.django_db

HEADINGS = [
    "What it is", "Problems it helps, and does not help", "Is it right for us?", "Cost",
    "How long", "What the parish may pay", "Who decides", "Upkeep", "Alternatives",
    "Examples in the county", "Ask",
]  # fmt: skip


@pytest.fixture
def read(published, stopped_clock, client):
    """`read("schemes", problem="speeding")` is that page, parsed."""

    def fetched(name: str, *args, **asked) -> BeautifulSoup:
        response = client.get(reverse(name, args=args), asked)
        assert response.status_code == 200, name
        return BeautifulSoup(response.content, "html.parser")

    return fetched


def text_of(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def names_in(soup) -> list[str]:
    return [link.get_text() for link in soup.select("li .govuk-link.govuk-\\!-font-weight-bold")]


def test_p01_every_scheme_is_two_clicks_away_and_empty_letters_are_no_links(read):
    soup = read("schemes")
    assert len(names_in(soup)) == 51
    nav = soup.find("nav", attrs={"aria-label": "A to Z"})
    links = {a.get_text(): a["href"] for a in nav.find_all("a")}
    used = set(Scheme.objects.values_list("letter", flat=True))
    assert set(links) == used
    assert all(soup.find(id=href.removeprefix("#")) for href in links.values())
    assert {span.get_text() for span in nav.find_all("span")} == set(map(chr, range(65, 91))) - used


def test_p02_by_problem_the_cheapest_comes_first(read):
    soup = read("schemes", problem="speeding")
    names = names_in(soup)
    assert len(names) > 5
    ours = CostLine.objects.filter(authority__role="ours", low__isnull=False)
    lows = [min(ours.filter(option__scheme__name=name).values_list("low", flat=True), default=None)
            for name in names]  # fmt: skip
    known = [low for low in lows if low is not None]
    assert known == sorted(known) == lows[: len(known)]


def test_p02_a_partners_price_is_not_this_councils(read):
    """Community Speed Watch is priced by the road safety partnership alone."""
    scheme = Scheme.objects.get(ref="ECS")
    [partner] = CostLine.objects.filter(option__scheme=scheme).select_related("authority")
    assert partner.authority.role == "local" and partner.low is not None
    assert scheme.name not in names_in(read("schemes", priced="yes"))
    soup = read("scheme", scheme.slug)
    assert partner.authority.name in text_of(soup)
    assert not soup.select("[itemprop=priceSpecification]")


def test_p03_every_page_has_the_same_headings_in_the_same_order(read):
    for slug in Scheme.objects.values_list("slug", flat=True):
        headings = read("scheme", slug).select("main h2:not(.govuk-notification-banner__title)")
        assert [each.get_text() for each in headings] == HEADINGS, slug


def test_p04_no_cost_without_its_date_what_is_out_vat_and_who_said_so(read):
    for scheme in Scheme.objects.whole():
        soup = read("scheme", scheme.slug)
        for row in soup.select("main tbody tr"):
            words = text_of(row)
            for part in ["Date of the price:", "What is out:", "VAT:", "Published by"]:
                assert part in words, scheme
        assert "A guide, not a quote" in text_of(soup)


def test_p04_every_source_of_a_price_is_shown(read):
    for line in CostLine.objects.exclude(source="").select_related("option__scheme"):
        assert line.source in str(read("scheme", line.option.scheme.slug)).replace("&amp;", "&")


def test_p04_old_and_undated_prices_are_being_checked(read, published):
    assert "These prices are being checked" in text_of(read("scheme", "zebra-crossing"))
    renewed("zebra-crossing", price_year=2025)
    assert "are being checked" not in text_of(read("scheme", "zebra-crossing"))
    renewed("zebra-crossing", price_year=2023)
    assert "These prices are being checked" in text_of(read("scheme", "zebra-crossing"))


def renewed(slug: str, change=None, **changes) -> None:
    """Publish the next version, with all its prices changed, or its snapshot."""
    version = Scheme.objects.get(slug=slug).current
    if change:
        change(version.snapshot)
    for option in version.snapshot["options"]:
        for line in option["costs"]:
            line.update(changes)
    version.pk, version.number = None, version.number + 1
    version.digest = digest_of(version.snapshot)
    version.save(force_insert=True)
    Scheme.objects.filter(slug=slug).update(current=version)


def signed(value: object, day: str | None) -> None:
    """Let an engineer have signed everything in a snapshot, or nothing."""
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, (dict, list)):
            signed(each, day)
    if isinstance(value, dict) and "signed_on" in value:
        value["signed_on"] = day


@pytest.mark.parametrize("day", [None, "2026-11-03"])
def test_what_no_engineer_has_signed_says_so(read, day):
    def sign(snapshot):
        signed(snapshot, day)

    renewed("zebra-crossing", sign)
    page, sheet = (text_of(read(name, "zebra-crossing")) for name in ("scheme", "scheme_sheet"))
    facts = Scheme.objects.get(slug="zebra-crossing").current.snapshot["facts"]
    said = page.count("Signed off by an engineer on 3 November 2026")
    assert (said > len(facts)) == bool(day)
    assert (page.count("Not yet signed off by an engineer") >= len(facts)) == (not day)
    assert ("An engineer has signed off only what says so" in page) == (not day)
    assert ("Not all of this has been signed off" in sheet) == (not day)


def test_another_councils_price_stands_apart_and_is_never_ours(read):
    soup = read("scheme", "zebra-crossing")
    panel = soup.find("details")
    assert "What other councils paid" in panel.get_text()
    assert "Wiltshire" in panel.get_text()
    for details in soup.find_all("details"):
        details.extract()
    assert "Wiltshire" not in soup.find("main").get_text()
    assert soup.find("meta", attrs={"itemprop": "minPrice"})["content"] == "30000"
    assert len(soup.find_all("meta", attrs={"itemprop": "minPrice"})) == 1


def test_an_old_price_is_adjusted_only_by_an_index_and_says_so(read):
    renewed("zebra-crossing", price_year=2020)
    assert "Adjusted for inflation" not in text_of(read("scheme", "zebra-crossing"))
    for year, value in [(2020, 100), (2025, 150)]:
        PriceIndex.objects.create(name="Roads index", year=year, value=value, source="A table")
    words = text_of(read("scheme", "zebra-crossing"))
    assert "Adjusted for inflation to 2025: £45,000 to £60,000" in words
    assert "Nobody published this figure" in words


def test_p05_a_share_is_worked_out_only_where_a_policy_says_so(read):
    assert "If your council pays" not in text_of(read("scheme", "zebra-crossing"))
    Setting.objects.create(pk=1, parish_share=30, parish_share_source="Cabinet, May 2026")
    words = text_of(read("scheme", "zebra-crossing"))
    assert "pays 30 per cent" in words
    assert "at least £9,000. Cabinet, May 2026" in words


@pytest.mark.parametrize(
    "asked", [{"compare": "zebra-crossing,toucan-crossing"}, {"compare": ["zebra-crossing"]}]
)
def test_p06_schemes_stand_side_by_side(read, asked):
    words = text_of(read("schemes_compare", **asked))
    assert "Zebra crossing" in words
    assert "£30,000 to £40,000" in words


def test_p06_at_most_three_and_the_others_are_named(read):
    slugs = list(Scheme.objects.values_list("slug", flat=True)[:4])
    soup = read("schemes_compare", compare=",".join([*slugs, "no-such-scheme"]))
    assert len(soup.select("main section")[0].select("h3")) == 3
    assert "Left out:" in text_of(soup)
    assert "1 of what was asked is not in the catalogue" in text_of(soup)


def test_p06_one_can_be_added_left_out_and_asked_about(read):
    soup = read("schemes_compare", compare=["zebra-crossing", "toucan-crossing", ""])
    form = soup.find("select", id="add").find_parent("form")
    kept = [each["value"] for each in form.find_all("input", attrs={"name": "compare"})]
    assert kept == ["zebra-crossing", "toucan-crossing"]
    offered = [each["value"] for each in form.find_all("option")]
    assert "puffin-crossing" in offered
    assert "zebra-crossing" not in offered
    hrefs = [link["href"] for link in soup.select("main a")]
    assert "/schemes/compare/?compare=toucan-crossing" in hrefs
    assert "/schemes/zebra-crossing/ask/" in hrefs
    full = read("schemes_compare", compare=",".join([*kept, "puffin-crossing"]))
    assert full.find("select", id="add") is None
    assert "Traffic regulation order: " in text_of(full)


def test_p06_the_address_of_the_list_takes_one_there(published, client):
    response = client.get("/schemes/?compare=zebra-crossing,toucan-crossing")
    assert response.url == "/schemes/compare/?compare=zebra-crossing%2Ctoucan-crossing"


def test_p07_a_stranger_reads_of_both_ways(read):
    soup = read("scheme_ask", "zebra-crossing")
    assert soup.find("a", href=reverse("find_parish"))
    start = soup.find("a", class_="govuk-button")["href"]
    assert start.startswith(reverse("new_enquiry") + "?scheme=zebra-crossing")


def test_p07_who_acts_for_no_council_is_told_instead_of_turned_away(published, signed_in, maya):
    page = signed_in(maya).get(reverse("scheme_ask", args=["zebra-crossing"]))
    assert "you do not act for a council" in page.content.decode()


def test_p07_a_clerk_goes_straight_to_her_form(published, signed_in, alice):
    option = Scheme.objects.get(slug="zebra-crossing").current.snapshot["options"][0]["id"]
    asked = reverse("scheme_ask", args=["zebra-crossing"])
    response = signed_in(alice).get(asked, {"option": option})
    assert response.url == f"/enquiries/new/?scheme=zebra-crossing&option={option}"


def test_p09_the_review_is_dated_and_its_delay_told(read, today):
    Scheme.objects.filter(slug="zebra-crossing").update(
        reviewed_on=today - timedelta(days=400), review_due_on=today - timedelta(days=1)
    )
    soup = read("scheme", "zebra-crossing")
    assert soup.find("time", attrs={"datetime": "2026-11-17"}).get_text() == "17 November 2026"
    assert "The review of this page is overdue" in text_of(soup)


def synonyms() -> list[tuple[str, str]]:
    """Every word in the list of synonyms that belongs to one scheme only."""
    rows = list(csv.reader((DATA / "scheme_synonyms.csv").read_text().splitlines()))[1:]
    words = [words for _, words in rows]
    return [(said, ref) for ref, said in rows if words.count(said) == 1]


def test_p10_every_synonym_finds_its_scheme_first(read, client):
    assert len(synonyms()) > 100
    for said, ref in synonyms()[::3]:
        found = client.get(reverse("schemes"), {"q": said}).context["found"]
        assert found[0].shot["ref"] == ref, said


@pytest.mark.parametrize(
    ("said", "name"),
    [("sleping policeman", "hump"), ("zebar crosing", "Zebra"), ("speed hump", "hump"),
     ("flashing speed sign", "Vehicle activated"), ("people cannot cross safely", "cross")],
)  # fmt: skip
def test_p10_misspelt_and_half_remembered(read, client, said, name):
    found = client.get(reverse("schemes"), {"q": said}).context["found"]
    assert any(name.lower() in entry.shot["name"].lower() for entry in found[:3])


def test_p11_filters_are_in_the_address_count_and_can_be_cleared(read):
    soup = read("schemes", category="Crossings", priced="yes", q="zebra")
    assert re.search(r"\d schemes? for “zebra”", text_of(soup))
    tags = {link.get_text(strip=True): link["href"] for link in soup.select(".app-filter-tags a")}
    assert len(tags) == 3
    assert all("q=zebra" in href for text, href in tags.items() if "zebra" not in text)
    none = read("schemes", q="xyzzy")
    assert "No schemes match" in text_of(none)
    assert none.find("a", string="clear the search and filters")["href"] == reverse("schemes")


@pytest.mark.parametrize("asked", [{"problem": "nothing"}, {"here": "perhaps"}, {"q": "\0"}])
def test_p11_nonsense_asks_for_nothing(read, asked):
    assert len(names_in(read("schemes", **asked))) == 51


def test_p12_what_is_not_done_says_so_and_why(read):
    shot = Scheme.objects.get(slug="zebra-crossing").current.snapshot
    why = {"text": "It is not lawful.", "basis": "council", "source": "", "signed_on": None}
    again = shot | {"is_done_here": False, "facts": shot["facts"] | {"why_not": why}}
    version = Version.objects.latest("pk")
    replaced = Version.objects.create(
        scheme=Scheme.objects.get(slug="zebra-crossing"), number=2, snapshot=again,
        digest=digest_of(again), published_at=version.published_at,
        proposed_by=version.proposed_by, published_by=version.published_by,
    )  # fmt: skip
    Scheme.objects.filter(slug="zebra-crossing").update(current=replaced)
    words = text_of(read("scheme", "zebra-crossing"))
    assert "This is not done in this county. It is not lawful." in words
    assert names_in(read("schemes", here="no")) == ["Zebra crossing"]


def test_p13_no_page_is_heavier_than_60_kb(published, client, stopped_clock):
    addresses = [reverse("scheme", args=[s.slug]) for s in Scheme.objects.live()]
    for address in [*addresses, reverse("schemes"), "/schemes/?problem=speeding"]:
        assert len(client.get(address).content) < 60 * 1024, address


def test_how_to_get_one_reads_the_councils_rows(read):
    Stage.objects.filter(number=4).update(name="We measure it")
    words = text_of(read("schemes_how"))
    assert "We measure it" in words
    assert "It is suitable and meets our criteria" in words


def test_a_version_stays_readable_after_the_next_and_after_withdrawal(read):
    renewed("zebra-crossing", low="99000", high="")
    words = text_of(read("scheme_version", "zebra-crossing", 1))
    assert "It has changed since" in words
    assert "£30,000 to £40,000" in words
    assert "from £99,000" in text_of(read("scheme", "zebra-crossing"))


def test_a_name_that_is_not_published_yet_is_on_no_page(read):
    Scheme.objects.filter(slug="zebra-crossing").update(name="Zebra of tomorrow")
    for page in ("scheme", "scheme_sheet", "scheme_ask"):
        soup = read(page, "zebra-crossing")
        assert "tomorrow" not in text_of(soup), page
    assert soup.select_one(".govuk-breadcrumbs a[href='/schemes/zebra-crossing/']")


def test_what_is_not_published_is_not_there(catalogue_loaded, client, stopped_clock):
    for name in ["scheme", "scheme_sheet", "scheme_ask"]:
        assert client.get(reverse(name, args=["zebra-crossing"])).status_code == 404
    assert client.get(reverse("scheme_version", args=["zebra-crossing", 1])).status_code == 404
    assert client.get(reverse("schemes")).context["found"] == []


def test_the_json_is_as_its_schema_says(published, client):
    schema = json.loads(client.get(reverse("schemes_schema")).content)
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = json.loads(client.get(reverse("schemes_json")).content)
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(whole)
    assert len(whole["schemes"]) == 51
    assert whole["licence"] == "Open Government Licence v3.0"


def test_a_wrong_json_is_refused_by_the_schema():
    schema = json.loads(Path(finders.find("schemas/catalogue-1.json")).read_text())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schemes": [{"ref": "XZ"}]}, schema)


def test_the_csv_has_every_figure_with_who_when_and_where(published, client):
    text = client.get(reverse("schemes_csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    priced = [row for row in rows if row["low_gbp"]]
    assert len(priced) == CostLine.objects.exclude(low=None).count()
    assert all(row["authority"] and row["price_date"] and row["source"] for row in priced)
    assert {row["scheme_ref"] for row in rows} == set(Scheme.objects.values_list("ref", flat=True))


def test_the_feed_of_changes_is_well_formed_and_its_ids_stay(published, client, settings):
    first = atom.read(client.get(reverse("schemes_changes")))
    settings.SITE_URL = "http://localhost:9999"
    again = atom.read(client.get(reverse("schemes_changes")))
    assert [one.id for one in first.entries] == [one.id for one in again.entries]
    assert len({one.id for one in first.entries}) == 50
    assert all(one.updated_parsed and one.link and one.summary for one in first.entries)


def test_the_data_are_linked_from_the_pages(read):
    for soup in [read("schemes"), read("scheme", "zebra-crossing")]:
        types = {link["type"] for link in soup.find_all("link", rel="alternate")}
        assert {"application/json", "application/atom+xml", "text/csv"} <= types


@pytest.mark.parametrize(
    "name", ["schemes", "schemes_json", "schemes_csv", "schemes_how", "schemes_changes"]
)
def test_a_page_that_did_not_change_is_not_sent_again(published, client, stopped_clock, name):
    first = client.get(reverse(name))
    assert "max-age=60" in first["Cache-Control"]
    assert "Cookie" in first["Vary"]
    again = client.get(reverse(name), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.fixture
def kept(settings, published, stopped_clock):
    """Pages are kept for strangers, as in production."""
    locmem = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "public"}
    settings.CACHES = settings.CACHES | {"pages": locmem}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


def test_strangers_share_a_page_and_the_signed_in_do_not(kept, signed_in, alice):
    stranger, address = Client(), reverse("scheme", args=["zebra-crossing"])
    hers = signed_in(alice).get(address)
    assert hers["Cache-Control"] == "no-store"
    assert b"Sign in" in stranger.get(address).content
    Scheme.objects.filter(slug="zebra-crossing").update(current=None, state="draft")
    assert stranger.get(address).status_code == 200
    assert signed_in(alice).get(address).status_code == 404
    assert stranger.get(address + "?q=1").status_code == 404, "what is asked after it is not shared"
    assert Client(headers={"cookie": "a=b"}).get(address).status_code == 404


def test_a_shared_page_asks_the_database_nothing_and_has_all_its_headers(
    kept, client, django_assert_num_queries
):
    first = client.get(reverse("schemes"))
    with django_assert_num_queries(0):
        again = client.get(reverse("schemes"))
        known = client.get(reverse("schemes"), headers={"If-None-Match": first["ETag"]})
    assert again.content == first.content and dict(again.items()) == dict(first.items())
    assert (known.status_code, known.content) == (304, b"")
    assert known["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(
    published, client, django_assert_num_queries
):
    for keep in (3, 1):
        others = Scheme.objects.exclude(pk__in=Scheme.objects.values("pk")[:keep])
        others.update(current=None, state="draft")
        with django_assert_num_queries(5):
            client.get(reverse("schemes"))


@pytest.fixture
def picture(edith, published, now, settings, tmp_path):
    """A picture of the zebra crossing that no version shows yet."""
    settings.MEDIA_ROOT = tmp_path
    row = Picture(scheme=Scheme.objects.get(slug="zebra-crossing"), width=4, height=3)
    row.alt, row.credit, row.added_at, row.added_by = "A zebra", "The council", now, edith
    row.image.save("zebra.jpg", ContentFile(b"picture"))
    return row


def test_p13_a_picture_is_for_all_once_a_version_shows_it_and_can_run_nothing(picture, client):
    address = reverse("scheme_picture_file", args=[picture.token])
    assert client.get(address).status_code == 404
    shown = {"token": str(picture.token), "alt": "A zebra", "credit": "", "width": 4, "height": 3}
    version = Scheme.objects.get(slug="zebra-crossing").current
    version.snapshot["pictures"].append(shown)
    version.pk, version.number = None, 2
    version.save(force_insert=True)
    response = client.get(address)
    assert response.content == b"picture"
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    picture.image.delete(save=False)
    assert client.get(address).status_code == 404


def test_the_guide_names_every_column_and_field_of_the_data():
    guide = (Path(settings.BASE_DIR) / "docs" / "schemes.md").read_text()
    schema = json.loads(Path(finders.find("schemas/catalogue-1.json")).read_text())
    known, cost = (schema["$defs"][name]["required"] for name in ("known", "cost"))
    named = {*COLUMNS, *schema["$defs"]["scheme"]["properties"], *known, *cost}
    assert [name for name in named if f"`{name}`" not in guide] == []
