"""The public catalogue beside a static file and the barest page, all through the same server.

Ours on a 304 is held against a static file's 304; a page from the cache and one made afresh
against the barest page that a stranger can be shown.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.sample.catalogue import make_catalogue

from .measure import Bench, Request, Response

STATIC = "vendor/govuk-frontend/govuk.css"
# What a browser that has a page sends back, and where the page said it.
KNOWN = [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]


def catalogue() -> list[Bench]:
    """Return the benches of the catalogue; it is published as in the demo if nobody did."""
    make_catalogue(now=timezone.now())
    stranger, page = Client(), reverse("schemes")
    one, hello = reverse("scheme", args=["zebra-crossing"]), reverse("floor_hello")
    return [
        Bench("catalogue_304", again(stranger, page), again(stranger, static(STATIC)), status=304),
        Bench("catalogue_page", fresh(stranger, page), fresh(stranger, hello)),
        Bench("catalogue_scheme", fresh(stranger, one), fresh(stranger, hello)),
        Bench("catalogue_cold", cold(stranger, one), fresh(stranger, hello)),
    ]


def fresh(client: Client, url: str) -> Callable[[], Request]:
    def request() -> Response:
        return client.get(url, secure=True)

    return lambda: request


def again(client: Client, url: str) -> Callable[[], Request]:
    """Ask as a browser does that has the page already."""
    first = client.get(url, secure=True)
    first.getvalue()  # a file that is read to its end is closed
    known = {header: first[name] for header, name in KNOWN if first.has_header(name)}

    def request() -> Response:
        return client.get(url, secure=True, headers=known)

    return lambda: request


def cold(client: Client, url: str) -> Callable[[], Request]:
    def ready() -> Request:
        caches["pages"].clear()
        return fresh(client, url)()

    return ready
