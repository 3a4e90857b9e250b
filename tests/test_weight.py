"""What a page weighs on a cold cache, compressed, with all it asks for. A budget, not a hope."""

import gzip
import re
import uuid
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Team, User
from consistency.workflows import rebuild
from enquiries import workflows
from enquiries.models import Enquiry, Kind
from parishes.models import Council, Membership

from .walk import client_of

pytestmark = pytest.mark.django_db

KB = 1024
MOST = {"html": 25 * KB, "css": 20 * KB, "js": 20 * KB, "all": 80 * KB}
MOST_REQUESTS = 8
WORDS = "Cars go past the school much too fast at half past eight. Could you count them? " * 3
NOVEMBER = "?by=kind&since=2026-11&until=2026-11"
ROADS = ["Main Street", "Church Lane", "Leicester Road", "The Green", "Station Road", "Back Lane"]


@pytest.fixture
def county(stopped_clock, now):
    """The real parishes and kinds, and 55 open enquiries of one council, some answered."""
    call_command("load_reference", verbosity=0)
    team = Team.objects.create(name="Traffic and Signals", email="traffic@county.example")
    Kind.objects.update(team=team)
    clerk = User.objects.create_user("clerk@parish.example", name="Alice Clerk")
    officer = User.objects.create_user("o@county.example", name="Oscar Officer", is_officer=True)
    manager = User.objects.create_user("m@county.example", name="Maya Manager", is_manager=True)
    officer.teams.add(team)
    council = Council.objects.get(parishes__name="Billesdon")
    Membership.objects.create(council=council, user=clerk, starts_on=date(2024, 5, 1))
    people = {"clerk": client_of(clerk), "officer": client_of(officer),
              "manager": client_of(manager), "anybody": client_of()}  # fmt: skip
    fill(council, clerk, officer, now)
    rebuild(at=now)
    draft = workflows.start_draft(
        council=council, parish=council.parishes.get(), asked_by=clerk, road="Main Street",
        kind=Kind.objects.get(code="SP1"), description=WORDS, at=now, by=clerk,
    )  # fmt: skip
    return people | {"draft": draft}


def fill(council, clerk, officer, now) -> None:
    kinds = list(Kind.objects.filter(standards__isnull=False).distinct()[:20])
    for n in range(55):
        enquiry = workflows.log_enquiry(
            council=council, parish=council.parishes.get(), kind=kinds[n % len(kinds)],
            road=f"{ROADS[n % 6]} {n}", description=WORDS, asked_by=clerk, token=uuid.uuid4(),
            at=now - timedelta(days=n % 9), by=clerk,
        )  # fmt: skip
        if n % 3 == 0:
            workflows.claim(enquiry=enquiry, at=now, by=officer)
        if n % 10 == 0:
            workflows.update(enquiry=enquiry, text=WORDS, at=now, by=officer)


def asked_for(html: bytes) -> set[str]:
    """The files a browser fetches to draw the page: an icon once, whatever it is offered."""
    page = BeautifulSoup(html, "html.parser")
    found = {link["href"] for link in page.find_all("link", rel="stylesheet")}
    found |= {script["src"] for script in page.find_all("script", src=True)}
    found |= {image["src"] for image in page.find_all("img", src=True)}
    found |= {link["href"] for link in page.find_all("link", rel=["manifest", "preload"])}
    return found | {link["href"] for link in page.find_all("link", rel="icon")[-1:]}


def with_imports(urls: set[str]) -> set[str]:
    """Add what a style sheet or a module fetches in its turn."""
    found = set(urls)
    for url in urls:
        if url.endswith(("css", "js")):
            text = content(url).decode()
            inner = re.findall(r'@import\s*(?:url\()?["\']([^"\']+)|from\s*"([^"]+)"', text)
            found |= {urljoin(url, one or other) for one, other in inner}
            found |= {urljoin(url, each) for each in re.findall(r"url\(([^)d][^)]*)\)", text)}
    return found


def content(url: str) -> bytes:
    return Path(finders.find(url.removeprefix(settings.STATIC_URL))).read_bytes()


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def check_budget(response, rows: int | None = None) -> None:
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    if rows is not None:
        assert len(html.find("main").select("tbody tr, .app-rows > li")) >= rows
    files = with_imports(asked_for(response.content))
    weights = {url: weight(content(url)) for url in files}
    css = sum(size for url, size in weights.items() if url.endswith(".css"))
    js = sum(size for url, size in weights.items() if url.endswith(".js"))
    page = weight(response.content)
    assert page <= MOST["html"], f"{page} bytes of HTML"
    assert css <= MOST["css"] and js <= MOST["js"], weights
    assert page + sum(weights.values()) <= MOST["all"], weights
    assert 1 + len(files) <= MOST_REQUESTS, sorted(files)
    assert not [url for url in files if re.search(r"\.(woff2?|ttf|otf|eot)$|//", url)]


def clerks_pages(county, number) -> list[str]:
    """The pages of logging, of an enquiry, of her council, her own, and what anybody may read."""
    token, council = county["draft"].token, Council.objects.get(parishes__name="Billesdon")
    steps = ["where", "what", "check", "similar"]
    acts = [reverse(f"enquiry_{act}", args=[number]) for act in ("sent", "add", "withdraw")]
    hers = ["meeting_report", "your_details", "your_letters", "find_parish", "how_we_deal"]
    mine = [reverse(name, args=[council.pk]) for name in ("council", "council_invite")]
    drafts = [reverse(f"draft_{step}", args=[token]) for step in steps]
    return [*drafts, *acts, *mine, *map(reverse, hers)]


def test_x13_pages_keep_to_the_budget(county):
    number = Enquiry.objects.open().earliest("pk").number
    pages = [
        ("anybody", "/", None), ("anybody", reverse("sign_in"), None),
        ("clerk", "/", 25), ("clerk", reverse("our_enquiries"), 25),
        ("clerk", reverse("new_enquiry"), None),
        *(("clerk", page, None) for page in clerks_pages(county, number)),
        ("clerk", reverse("enquiry", args=[number]), None),
        ("officer", reverse("my_work"), 25), ("officer", reverse("all_enquiries"), 50),
        ("officer", reverse("case", args=[number]), None),
        ("manager", reverse("consistency") + NOVEMBER, 15),
        ("manager", reverse("consistency_cases", args=["received"]) + NOVEMBER, 50),
    ]  # fmt: skip
    for who, path, rows in pages:
        try:
            check_budget(county[who].get(path), rows)
        except AssertionError as over:
            raise AssertionError(f"{path}: {over}") from over


def test_all_kinds_are_on_the_page_that_was_weighed(county):
    page = county["clerk"].get(reverse("draft_what", args=[county["draft"].token]))
    options = BeautifulSoup(page.content, "html.parser").find("select").find_all("option")
    assert len([each for each in options if each["value"]]) == 73
