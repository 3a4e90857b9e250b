"""C23 in a browser: asked for, fetched by a scanner, clicked; the code; a link used before."""

import re

import pytest
from playwright.sync_api import expect

from post.models import Letter

from .hands import follow, press

pytestmark = pytest.mark.django_db(transaction=True)


def newest() -> str:
    return Letter.objects.filter(kind="accounts/sign_in").first().text


def ask(page, address: str) -> None:
    page.goto("/sign-in/")
    follow(page, "E-mail me a link instead")
    page.get_by_label("E-mail address").fill(address)
    press(page, "E-mail me a link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")


def test_c23_a_link_that_a_scanner_fetched_first(people, open_browser, look):
    page = open_browser("clerk")
    page.goto("/sign-in/")
    look(page, "sign-in")
    follow(page, "E-mail me a link instead")
    press(page, "E-mail me a link")
    look(page, "ask-error")
    ask(page, "clerk@parish.example")
    look(page, "letter-sent")
    link = re.search(r"/sign-in/link/\S+", newest())[0]
    for _ in range(3):
        assert page.request.get(link, headers={"User-Agent": "SafeLinks"}).ok
    page.goto(link)
    look(page, "use-link")
    press(page, "Sign in")
    expect(page.get_by_role("button", name="Sign out", include_hidden=True)).to_have_count(1)

    other = open_browser("again")
    other.goto(link)
    other.faults.clear()  # The page is a 404, which the browser notes.
    look(other, "used-link")
    follow(other, "Send a new link")
    expect(other.get_by_label("E-mail address")).to_be_visible()


def test_c23_a_forgotten_password_by_code(people, open_browser, look):
    page = open_browser("clerk")
    page.goto("/sign-in/")
    follow(page, "I have forgotten my password")
    page.get_by_label("E-mail address").fill("clerk@parish.example")
    press(page, "E-mail me a link")
    page.get_by_label("Code").fill("1")
    press(page, "Sign in")
    look(page, "wrong-code")
    page.get_by_label("Code").fill(re.search(r"\d{3} \d{3}", newest())[0])
    press(page, "Sign in")
    look(page, "choose-password")
    page.get_by_label("New password", exact=True).fill("three quite unrelated words")
    page.get_by_label("New password again").fill("three quite unrelated words")
    press(page, "Change password")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
