"""C13 and C14: a clerk of several councils knows where she works, and nothing is asked twice."""

import re
from datetime import date
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from parishes.models import Council, Membership, Parish


@pytest.fixture
def third_council(district):
    council = Council.objects.create(name="Kibworth Parish Council")
    for code, name in [("E04000001", "Kibworth Beauchamp"), ("E04000002", "Kibworth Harcourt")]:
        parish = Parish.objects.create(gss_code=code, name=name, district=district)
        council.parishes.add(parish)
    return council


@pytest.fixture
def busy(alice, other_council, third_council):
    """Alice, clerk of three councils with four parishes."""
    for council in (other_council, third_council):
        Membership.objects.create(council=council, user=alice, starts_on=date(2026, 1, 1))
    return alice


def strip(response) -> str:
    found = BeautifulSoup(response.content, "html.parser").find("nav", class_="app-org-switcher")
    return " ".join(found.get_text(" ").split()) if found else ""


def chosen_parish(response) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    box = page.find("input", attrs={"name": "parish", "checked": True})
    return page.find("label", attrs={"for": box["id"]}).get_text(strip=True) if box else ""


def test_c13_she_lands_on_all_and_her_choice_lasts(signed_in, busy, log, other_council):
    log()
    log()
    client = signed_in(busy)
    assert strip(client.get("/")).startswith("All my parishes (2) Billesdon Parish Council (2)")
    assert strip(client.get("/enquiries/")) == "All my parishes Change council"
    client.get(f"/?council={other_council.pk}")
    for path in ("/enquiries/", "/enquiries/new/", "/letters/", "/councils/", "/password/"):
        assert strip(client.get(path)) == "Fleckney Parish Council Change council", path
    assert "Fleckney Parish Council (0)" in strip(client.get("/"))
    assert "All our enquiries (0)" in client.get("/enquiries/").content.decode()
    assert "All our enquiries (2)" in client.get("/enquiries/?council=").content.decode()
    client.get("/?council=")
    assert strip(client.get("/letters/")) == "All my parishes Change council"


@pytest.mark.parametrize("asked", ["", "nobody's"])
def test_c13_all_councils_are_all_councils_on_the_next_page_too(
    signed_in, busy, log, other_council, monkeypatch, asked
):
    for module in ("govuk.paging", "enquiries.views.paging"):
        monkeypatch.setattr(f"{module}.PAGE_LENGTH", 1)
    first, _ = log(), log()
    client = signed_in(busy)
    client.get(f"/?council={other_council.pk}")
    listed = BeautifulSoup(client.get(f"/enquiries/?council={asked}").content, "html.parser")
    older = listed.select_one(".govuk-pagination__next a")["href"]
    assert first.reference in client.get(f"/enquiries/{older}").content.decode()


def test_c13_where_suggests_what_she_used_last(
    signed_in, busy, third_council, other_council, other_parish, council, now
):
    client = signed_in(busy)
    harcourt = Parish.objects.get(name="Kibworth Harcourt")
    for where, parish in [(third_council, harcourt), (other_council, other_parish)]:
        workflows.start_draft(
            council=where, parish=parish, asked_by=busy, road="A", at=now, by=busy
        )
    client.get("/")
    assert chosen_parish(client.get("/enquiries/new/")) in ("Fleckney", "Kibworth Harcourt")
    client.get(f"/?council={third_council.pk}")
    assert chosen_parish(client.get("/enquiries/new/")) == "Kibworth Harcourt"
    client.get(f"/?council={council.pk}")
    assert chosen_parish(client.get("/enquiries/new/")) == "Billesdon"


def test_c13_the_parish_can_be_changed_on_the_check_page(
    signed_in, busy, council, parish, other_parish, kind, standard, holidays, now
):
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=busy, road="Main Street", kind=kind,
        description="Ice.", at=now, by=busy,
    )  # fmt: skip
    client = signed_in(busy)
    check = reverse("draft_check", args=[draft.token])
    page = unescape(client.get(check).content.decode())
    change = re.search(r'href="(/enquiries/new/[^"]+/where/\?from=check)#id_parish"', page)[1]
    sent = {"parish": other_parish.pk, "road": "Main Street", "spot": ""}
    assert client.post(change, sent).url == check
    assert "Fleckney Parish Council" in client.get(check).content.decode()


def test_c13_of_one_council_there_is_nothing_to_switch(signed_in, alice, enquiry, council):
    client = signed_in(alice)
    for path in ("/", f"/?council={council.pk}", "/enquiries/", "/letters/", "/councils/"):
        assert not strip(client.get(path, follow=True)), path


def test_c13_a_choice_opens_nothing_that_ended(signed_in, busy, other_council, log, other_parish):
    log(council=other_council, parish=other_parish, road="Leicester Road")
    client = signed_in(busy)
    client.get(f"/?council={other_council.pk}")
    Membership.objects.filter(user=busy, council=other_council).update(ends_on=date(2026, 11, 17))
    page = client.get("/").content.decode()
    assert "Leicester Road" not in page and "All my parishes (0)" in page


ASKED_TWICE = re.compile(r"\bname\b|mail|phone|\btel\b", re.IGNORECASE)


def test_c14_no_page_asks_who_she_is(signed_in, alice, council, parish, kind, log, now, oscar):
    enquiry = log()
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", kind=kind,
        description="Ice.", at=now, by=alice,
    )  # fmt: skip
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    client = signed_in(alice)
    steps = [reverse(f"draft_{step}", args=[draft.token]) for step in ("where", "what", "check")]
    acts = [f"/enquiries/{enquiry.reference}/{act}" for act in ("", "reply/", "withdraw/")]
    acts.append(f"/enquiries/{log().reference}/add/")
    for path in ["/enquiries/new/", *steps, *acts]:
        response = client.get(path)
        assert response.status_code == 200, path
        page = BeautifulSoup(response.content, "html.parser").find("main")
        for box in page.find_all(["input", "textarea", "select"]):
            words = f"{box.get('name')} {box.get('type')} {box.get('autocomplete')}"
            label = page.find("label", attrs={"for": box.get("id")})
            words += f" {label.get_text()}" if label and box.get("type") != "radio" else ""
            assert not ASKED_TWICE.search(words), (path, words)
