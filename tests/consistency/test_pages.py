"""The page, its chart, its table and its CSV say the same; numbers lead to their cases."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup

from govuk.sheets import neutral

pytestmark = pytest.mark.django_db
URL = "/consistency/"


@pytest.fixture
def see(signed_in, maya):
    """`see("?by=kind")` is the parsed page as maya sees it."""
    client = signed_in(maya)

    def read(query: str = "", url: str = URL) -> BeautifulSoup:
        response = client.get(url + query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def rows_of(soup: BeautifulSoup, where: str = "#figures tbody tr") -> list[list[str]]:
    """The cells as a reader sees them, without notes."""
    for hidden in soup.select(".app-badge"):
        hidden.decompose()
    return [
        [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
        for row in soup.select(where)
    ]


def table_of_csv(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("query", ["", "?by=kind", "?by=kind&district=E07000131", "?kind=SP1"])
def test_chart_table_and_csv_are_one(county, see, signed_in, maya, query):
    soup = see(query)
    link = soup.find("a", string=re.compile("CSV"))["href"]
    sheet = table_of_csv(signed_in(maya).get(link))
    points = soup.select("svg g")
    rows = rows_of(soup)
    assert len(rows) == len(points) == len(sheet) > 0
    for row, point, line in zip(rows, points, sheet, strict=True):
        words = [text.get_text() for text in point.find_all("text")]
        assert row[0] == words[0].removesuffix(" (few cases)") == line["name"].lstrip("'")
        assert row[1:3] == [line["received"], line["answered"]]
        assert row[4:6] == [
            line["median_working_days"] or "–",
            line["ninth_in_ten_working_days"] or "–",
        ]
        days = [re.search(r": (\d+) ", word)[1] for word in words[1:]] if row[4] != "–" else []
        assert days == [day for day in row[4:6] if day != "–"]
        assert row[6] == line["late_now"]


def test_the_bars_are_as_long_as_the_numbers(county, see):
    bars = [
        (float(bar["width"].rstrip("%")), int(re.search(r"(\d+) days?$", label.get_text())[1]))
        for bar, label in zip(see().select("svg rect"), see().select("svg text[dx]"), strict=True)
    ]
    assert bars
    scale = max(width for width, _ in bars) / max(days for _, days in bars)
    assert all(abs(width - scale * days) < 0.02 for width, days in bars)


@pytest.mark.parametrize("query", ["", "?kind=SP1", "?since=2026-05&until=2026-08"])
def test_the_sentences_equal_the_numbers(county, see, query):
    soup = see(query)
    said = soup.select_one("#in-words").get_text(" ", strip=True)
    total = rows_of(soup, "#figures tfoot tr")[0]
    assert re.search(r"received ([\d,]+) enquir", said)[1] == total[1]
    assert re.search(r"gave ([\d,]+) answer", said)[1] == total[2]
    assert re.search(r"answers \((\d+%)\) were given on time", said)[1] == total[3]
    assert re.search(r"took (\d+) working days? or fewer", said)[1] == total[4]
    assert re.search(r"nine in ten took (\d+)", said)[1] == total[5]
    assert re.search(r"(\d+) open enquir|No open", said)[1] == (
        total[6] if total[6] != "0" else None
    )


def test_the_headline_says_how_far_apart_without_naming(county, see):
    soup = see()
    medians = [int(row[4]) for row in rows_of(soup) if int(row[2]) >= 10]
    headline = soup.select("h2")[2].get_text()
    assert f"between {min(medians)} and {max(medians)} working days" in headline
    assert not any(row[0] in headline for row in rows_of(soup))
    assert "too few answers to compare" in see("?since=2026-11").get_text()


def test_few_cases_have_no_percentage(county, see):
    melton = next(row for row in rows_of(see()) if row[0] == "=Melton")
    assert melton[3] == "0 of 1"
    assert not any("%" in cell for cell in melton)


def test_every_number_leads_to_exactly_its_cases(county, see):
    followed = 0
    for link in see().select("#figures a"):
        shown = re.match(r"(\d+)(?: of|\D|$)", link.get_text())
        if shown and "%" not in link.get_text():
            followed += 1
            assert re.search(r"\((\d+)\)", see(url=link["href"]).h1.get_text())[1] == shown[1]
    assert followed > 12


def test_the_list_of_cases_has_pages(county, see):
    query = "?since=2024-01"
    first = see(query, f"{URL}cases/received/")
    assert len(rows_of(first, "#cases tbody tr")) == 50
    second = see(first.select_one(".govuk-pagination__next a")["href"], f"{URL}cases/received/")
    assert rows_of(second, "#cases tbody tr")


def test_shared_addresses_bring_the_same_view_back(county, see):
    query = "?by=kind&since=2026-05&until=2026-08&district=E07000131&kind=SP1"
    soup = see(query)
    assert soup.select_one("input[name=by][checked]")["value"] == "kind"
    chosen = {s["name"]: s.select_one("option[selected]")["value"] for s in soup.select("select")}
    assert chosen == {
        "since": "2026-05",
        "until": "2026-08",
        "district": "E07000131",
        "kind": "SP1",
    }
    assert "1 May 2026 to 31 August 2026" in soup.get_text()


def test_by_default_the_last_twelve_months_to_today(county, see):
    assert "1 December 2025 to 18 November 2026" in see().get_text()


@pytest.mark.parametrize(
    "query",
    [
        "?since=2026-11&until=2026-01",
        "?since=x",
        "?by=clerk",
        "?district=%00",
        "?kind=%ED%A0%80",
        "?until=1",
    ],
)
def test_an_address_without_sense_is_told_and_the_default_shown(county, see, query):
    soup = see(query)
    assert "There is a problem" in soup.get_text()
    assert soup.title.get_text().startswith("Error: ")
    assert "1 December 2025 to 18 November 2026" in soup.get_text()


def test_nothing_in_the_county_is_no_failure(see):
    text = see().get_text()
    assert "we received 0 enquiries" in text
    assert "There is nothing to compare" in text


def test_about_these_figures(county, see):
    text = see().get_text()
    for words in (
        "About these figures",
        "18 November 2026 at 10:00",
        "not a league table",
        "Under 10",
    ):
        assert words in text


@pytest.mark.parametrize("person", ["alice", "deputy", "gone", "oscar", "edith"])
@pytest.mark.parametrize("url", [URL, f"{URL}district.csv", f"{URL}kind.csv", f"{URL}cases/late/"])
def test_for_everybody_else_it_does_not_exist(request, signed_in, person, url):
    client = signed_in(request.getfixturevalue(person))
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_administrators_see_it_and_strangers_sign_in(signed_in, adam, client):
    assert signed_in(adam).get(URL).status_code == 200
    assert client.get(URL)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "url", ["clerk.csv", "cases/satisfied/", "cases/x/", "district.csv?since=x"]
)
def test_what_is_not_there(signed_in, maya, url):
    assert signed_in(maya).get(URL + url).status_code == 404


def test_the_sheet_runs_nothing_and_names_nobody(county, signed_in, maya):
    response = signed_in(maya).get(f"{URL}district.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "consistency-by-district-2025-12-to-2026-11.csv" in response["Content-Disposition"]
    sheet = table_of_csv(response)
    assert sheet[0]["name"] == "'=Melton"
    assert sheet[0]["first_day"] == "2025-12-01"
    text = response.content.decode()
    assert not any(private in text for private in ("Alice", "@", "Oscar", "Main Street"))


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_cells_that_a_sheet_would_compute_become_text(start):
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral("Kilby = fine") == "Kilby = fine"


@pytest.mark.parametrize("query", ["", "?by=kind"])
def test_ten_queries_at_most(county, signed_in, maya, query, django_assert_max_num_queries):
    client = signed_in(maya)
    with django_assert_max_num_queries(10):
        client.get(URL + query)
