"""What anybody may read without signing in."""

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db):
    call_command("load_reference", verbosity=0)


def read(path: str, **query) -> str:
    response = Client().get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_parish_is_found_with_its_district_and_council(council):
    page = read("/parishes/", name="bILLES")
    assert "Billesdon" in page
    assert "In Harborough." in page
    assert "Billesdon Parish Council (parish council)" in page


def test_nobody_is_named(council, alice):
    assert alice.name not in read("/parishes/", name="Billesdon")


def test_a_parish_without_a_council_says_whom_to_ask(other_parish):
    assert "We know of no parish or town council here" in read("/parishes/", name="Fleckney")


@pytest.mark.parametrize("name", ["zzz", "%", "_", "<b>", "\0", "a" * 500])
def test_words_that_no_parish_has(name, council):
    page = read("/parishes/", name=name)
    assert "Billesdon Parish" not in page
    assert "<b>" not in page


def test_at_most_fifty_are_listed_in_three_queries(reference, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = read("/parishes/", name="e")
    assert "The first 50 are shown" in page


def test_standards_outcomes_and_reasons_are_the_councils_rows(standard, outcomes, reasons):
    page = read("/how-we-deal-with-enquiries/")
    assert "Speeding vehicles" in page
    assert "Not yet: a proposal" in page
    assert outcomes["already"].wording in page
    assert reasons["no-budget"].wording in page
    standard.answer_days = 59
    standard.save()
    assert ">59<" in read("/how-we-deal-with-enquiries/")


def test_the_landing_page_leads_there(db):
    page = read("/")
    assert "/parishes/" in page and "/how-we-deal-with-enquiries/" in page
