"""O9 in two browsers: the slower officer sees both texts, keeps hers, and nothing is sent twice."""

import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Team, User
from enquiries import workflows
from enquiries.models import Enquiry, Kind
from parishes.models import Council
from post.models import Letter

from .conftest import PASSWORD
from .hands import follow, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = "Cars go past the school much too fast at half past eight."
FIRST, SECOND = "We count the traffic on Monday.", "Our engineer visits on Friday afternoon."


@pytest.fixture
def enquiry(people) -> Enquiry:
    council, clerk = Council.objects.get(parishes__name="Billesdon"), people["clerk"]
    return workflows.log_enquiry(
        council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
        road="Main Street", description=ASKED, asked_by=clerk, token=uuid.uuid4(),
        at=timezone.now(), by=clerk,
    )  # fmt: skip


@pytest.fixture(params=["desktop"])
def size(request) -> str:
    return request.param


@pytest.fixture(params=[False], ids=["plain"])
def javascript(request) -> bool:
    return request.param


def open_update(page, reference: str):
    page.goto(f"/officer/enquiries/{reference}/")
    follow(page, "Send an update")
    return page.get_by_label("Update for the clerk")


def test_o09_two_officers_write_at_once(people, open_browser, look, enquiry):
    priya = User.objects.create_user(
        "priya@county.example", PASSWORD, name="Priya Shah", is_officer=True
    )
    priya.teams.add(Team.objects.get(name="Traffic and Signals"))
    reference = enquiry.reference
    one, other = open_browser("officer"), open_browser("priya")
    sign_in(one, "officer@county.example")
    sign_in(other, priya.email)
    mine = open_update(one, reference)
    hers = open_update(other, reference)
    opened = re.compile(r"Oscar Surname opened this (just now|\d+ minutes? ago)")
    expect(other.get_by_role("main")).to_contain_text(opened)
    mine.fill(FIRST)
    hers.fill(SECOND)
    press(one, "Send update")
    press(other, "Send update")

    expect(other.get_by_role("alert")).to_contain_text("has changed since you opened it")
    expect(other.get_by_role("main")).to_contain_text(FIRST)
    assert other.get_by_label("Update for the clerk").input_value() == SECOND
    look(other, "both-texts")
    assert Letter.objects.filter(kind="enquiries/update").count() == 1

    press(other, "Send update")
    expect(other.get_by_role("main")).to_contain_text(SECOND)
    told = Letter.objects.filter(kind="enquiries/update").order_by("pk")
    assert [FIRST in letter.text for letter in told] == [True, False]
    assert Enquiry.objects.get().events.filter(what="update").count() == 2

    look(other, "case")
    for page in ("assign", "priority", "merge", "split", "treat-as"):
        other.goto(f"/officer/enquiries/{reference}/{page}/")
        look(other, page)
