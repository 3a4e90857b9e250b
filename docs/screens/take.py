"""Takes the README's pictures from a running demo: `make screenshots` (PORT as in `make demo`)."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from portal.testing.browser import chromium

HERE = Path(__file__).parent
SIZE = ViewportSize(width=1280, height=900)
# Who looks, and at what.
PICTURES = {
    "public": (None, "/"),
    "clerk": ("clerk", "/"),
    "officer": ("officer", "/officer/"),
    "manager": ("manager", "/consistency/#time-taken"),
}


def take(browser: Browser, site: str, name: str, role: str | None, path: str) -> None:
    page = browser.new_context(base_url=site, viewport=SIZE).new_page()
    if role:
        page.goto("/sign-in/")
        page.get_by_role("button", name=f"Be a {role}").or_(
            page.get_by_role("button", name=f"Be an {role}")
        ).first.click()
    page.goto(path)
    page.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    site = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, (role, path) in PICTURES.items():
            take(browser, site, name, role, path)


if __name__ == "__main__":
    main()
