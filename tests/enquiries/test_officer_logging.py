"""Logging what a clerk said on the telephone."""

import uuid
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries.models import Enquiry
from parishes.models import Council, Membership

pytestmark = pytest.mark.django_db
CHOOSE = "/officer/log/"


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def said(council, alice, parish, kind, standard, holidays) -> dict:
    return {
        "asked_by": alice.pk, "channel": "phone", "parish": parish.pk, "road": "Main Street",
        "spot": "", "kind": kind.pk, "description": "Cars go too fast.", "token": str(uuid.uuid4()),
    }  # fmt: skip


def url(council) -> str:
    return reverse("log_on_behalf", args=[council.pk])


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def errors(response) -> list[str]:
    return [li.get_text().strip() for li in soup(response).select(".govuk-error-summary__list li")]


@pytest.mark.parametrize(
    ("words", "result", "names"),
    [
        ("billes", "1 result for “billes”", ["Billesdon Parish Council"]),
        (
            "parish",
            "2 results for “parish”",
            ["Billesdon Parish Council", "Fleckney Parish Council"],
        ),
        ("Nowhere", "0 results for “Nowhere”", []),
        ("x\0%_", "0 results for “x%_”", []),
    ],
)
def test_a_council_is_found_by_name(desk, council, other_council, words, result, names):
    page = soup(desk.get(CHOOSE, {"q": words}))
    assert page.main.h2.get_text() == result
    assert [a.get_text() for a in page.select("main li a")] == names


def test_a_council_is_found_by_its_parish_once(desk, council, other_parish):
    council.name = "The Joint Council"
    council.save()
    council.parishes.add(other_parish)
    page = soup(desk.get(CHOOSE, {"q": "e"}))
    assert [a["href"] for a in page.select("main li a")] == [url(council)]


def test_nothing_asked_nothing_listed(desk, council):
    assert not soup(desk.get(CHOOSE)).select("main li")


def test_more_than_a_page_of_councils(desk, db):
    Council.objects.bulk_create(Council(name=f"Council {n:02}") for n in range(30))
    page = soup(desk.get(CHOOSE, {"q": "council"}))
    assert len(page.select("main li a")) == 25 and "There are more" in page.get_text()


def test_o25_the_clerk_asked_and_the_officer_logged_it(desk, council, said, oscar, alice):
    response = desk.post(url(council), said)
    enquiry = Enquiry.objects.get()
    assert response["Location"] == reverse("case", args=[enquiry.number])
    assert enquiry.asked_by == alice and enquiry.received_by == oscar
    assert enquiry.channel == "phone"
    page = desk.get(response["Location"]).content.decode()
    assert "Tell Alice Clerk: we will answer by Wednesday 2 December 2026." in page
    assert "by telephone, logged by Oscar Officer" in " ".join(page.split())


def test_the_same_form_twice_is_one_enquiry(desk, council, said):
    first, second = desk.post(url(council), said), desk.post(url(council), said)
    assert first["Location"] == second["Location"] and Enquiry.objects.count() == 1


def test_a_form_another_person_used_is_refused(desk, council, said, log):
    token = log().form_token
    response = desk.post(url(council), {**said, "token": str(token)})
    assert errors(response) == ["This form was used already. Open it again."]


def test_every_form_has_its_own_token(desk, council, alice):
    tokens = {soup(desk.get(url(council))).select_one("[name=token]")["value"] for _ in range(2)}
    assert len(tokens) == 2


def test_o25_the_officer_cannot_be_the_one_who_asked(desk, council, said, oscar, carol, gone):
    Membership.objects.create(council=council, user=oscar, starts_on=date(2024, 1, 1))
    page = soup(desk.get(url(council)))
    names = [label.get_text().strip() for label in page.select(".govuk-radios__label")]
    assert "Alice Clerk" in names and not {"Oscar Officer", "Carol Clerk", "Gwen Gone"} & set(names)
    for person in (oscar, carol, gone):
        assert errors(desk.post(url(council), {**said, "asked_by": person.pk}))
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"road": ""}, "Enter a road or place"),
        ({"road": "x" * 201}, "Road or place must be 200 characters or fewer"),
        ({"description": "\0"}, "Remove the characters"),
        ({"kind": ""}, "Select a kind of enquiry"),
        ({"kind": "99999999999999999999"}, "Select one"),
        ({"asked_by": "0"}, "Select one"),
        ({"channel": "web"}, "Select one"),
        ({"token": "x"}, "Form"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_survives(desk, council, said, changes, error):
    response = desk.post(url(council), {**said, **changes})
    assert len(errors(response)) == 1 and errors(response)[0].startswith(error)
    page = soup(response)
    if "description" not in changes:
        assert "Cars go too fast." in page.select_one("textarea").get_text()
    assert not Enquiry.objects.exists()


def test_a_parish_of_another_council_is_refused(desk, council, said, other_parish, other_council):
    assert errors(desk.post(url(council), {**said, "parish": other_parish.pk}))


def test_a_kind_without_a_promise_is_said(desk, council, said, standard):
    standard.delete()
    assert errors(desk.post(url(council), said)) == [
        "No reply time is set for “Speeding vehicles”."
    ]


def test_a_council_without_people_is_said(desk, other_council):
    page = soup(desk.get(url(other_council)))
    assert "An administrator must add a person first." in page.get_text()
    assert not page.select("main form")


def test_an_unknown_council_is_not_found(desk):
    assert desk.get("/officer/log/999999/").status_code == 404


def test_only_officers_log(signed_in, maya, alice, council):
    assert signed_in(maya).get(CHOOSE).status_code == 403
    assert signed_in(maya).get(url(council)).status_code == 403
    assert signed_in(alice).get(url(council)).status_code == 404
