"""A clerk with a browser of her own, and a list of what she was told has arrived."""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from .seed import PASSWORD

# What the proxy before the web server allows.
TIMEOUT_SECONDS = 35
WORDS = "Cars go too fast past the school “by the church” <&>"


class Failed(Exception):
    """A page was not what a clerk may expect; the text says which and how."""


@dataclass(frozen=True)
class Page:
    status: int
    location: str
    text: str
    seconds: float


@dataclass
class Ledger:
    """`references` were seen on a success page; `twice` are forms that led to two of them."""

    references: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


class Clerk:
    """One clerk of the prepared database, with her cookies."""

    def __init__(self, port: int, number: int, kind: int) -> None:
        self.port, self.number, self.kind = port, number, kind
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, sent: dict | None = None, **headers: str) -> Page:
        """One request on a line of its own. Raises OSError or HTTPException where it breaks."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        began = time.monotonic()
        try:
            line.request(method, path, *self.dressed(sent, headers))
            response = line.getresponse()
            text = response.read().decode()
        finally:
            line.close()
        self.keep_cookies(response)
        location = response.headers.get("Location", "")
        return Page(response.status, location, text, time.monotonic() - began)

    def dressed(self, sent: dict | None, headers: dict) -> tuple[str | None, dict]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **headers}
        if sent is None:
            return None, headers
        form = "application/x-www-form-urlencoded"
        token = self.cookies.get("csrftoken", "")
        return urlencode({"csrfmiddlewaretoken": token, **sent}), headers | {"Content-Type": form}

    def keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}

    def sign_in(self) -> None:
        self.ask("GET", "/sign-in/")
        sent = {"email": f"clerk{self.number}@drill.example", "password": PASSWORD}
        self.expect(302, self.ask("POST", "/sign-in/", sent))

    def write(self, road: str) -> str:
        """Fill in the pages up to the check, and say that it is not one of those alike.

        Return the address of the check.
        """
        what = self.expect(302, self.ask("POST", "/enquiries/new/", {"road": road}))
        sent = {"kind": self.kind, "description": f"{WORDS} {road}"}
        after = self.expect(302, self.ask("POST", what.location, sent)).location
        return after.replace("/similar/", "/check/")

    def send(self, check: str, **headers: str) -> Page:
        """Send what the check shows; the success page must follow, and nothing else."""
        sent = self.expect(302, self.ask("POST", check, {}, **headers))
        if not sent.location.endswith("/sent/"):
            raise Failed(f"{check} led to {sent.location}")
        self.expect(200, self.ask("GET", sent.location))
        return sent

    def log(self, road: str, ledger: Ledger) -> float:
        """Write and send an enquiry and note it; return the seconds that sending took."""
        sent = self.send(self.write(road))
        ledger.references.append(reference_in(sent))
        return sent.seconds

    def expect(self, status: int, page: Page) -> Page:
        if page.status != status:
            title = page.text.partition("<title>")[2].partition("</title>")[0]
            raise Failed(f"{page.status} instead of {status}: {title}")
        return page


def reference_in(page: Page) -> str:
    """The reference in /enquiries/<reference>/sent/."""
    return page.location.split("/")[2]


def clerks(play, count: int) -> Iterator[Clerk]:
    """Signed-in clerks of this run."""
    [kind] = play.line.execute(
        "SELECT id FROM enquiries_kind WHERE name = 'Speeding vehicles'"
    ).fetchone()
    for number in range(count):
        clerk = Clerk(play.web_port, number, kind)
        clerk.sign_in()
        yield clerk


TROUBLES = (OSError, http.client.HTTPException, Failed)
