"""C9: signposting is no silent end: managers see what clerks were told and what they did then."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from enquiries.models import Signpost

pytestmark = pytest.mark.django_db
URL = "/consistency/somebody-else/"


@pytest.fixture
def told(alice, parish, now):
    """`told("National Highways", "theirs")` is one time a clerk was told, an hour ago."""

    def made(owner: str, choice: str, at=now - timedelta(hours=1)) -> Signpost:
        return Signpost.objects.create(
            person=alice, parish=parish, owner=owner, choice=choice, shown_at=at
        )

    return made


def test_c09_managers_see_who_looks_after_it_and_what_clerks_did(told, signed_in, maya, now):
    for choice in ("theirs", "anyway", "anyway", "shown"):
        told("National Highways", choice)
    told("Severn Trent Water", "not_theirs")
    told("Long ago", "theirs", now - timedelta(days=500))
    soup = BeautifulSoup(signed_in(maya).get(URL).content, "html.parser")
    rows = [[cell.get_text() for cell in row(["th", "td"])] for row in soup.select("tbody tr")]
    assert rows == [
        ["National Highways", "1", "2", "0", "1", "4"],
        ["Severn Trent Water", "0", "0", "1", "0", "1"],
    ]
    assert "(5)" in soup.h1.get_text()


def test_the_queries_do_not_grow(told, signed_in, maya, django_assert_num_queries):
    client = signed_in(maya)
    for number in (1, 3):
        while Signpost.objects.count() < number:
            told(f"Body {Signpost.objects.count()}", "theirs")
        with django_assert_num_queries(5):
            assert len(client.get(URL).context["lines"]) == number


def test_nobody_told_is_said(signed_in, maya, db):
    assert "Nobody was told" in signed_in(maya).get(URL).content.decode()
