"""Trying links to elsewhere, where the council lets us: a worker asks, never a page."""

import http.client
import socket
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from .. import markdown
from ..findings import broken
from ..models import Edition, LinkCheck

TIMEOUT = 5
MOST_AT_ONCE = 20
AGAIN_AFTER = timedelta(days=1)
NO_ANSWER = "it does not answer."
NOT_PUBLIC = "it is not on the public internet."


def check_links(*, at: datetime) -> int:
    """Try links of editions that are not sent, each once a day; return how many were tried."""
    if not settings.CHECK_LINKS:
        return 0
    tried = LinkCheck.objects.filter(tried_at__gt=at - AGAIN_AFTER)
    fresh = set(tried.values_list("url", flat=True))
    due = [url for url in outside_links() if url not in fresh][:MOST_AT_ONCE]
    for url in due:
        LinkCheck.objects.update_or_create(
            url=url, defaults={"words": trouble(url)[:200], "tried_at": at}
        )
    return len(due)


def outside_links() -> list[str]:
    """Return what unsent editions link to beyond our own pages, each once."""
    items = (item for edition in Edition.objects.unsent() for item in edition.items.all())
    links = (link for item in items for _, link in markdown.links_of(item.body))
    fits = (link for link in links if link.startswith(("http://", "https://")))
    outside = (link for link in fits if not link.startswith(settings.SITE_URL))
    return list(dict.fromkeys(link for link in outside if len(link) <= 500 and not broken(link)))


def trouble(url: str) -> str:
    """Ask for a page's head and say what is wrong with it; nothing while it works."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if not is_public(host, port):
            return NOT_PUBLIC
        status = ask(parts, host, port)
    except (OSError, ValueError, http.client.HTTPException):
        return NO_ANSWER
    return f"it answers {status}." if status in (404, 410) or status >= 500 else ""


def is_public(host: str, port: int) -> bool:
    """Say whether every address of a host is on the public internet, never within our walls."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return bool(found) and all(ip_address(each[4][0]).is_global for each in found)


def ask(parts, host: str, port: int) -> int:
    secure = parts.scheme == "https"
    line = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(
        host, port, timeout=TIMEOUT
    )
    try:
        line.request("HEAD", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return line.getresponse().status
    finally:
        line.close()
