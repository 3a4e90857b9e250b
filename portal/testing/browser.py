"""The journeys run in the system's Chromium, against a live server."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
HOW_TO_GET_IT = (
    "no Chromium found for the browser tests; get it with: apt-get install chromium"
    " (or name one in CHROMIUM)"
)
BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "browser_name"}


def chromium() -> str | None:
    for program in filter(None, [os.environ.get("CHROMIUM"), *PROGRAMS]):
        if found := shutil.which(program):
            return found
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; skipped where there is none")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test that uses a browser, so that -m 'not browser' leaves all of them out."""
    skip = None if chromium() else pytest.mark.skip(reason=HOW_TO_GET_IT)
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", [])):
            item.add_marker("browser")
        if skip and item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object], allow_django_beside_playwright: None
) -> dict[str, object]:
    """Chromium's sandbox does not work as root, nor in most containers."""
    args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return browser_type_launch_args | {"executable_path": chromium(), "args": args}


@pytest.fixture(scope="session")
def allow_django_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Paths in ``page.goto`` are the live server's. Replaces a fixture that pytest deprecates."""
    return str(live_server.url)
