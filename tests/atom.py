"""What RFC 4287 demands of a feed (4.1.1 and 4.1.2), beside what feedparser says of it.

The registries have no validator of Atom that works offline; the public one is a website.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def read(response) -> feedparser.FeedParserDict:
    """Return a feed, read by feedparser. Raises AssertionError with what is wrong with it."""
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(response.content)
    assert not found.bozo and found.version == "atom10"
    assert list(faults(response.content)) == []
    return found


def faults(xml: bytes) -> Iterator[str]:
    feed = ElementTree.fromstring(xml)
    entries = feed.findall("a:entry", NAMES)
    for each in (feed, *entries):
        yield from faults_of(each)
    yield from (f"{title(each)}: no page" for each in entries if link(each, "alternate") is None)
    if not feed.findtext("a:author/a:name", "", NAMES):
        yield "nobody wrote it"
    if link(feed, "self") is None:
        yield "it does not say where it is"
    if len({each.findtext("a:id", "", NAMES) for each in entries}) != len(entries):
        yield "two entries have one id"


def faults_of(each: Element) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        if len(each.findall(f"a:{name}", NAMES)) != 1:
            yield f"{title(each)}: not one {name}"
    if not urlsplit(each.findtext("a:id", "", NAMES)).scheme:
        yield f"{title(each)}: its id is no IRI"
    for day in (*each.findall("a:updated", NAMES), *each.findall("a:published", NAMES)):
        if datetime.fromisoformat(day.text or "").tzinfo is None:
            yield f"{title(each)}: {day.text} has no offset"


def title(each: Element) -> str:
    return each.findtext("a:title", "?", NAMES)


def link(each: Element, rel: str) -> Element | None:
    return each.find(f"a:link[@rel='{rel}']", NAMES)
