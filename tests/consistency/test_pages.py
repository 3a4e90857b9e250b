"""The pages, their charts, tables and CSV say the same; every number leads to its very cases."""

import csv
import io
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from accounts.models import Team
from consistency.models import SecondLook
from consistency.panels import MEASURES, QUESTIONS
from enquiries.models import Enquiry
from govuk.sheets import neutral
from parishes.models import Council

from .conftest import Case, until_fresh

pytestmark = pytest.mark.django_db
URL = "/consistency/"
YEAR = "since=2025-12&until=2026-11"
PLACES = [f"{URL}{code}/" for code in QUESTIONS]


@pytest.fixture
def see(signed_in, maya):
    """`see("?by=kind")` is the parsed page as maya sees it."""
    client = signed_in(maya)

    def read(query: str = f"?{YEAR}", url: str = URL) -> BeautifulSoup:
        response = client.get(url + query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def rows_of(soup: BeautifulSoup, where: str) -> list[list[str]]:
    """The cells as a reader sees them, without notes."""
    return [
        [
            "".join(t for t in cell.find_all(string=True) if t.parent.name != "span").strip()
            for cell in row.find_all(["th", "td"])
        ]
        for row in soup.select(where)
    ]


def table_of_csv(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("by", ["district", "kind", "team", "parish"])
def test_m03_chart_table_and_csv_are_one(counted, see, signed_in, maya, place, by):
    """Every line of the table is a point of the chart and a row of the sheet, in the same order."""
    soup = see(f"?{YEAR}&by={by}", place)
    for panel in soup.select(".app-panel[id]"):
        code = panel["id"]
        rows = rows_of(panel, f"#{code}-table tbody tr")
        link = panel.find("a", string=re.compile("CSV"))["href"]
        sheet = table_of_csv(signed_in(maya).get(link))
        assert len(rows) == len(sheet), code
        third = list(sheet[0])[2] if sheet else ""
        assert [row[0] for row in rows] == [line[third].lstrip("'") for line in sheet]
        points = panel.select("svg g") or panel.select("svg.app-dot")
        if points:
            assert len(points) == len(rows), code
            assert panel.select_one("svg[role=img] > title").get_text()


def test_m03_the_bars_are_as_long_as_the_numbers(counted, see):
    panel = see().select_one("#time-taken")
    pairs = zip(panel.select("rect"), panel.select("text[dx]"), strict=True)
    bars = [
        (float(bar["width"].rstrip("%")), int(re.search(r"(\d+) days?$", label.get_text())[1]))
        for bar, label in pairs
    ]
    scale = max(width for width, _ in bars) / max(days for _, days in bars)
    assert bars and all(abs(width - scale * days) < 0.02 for width, days in bars)


@pytest.mark.parametrize("query", ["", "&kind=SP1", "&district=E07000131", "&channel=web"])
def test_m01_the_sentences_equal_the_numbers(counted, see, query):
    soup = see(f"?{YEAR}{query}")
    said = soup.select_one("#in-words").get_text(" ", strip=True)
    total = rows_of(soup, "#on-time-table tfoot tr")[0]
    assert re.search(r"received ([\d,]+) enquir", said)[1] == total[1]
    assert re.search(r"gave ([\d,]+) answer", said)[1] == total[2]
    assert re.search(r"answers \((\d+%)\) were given on time", said)[1] == total[3]
    taken = rows_of(soup, "#time-taken-table tfoot tr")[0]
    assert re.search(r"took (\d+) working days? or fewer", said)[1] == taken[2]
    assert re.search(r"nine in ten took (\d+)", said)[1] == taken[3]


@pytest.mark.parametrize("came", [0, 1])
def test_m01_without_answers_the_sentences_say_so(counted, write, places, kinds, see, now, came):
    for _ in range(came):
        enquiry = write(Case(places[0], kinds[0], came=20))
        Enquiry.objects.filter(pk=enquiry.pk).update(channel="phone")
    until_fresh(now)
    soup = see(f"?{YEAR}&channel=phone")
    said = soup.select_one("#in-words").get_text(" ", strip=True)
    assert re.search(r"received ([\d,]+) enquir", said)[1] == str(came)
    assert "gave 0 answers" in said and said.count("There are no answers to measure.") == 2
    assert "on time" not in said
    totals = [row[1:3] for row in rows_of(soup, "#on-time-table tfoot tr")]
    assert totals == ([["1", "0"]] if came else [])
    is_empty = "There is nothing to show" in soup.select_one("#on-time").get_text()
    assert is_empty is not bool(came)


def test_m02_four_questions_and_no_more(counted, see):
    links = see().select(".app-questions li")
    assert [link.get_text(strip=True) for link in links] == [
        "Are we on time?", "Are we consistent?", "Where is demand?", "What is stuck?",
    ]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("by", ["district", "kind", "council", "officer", "team", "channel"])
def test_m04_every_number_leads_to_exactly_its_cases(counted, see, signed_in, maya, place, by):
    client = signed_in(maya)
    base = place
    links = see(f"?{YEAR}&by={by}", place).select(".app-panel td a")
    assert links or "stuck" in place
    for link in links:
        text = link["aria-label"]
        href = link["href"]
        page = client.get(href if href.startswith("/") else URL + href)
        assert page.status_code == 200, (base, href)
        shown = page.context["page"].paginator.count
        share = re.match(r"(\d+) of \d+ ", text)
        if "%" in link.get_text():
            continue
        assert shown == int(share[1] if share else re.match(r"[\d,]+", text)[0].replace(",", ""))


def test_m05_shared_addresses_bring_the_same_view_back(counted, see):
    query = "?by=kind&since=2026-05&until=2026-08&district=E07000131&kind=SP1&channel=web"
    soup = see(query)
    chosen = {
        s["name"]: s.select_one("option[selected]")["value"]
        for s in soup.select("select") if s.select_one("option[selected]")
    }  # fmt: skip
    asked = dict(part.split("=") for part in query[1:].split("&"))
    assert asked.items() <= chosen.items()
    text = soup.get_text(" ")
    assert "1 May 2026 to 31 August 2026" in text
    assert "district: Harborough" in text and "channel: Portal" in text


def test_m05_by_default_the_last_complete_month(counted, see):
    assert "1 October 2026 to 31 October 2026" in see("").get_text()
    assert "1 November 2025 to 31 October 2026" in see("", f"{URL}demand/").get_text()


@pytest.mark.parametrize(
    "query",
    [
        "?since=2026-11&until=2026-01", "?since=x", "?by=clerk", "?district=%00",
        "?kind=%ED%A0%80", "?until=1", "?parish=x", "?council=9999999", "?officer=x",
    ],
)  # fmt: skip
def test_an_address_without_sense_is_told_and_the_default_shown(counted, see, query):
    soup = see(query)
    assert "There is a problem" in soup.get_text()
    assert soup.title.get_text().startswith("Error: ")
    assert "1 October 2026 to 31 October 2026" in soup.get_text()


def test_m06_a_parish_of_four_cases_has_no_percentage_and_no_rank(write, places, kinds, see, now):
    for _ in range(4):
        write(Case(places[1], kinds[0], came=20, answered=10, taken=3))
    for _ in range(12):
        write(Case(places[0], kinds[0], came=20, answered=10, taken=5))
    until_fresh(now)
    soup = see(f"?{YEAR}&by=parish")
    rows = {row[0]: row for row in rows_of(soup, "#on-time-table tbody tr")}
    assert rows["Blaby"][3] == "4 of 4" and rows["Billesdon"][3] == "100%"
    assert list(rows) == sorted(rows)
    assert "few cases" in soup.select_one("#on-time-table").get_text()
    assert "%" not in " ".join(rows["Blaby"])


@pytest.fixture
def teams_that_refuse(write, places, kinds, outcomes, now):
    """`teams_that_refuse(60)`: five teams, one of which refuses 80 % and the others 40 %."""

    def make(cases: int) -> None:
        for number in range(5):
            team = Team.objects.create(name=f"Team {'ABCDX'[number]}")
            count = cases if number == 4 else 60
            for case in range(count):
                no = case % 10 < (8 if number == 4 else 4)
                enquiry = write(Case(places[0], kinds[0], came=30, answered=25, asked=True))
                Enquiry.objects.filter(pk=enquiry.pk).update(team=team)
                enquiry.answers.update(team=team, outcome=outcomes["not-now" if no else "advice"])
        until_fresh(now)

    return make


@pytest.mark.parametrize(
    ("cases", "is_named", "verdict"),
    [(60, True, "More than chance explains"), (5, False, "Too few to say")],
)
def test_m07_the_team_that_refuses_twice_as_often_is_named_at_60_cases_and_not_at_5(
    teams_that_refuse, see, cases, is_named, verdict
):
    teams_that_refuse(cases)
    soup = see(f"?{YEAR}&by=team&kind=SP1", f"{URL}consistent/")
    said = soup.select_one("#in-words").get_text(" ", strip=True)
    assert ("More refusals than expected: Team X" in said) is is_named
    row = next(r for r in rows_of(soup, "#refused-expected-table tbody tr") if r[0] == "Team X")
    assert row[6] == verdict
    labels = [t.get_text() for t in soup.select("#refused-expected svg.app-dot text")]
    assert ("Team X" in labels) is is_named
    assert "by chance alone it would be about" in said


def test_m09_about_these_figures_and_when_they_were_counted(counted, see):
    soup = see()
    text = " ".join(soup.get_text(" ").split())
    for words in ("About these figures", "18 November 2026 at 10:00", "not a league table",
                  "Under 10"):  # fmt: skip
        assert words in text
    for panel in soup.select(".app-panel[id]"):
        assert "Counted 18 November 2026, 10:00" in " ".join(panel.get_text(" ").split())
        assert panel.find("a", href="#about")


@pytest.fixture
def every_sheet_has_lines(county, write, places, kinds, oscar, now) -> None:
    """A month of a dozen answers for the trend, a second look, and a council never heard from."""
    for _ in range(12):
        enquiry = write(Case(places[0], kinds[0], came=30, answered=25, taken=3))
    SecondLook.objects.create(
        enquiry=enquiry, chosen_on=now.date(), judged_at=now, judged_by=oscar,
        first_kind=kinds[0], second_kind=kinds[1], first_priority="P3", second_priority="P3",
    )  # fmt: skip
    Council.objects.create(name="=Silent Parish Council")
    until_fresh(now)


def test_m12_the_sheets_name_nobody_and_run_nothing(every_sheet_has_lines, signed_in, maya, alice):
    client = signed_in(maya)
    private = (alice.email, "@", "Alice", "Oscar", "Main Street")
    for url in [f"{URL}{code}.csv?{YEAR}" for code in MEASURES] + [f"{URL}cases.csv?{YEAR}"]:
        response = client.get(url)
        sheet = table_of_csv(response)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert sheet, url
        assert not any(word in str(sheet) for word in private), url
        assert not any(cell.startswith("=") for line in sheet for cell in line.values()), url
    on_time = table_of_csv(client.get(f"{URL}on-time.csv?{YEAR}"))
    assert on_time[0]["first_day"] == "2025-12-01"
    assert "'=Melton" in {line["district"] for line in on_time}


def test_m12_one_row_a_case(counted, signed_in, maya):
    sheet = table_of_csv(signed_in(maya).get(f"{URL}cases.csv?since=2024-01&until=2026-11"))
    assert len(sheet) == len(counted)
    assert len({line["reference"] for line in sheet}) == len(counted)


@pytest.mark.parametrize("person", ["alice", "deputy", "gone", "oscar", "edith"])
@pytest.mark.parametrize("url", [URL, f"{URL}on-time.csv", f"{URL}stuck/", f"{URL}cases/late/"])
def test_for_everybody_else_it_does_not_exist(request, signed_in, person, url):
    client = signed_in(request.getfixturevalue(person))
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_administrators_see_it_and_strangers_sign_in(signed_in, adam, client):
    assert signed_in(adam).get(URL).status_code == 200
    assert client.get(URL)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "url", ["clerk.csv", "cases/satisfied/", "cases/x/", "on-time.csv?since=x", "nothing/",
            "cases/open/?from=x", "cases/open/?from=1&to=²"],
)  # fmt: skip
def test_what_is_not_there(signed_in, maya, url):
    assert signed_in(maya).get(URL + url).status_code == 404


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_cells_that_a_sheet_would_compute_become_text(start):
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral("Kilby = fine") == "Kilby = fine"


@pytest.mark.parametrize("place", PLACES)
def test_the_queries_do_not_grow_with_the_rows(
    write, places, kinds, see, now, place, signed_in, maya, django_assert_max_num_queries
):
    client = signed_in(maya)
    for number in (1, 3):
        for _ in range(number):
            write(Case(places[number - 1], kinds[0], came=20, answered=10, taken=3))
        until_fresh(now)
        with django_assert_max_num_queries(42):
            client.get(f"{place}?{YEAR}")


def test_nothing_in_the_county_is_no_failure(see):
    for place in PLACES:
        assert "Nothing has been counted yet" in see("", place).get_text()


def test_a_workbook_holds_every_measure(counted, signed_in, maya):
    import zipfile

    response = signed_in(maya).get(f"{URL}figures.xlsx?{YEAR}")
    assert "spreadsheetml" in response["Content-Type"]
    book = zipfile.ZipFile(io.BytesIO(response.content)).read("xl/workbook.xml").decode()
    assert all(code in book for code in MEASURES)


def test_late_now_is_judged_by_the_target_and_needs_no_period(enquiry, oscar, see, now):
    from enquiries import workflows

    workflows.extend(
        enquiry=enquiry, new_due_on=(now + timedelta(days=28)).date(), reason="Snow.", at=now,
        by=oscar,
    )  # fmt: skip
    enquiry.deadlines.filter(stage="answer").update(target_at=now - timedelta(days=1))
    assert rows_of(see("", f"{URL}stuck/"), "#late-now-table tbody tr") == [["Harborough", "1"]]
