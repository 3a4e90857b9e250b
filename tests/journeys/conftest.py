"""The world of the journeys: the real reference data, the cast with passwords, and a careful eye.

Every page that a journey looks at is checked with axe, must not scroll sideways, must keep to the
Content-Security-Policy, and leaves a picture in var/shots/ for people to look at.
"""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Team, User
from enquiries.models import Kind
from parishes.models import Council, Membership

SHOTS = Path("var/shots")
PATIENCE = 10_000  # milliseconds: a loaded machine is slow, not wrong
PASSWORD = "correct horse battery staple"
# A revealing radio carries aria-expanded in govuk-frontend itself; its own tests except this rule.
AXE = {"rules": {"aria-allowed-attr": {"enabled": False}}}
expect.set_options(timeout=PATIENCE)
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def reference(transactional_db):
    """The real parishes, kinds, holidays, outcomes and reasons."""
    call_command("load_reference", verbosity=0)


@pytest.fixture
def people(reference) -> dict[str, User]:
    """A clerk of the real Billesdon, an officer and a manager, who sign in by password."""
    team = Team.objects.create(name="Traffic and Signals", email="traffic@county.example")
    Kind.objects.update(team=team)
    made = {
        "clerk": User.objects.create_user("clerk@parish.example", PASSWORD, name="Alice Clerk"),
        "officer": User.objects.create_user(
            "officer@county.example", PASSWORD, name="Oscar Surname", is_officer=True
        ),
        "manager": User.objects.create_user(
            "manager@county.example", PASSWORD, name="Maya Manager", is_manager=True
        ),
    }
    made["officer"].teams.add(team)
    council = Council.objects.get(parishes__name="Billesdon")
    Membership.objects.create(council=council, user=made["clerk"], starts_on=date(2024, 5, 1))
    return made


@pytest.fixture(params=["desktop", "phone"])
def size(request) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def javascript(request) -> bool:
    return request.param


@pytest.fixture
def open_browser(new_context, live_server, size, javascript) -> Callable:
    """`open_browser("clerk")` is a page of a person's own, watched for errors."""

    def opened(who: str):
        context = new_context(viewport=SIZES[size], java_script_enabled=javascript)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.who, page.faults = who, []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda m: m.type == "error" and page.faults.append(m.text))
        page.on("response", lambda r: r.status >= 500 and page.faults.append(f"{r.status} {r.url}"))
        return page

    return opened


@pytest.fixture
def checker(new_context, size):
    """A page with JavaScript, in which axe looks at pages that were served without it."""
    return new_context(viewport=SIZES[size]).new_page()


def copy_without_scripts(page, checker):
    """Show in `checker` what a browser without JavaScript has on its screen."""
    html = re.sub(r"<script.*?</script>", "", page.content(), flags=re.DOTALL)
    checker.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    checker.goto(page.url)
    checker.unroute(page.url)
    return checker


@pytest.fixture
def look(size, javascript, checker) -> Callable:
    """`look(page, "check")` checks the page as the law and our house ask, and takes its picture."""
    folder = SHOTS / f"{size}-{'javascript' if javascript else 'plain'}"
    folder.mkdir(parents=True, exist_ok=True)
    seen: list[str] = []

    def looked(page, name: str) -> None:
        seen.append(name)
        page.screenshot(path=folder / f"{len(seen):02}-{page.who}-{name}.png", full_page=True)
        sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name} scrolls sideways by {sideways} px"
        judged = page if javascript else copy_without_scripts(page, checker)
        found = Axe().run(judged, options=AXE)
        assert not found.violations_count, f"{name}: {found.generate_report()}"
        assert not page.faults, f"{name}: {page.faults}"

    return looked


@pytest.fixture
def photo(tmp_path) -> Path:
    """A small picture with a position in its hidden data, as a telephone makes it."""
    picture, exif = Image.new("RGB", (640, 480), "#667788"), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (52.0, 37.0, 0.0)}
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    target = tmp_path / "the road.jpg"
    target.write_bytes(out.getvalue())
    return target
