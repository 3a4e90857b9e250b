"""Managers count what officers decided against the usual course, by parish and by officer."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from accounts.models import User
from enquiries import workflows
from enquiries.models import Override

pytestmark = pytest.mark.django_db
URL = "/consistency/decisions/"


@pytest.fixture
def priya(db) -> User:
    return User.objects.create_user("priya@people.example", name="Priya Shah", is_officer=True)


@pytest.fixture
def decided(log, council, other_parish, oscar, priya, now):
    """Two priorities of Oscar, one of Priya in the other parish, and one of last year."""
    council.parishes.add(other_parish)
    for road, parish, by in (("A", None, oscar), ("B", None, oscar), ("C", other_parish, priya)):
        enquiry = log(road=road, **({"parish": parish} if parish else {}))
        why = f"A member rang about {road}."
        workflows.change_priority(enquiry=enquiry, priority="P1", reason=why, at=now, by=by)
    past = {"at": now - timedelta(days=500), "by": oscar, "reason": "Long ago."}
    workflows.change_priority(enquiry=log(road="D"), priority="P1", **past)


def tables(soup) -> dict[str, list[list[str]]]:
    return {
        table.caption.get_text(strip=True): [
            [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
            for row in table.select("tbody tr")
        ]
        for table in soup.select("table")
    }


def test_counted_by_parish_and_by_officer_with_the_reasons(decided, signed_in, maya):
    soup = BeautifulSoup(signed_in(maya).get(URL).content, "html.parser")
    place = list(Override.What).index(Override.What.PRIORITY) + 1
    found = {
        caption: [(row[0], row[place], row[-1]) for row in rows]
        for caption, rows in tables(soup).items()
    }
    assert found == {
        "By parish": [("Billesdon", "2", "2"), ("Fleckney", "1", "1")],
        "By officer": [("Oscar Officer", "2", "2"), ("Priya Shah", "1", "1")],
    }
    said = " ".join(soup.get_text(" ").split())
    assert "A member rang about C." in said and "Long ago" not in said
    assert "P3: normal → P1: danger or loss of access" in said


def test_the_queries_do_not_grow(
    log, council, parish, other_parish, oscar, priya, now, signed_in, maya,
    django_assert_num_queries,
):  # fmt: skip
    """Session and person, the five lists that the address may name, three readings, her address."""
    council.parishes.add(other_parish)
    client = signed_in(maya)
    rows = iter([("A", parish, oscar), ("B", other_parish, priya), ("C", parish, priya)])
    for number in (1, 3):
        while Override.objects.count() < number:
            road, place, by = next(rows)
            enquiry = log(road=road, parish=place)
            workflows.change_priority(enquiry=enquiry, priority="P1", reason="Rang.", at=now, by=by)
        with django_assert_num_queries(7):
            page = client.get(URL)
        assert page.context["decisions"].total == number


def test_nothing_decided_is_said(signed_in, maya, db):
    assert "Nothing was decided against" in signed_in(maya).get(URL).content.decode()
