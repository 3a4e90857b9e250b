"""Editors look after the catalogue: write, send, publish, with a careful eye on every page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from schemes.models import Scheme

from .conftest import PASSWORD
from .hands import follow, press, sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(("size", "javascript"), [("phone", False), ("desktop", True)]),
]


@pytest.fixture
def editors(reference) -> None:
    for name in ("edith", "edgar"):
        User.objects.create_user(
            f"{name}@county.example", PASSWORD, name=name.title(), is_editor=True
        )
    User.objects.create_user(
        "ernest@county.example", PASSWORD, name="Ernest", is_officer=True, is_engineer=True
    )


def test_a_scheme_from_draft_to_published(editors, open_browser, look, size, javascript):
    page = open_browser("editor")
    sign_in(page, "edith@county.example")
    page.goto(reverse("scheme_desk") + "?state=draft")
    look(page, "schemes-desk")
    follow(page, "Zebra crossing")
    look(page, "schemes-scheme")
    follow(page, "Change Upkeep")
    page.get_by_label("What do we say?").fill("Beacons and paint: the county council.")
    look(page, "schemes-fact")
    press(page, "Save")
    expect(page.get_by_text("Upkeep: saved.")).to_be_visible()
    for path in ("problems", "alternatives", "synonyms", "options/add", "pictures/add", "history",
                 "preview", "sign-off", "examples/add", "name"):  # fmt: skip
        page.goto(f"/editor/schemes/XZ/{path}/")
        look(page, f"schemes-{path.replace('/', '-')}")
    page.goto(reverse("scheme_prices"))
    look(page, "schemes-prices")
    option = Scheme.objects.get(ref="XZ").options.first()
    page.goto(reverse("scheme_cost", args=["XZ", option.pk, option.costs.get().pk]))
    look(page, "schemes-cost")
    page.goto(reverse("scheme_review", args=["XZ"]))
    look(page, "schemes-review")
    press(page, "Send for review")
    approve(open_browser("other"), look)
    engineer = open_browser("engineer")
    sign_in(engineer, "ernest@county.example")
    engineer.goto(reverse("scheme_sign_off", args=["XZ"]))
    look(engineer, "schemes-sign-off-engineer")


def approve(page, look) -> None:
    sign_in(page, "edgar@county.example")
    page.goto(reverse("scheme_review", args=["XZ"]))
    look(page, "schemes-review-other")
    press(page, "Publish")
    expect(page.get_by_text("Published.")).to_be_visible()
