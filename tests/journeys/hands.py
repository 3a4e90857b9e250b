"""What people do with a page: sign in, press, follow, and wait for the page that comes."""

import re

from django.test import Client
from playwright.sync_api import Locator, Page

from .conftest import PASSWORD


def through(door: Locator) -> None:
    """Press what leads to a page and wait for it: whoever reads on reads that page, not this."""
    with door.page.expect_navigation():
        door.click()


def press(page: Page, name: str | re.Pattern) -> None:
    through(page.get_by_role("main").get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str | re.Pattern) -> None:
    through(page.get_by_role("main").get_by_role("link", name=name).first)


def sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def be(page: Page, user, live_server) -> None:
    """Sign a person in without the sign-in page."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
