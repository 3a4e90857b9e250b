"""O20: one box on every officer's page finds by reference, road, parish, words and people."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enquiries import search, workflows
from enquiries.lists import next_in
from enquiries.models import Enquiry
from parishes.models import Council, Parish

pytestmark = pytest.mark.django_db
SEARCH = "/officer/search/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def look(desk, now):
    """`look("main street")` is the page of what was found, with the words learned before."""

    def page(words, client=desk, **query) -> BeautifulSoup:
        workflows.learn_words(now=now)
        response = client.get(SEARCH, {"q": words, **query})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return page


@pytest.fixture
def ashby(district, log, council, other_council) -> Enquiry:
    """About another matter, in a parish whose name has small words."""
    parish = Parish.objects.create(gss_code="E1", name="Ashby de la Zouch", district=district)
    council.parishes.add(parish)
    return log(
        parish=parish, road="Kilwardby", spot="outside the library", token=uuid.uuid4(),
        description="The zebra crossing has lost its paint.",
    )  # fmt: skip


def references(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select("tbody th a")]


def title(page: BeautifulSoup) -> str:
    return page.h1.get_text()


@pytest.mark.parametrize("write", ["{}", " {} ", "pe {}", "{digits}"])
def test_o20_a_reference_opens_the_case(desk, enquiry, write):
    text = enquiry.reference.removeprefix("PE-") if "pe" in write else enquiry.reference
    words = write.format(text, digits=enquiry.number)
    response = desk.get(SEARCH, {"q": words})
    assert response["Location"] == reverse("case", args=[enquiry.number])


@pytest.mark.parametrize("page", ["/officer/", "/officer/enquiries/", "{case}", "{case}answer/"])
def test_o20_the_box_is_on_every_officers_page(desk, enquiry, page, outcomes):
    html = desk.get(page.format(case=reverse("case", args=[enquiry.number]))).content.decode()
    (box,) = BeautifulSoup(html, "html.parser").select("header form[role=search]")
    assert box["action"] == SEARCH and box.select_one("input[name=q]")["type"] == "search"
    assert box.select_one("label")["for"] == box.select_one("input")["id"]


def test_o20_clerks_have_no_box_and_no_page(signed_in, alice, enquiry):
    client = signed_in(alice)
    assert "search" not in client.get("/").content.decode().split("<main")[0]
    assert client.get(SEARCH, {"q": "Main"}).status_code == 404


@pytest.mark.parametrize(
    "words",
    ["Kilwardby", "kilwardby ASHBY", "zouch", "Ashby de la Zouch", "zebra crossings", "library",
     "painting lost crossing", "ashby parish council", "the zebra", "kilwardby, ashby!"],
)  # fmt: skip
def test_o20_road_parish_and_words_find_it_in_any_order_and_ending(look, ashby, enquiry, words):
    page = look(words)
    assert references(page) == [ashby.reference]
    assert title(page) == f"1 result for “{words}”"


@pytest.mark.parametrize("words", ["Alice", "alice clerk", "clerk school", "Oscar"])
def test_o20_people_find_what_they_asked_or_own(look, enquiry, now, oscar, words):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    assert references(look(words)) == [enquiry.reference]


@pytest.mark.parametrize(
    ("words", "meant"),
    [("Kilwardbey", "kilwardby"), ("zebar", "zebra"), ("libary", "library"), ("Ashbey", "ashby"),
     ("Zoutch crossing", "zouch")],
)  # fmt: skip
def test_o20_a_misspelt_word_finds_what_looks_like_it_and_says_so(look, ashby, words, meant):
    page = look(words)
    assert references(page) == [ashby.reference]
    assert f"so we also searched for {meant}" in page.get_text()


def test_o20_the_road_counts_more_than_the_description(look, log):
    said = log(road="High Street", description="Lorries turn round near Chapel Lane.")
    there = log(road="Chapel Lane")
    assert references(look("chapel lane")) == [there.reference, said.reference]


def test_o20_open_work_stands_before_closed(look, log, now, oscar, outcomes):
    still_open, closed = log(), log()
    workflows.answer(
        enquiry=closed, outcome=outcomes["advice"], reason=None, explanation="Told.",
        next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    assert references(look("main")) == [still_open.reference, closed.reference]


def test_o20_an_outside_reference_is_found(look, enquiry):
    Enquiry.objects.filter(pk=enquiry.pk).update(external_reference="NH/2026/00417")
    assert references(look("NH/2026/00417")) == [enquiry.reference]


@pytest.mark.parametrize("words", ["xylophone", "the of", "Billesdon xylophone", "Main Zouch"])
def test_o20_nothing_found_says_what_was_searched_and_offers_other_formats(look, ashby, words):
    page = look(words)
    assert title(page) == f"0 results for “{words}”"
    text = page.main.get_text(" ", strip=True)
    assert "We searched the roads" in text and "a reference, such as PE-10-417" in text


def test_o20_a_reference_that_is_not_there_says_so(look, enquiry):
    assert "no enquiry with the reference PE-99-999" in look("PE-99-999").get_text()


ODD = [
    "\0", "\ud800".encode("utf-8", "surrogatepass"), "' OR 1=1 --", "a" * 10_000, "(((", ":*", "%",
    "<b>", "PE-" + "9" * 40, "\\m", "",
]  # fmt: skip


@pytest.mark.parametrize("words", ODD)
def test_o20_odd_words_find_nothing_and_break_nothing(look, enquiry, words):
    assert references(look(words)) == []


def test_o20_pages_hold_every_row_once_and_an_odd_page_is_the_first(look, log, monkeypatch):
    monkeypatch.setattr("enquiries.views.officer_search.ROWS_PER_PAGE", 2)
    logged = {log().reference for _ in range(5)}
    pages = [references(look("main", page=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {ref for page in pages for ref in page} == logged
    assert look("main", page=2).title.get_text().startswith("5 results for “main” (page 2 of 3)")
    assert references(look("main", page="99")) == references(look("main", page="x")) == pages[0]


def test_o20_of_many_matches_what_is_open_is_ranked(
    look, log, monkeypatch, oscar, today, now, outcomes
):
    monkeypatch.setattr(search, "MOST_RANKED", 2)
    logged = [log() for _ in range(6)]
    for enquiry in logged[:4]:
        workflows.answer(
            enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation="Told.",
            next_step="Nothing.", at=now, by=oscar,
        )  # fmt: skip
    found = search.search("main", oscar, on=today)
    assert found.is_cut and set(found.keys) == {each.pk for each in logged[4:]}


def test_o20_a_case_opened_from_a_search_goes_back_to_it_and_on(desk, look, log, oscar, now):
    for _ in range(2):
        log()
    first, second = look("main street").select("tbody th a")
    case = BeautifulSoup(desk.get(first["href"]).content, "html.parser")
    assert case.select_one(".govuk-back-link")["href"] == f"{SEARCH}?q=main+street"
    one = Enquiry.objects.get(number=int(first.get_text()[3:].replace("-", "")))
    following = next_in("q=main+street", one, user=oscar, now=now, today=now.date())
    assert following.reference == second.get_text()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("words", ["main", "Alice", "Billesdon", "streett", "xylophone"])
def test_o20_a_search_costs_the_same_queries_whatever_it_finds(desk, log, rows, words, now):
    for _ in range(rows):
        log()
    workflows.learn_words(now=now)
    with CaptureQueriesContext(connection) as queries:
        desk.get(SEARCH, {"q": words})
    assert len(queries) == (5 if words == "xylophone" else 7)


def test_words_are_learned_once_and_no_numbers(log, now, parish):
    log(road="Kilwardby 42", description="B4114 zzzz")
    assert workflows.learn_words(now=now) > 0
    assert workflows.learn_words(now=now) == 0


def test_the_scope_holds_for_search_too(log, alice, carol, today):
    enquiry = log()
    assert search.search("main", alice, on=today).keys == [enquiry.pk]
    assert search.search("main", carol, on=today).keys == []
    assert Council.objects.count() == 2
