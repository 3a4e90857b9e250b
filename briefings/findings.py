"""What an editor should see before an edition leaves: links, pictures, dates, reading age."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from enquiries.wording import long_date

from . import markdown
from .models import Edition, Item, LinkCheck
from .reading import reading_age

# The highest age that needs no word to the editor; GOV.UK writes for nine to twelve.
PLAIN_AGE = 14
FEW_WORDS = 30
# B3: a link to a file says what it is and how large.
FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|zip)$", re.IGNORECASE)
SIZE = re.compile(r"\b\d+(\.\d+)?\s?(KB|MB)\b", re.IGNORECASE)
WRITTEN_DAY = re.compile(
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (\d{1,2}) "
    r"(January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (\d{4})\b"
)


@dataclass(frozen=True)
class Finding:
    """Something to look at; one that `stops` has to be mended before anybody approves."""

    words: str
    stops: bool = False
    item: Item | None = None


def findings(edition: Edition, items: Sequence[Item], *, on: date) -> list[Finding]:
    """Return what is wrong or odd with an edition that is sent on a day (Europe/London)."""
    known = dict(LinkCheck.objects.exclude(words="").values_list("url", "words"))
    found = list(of_edition(edition, items))
    for item in items:
        found += of_item(item, on, known)
    return sorted(found, key=lambda finding: not finding.stops)


def of_edition(edition: Edition, items: Sequence[Item]) -> Iterator[Finding]:
    if not items:
        yield Finding("There are no items in this edition.", stops=True)
    if edition.audience is None:
        yield Finding("Choose who gets this edition.", stops=True)
    if not edition.summary:
        yield Finding("Say in a few words what this edition is about.")


def of_item(item: Item, on: date, known: dict[str, str]) -> Iterator[Finding]:
    said = [*pictures(item), *links(item, known), *past(item, on), *weekdays(item), *age(item)]
    yield from (Finding(words, stops, item) for words, stops in said)


def pictures(item: Item) -> Iterator[tuple[str, bool]]:
    for words, _ in markdown.images_of(item.body):
        if not words.strip():
            yield "A picture in the text has no words for people who cannot see it.", True
        yield "Pictures in the text are not shown. Add them under “Pictures”.", True


def links(item: Item, known: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for words, address in markdown.links_of(item.body):
        if why := broken(address):
            yield f"The link to {address[:100]} leads nowhere: {why}.", True
        elif address in known:
            yield f"The link to {address[:100]} may not work: {known[address]}", False
        if FILE.search(urlsplit_path(address)) and not SIZE.search(words):
            yield (
                f"The link “{words[:60]}” leads to a file. Say which kind and how large, such as "
                "“(PDF, 200 KB)”, and what is in it.", True
            )  # fmt: skip


def urlsplit_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def broken(address: str) -> str:
    """Say why an address leads nowhere, as far as can be known without asking anybody."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "it is not an address"
    if parts.scheme in ("mailto", "tel"):
        return "" if parts.path.strip() else "it names nobody"
    ours = address.startswith("/") or f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
    if ours:
        return "" if leads_somewhere(parts.path) else "there is no such page here"
    if parts.scheme not in ("http", "https"):
        return "it has to begin with https://, or with / for our own pages"
    return "" if "." in host.strip(".") and " " not in address else "it names no website"


def leads_somewhere(path: str) -> bool:
    try:
        resolve(path or "/")
    except Resolver404:
        return False
    return True


def past(item: Item, on: date) -> Iterator[tuple[str, bool]]:
    for each in item.dates.all():
        if each.on < on:
            yield f"{long_date(each.on)} ({each.words}) is over when this is sent.", False
    if item.expires_on and item.expires_on < on:
        yield f"This is news until {long_date(item.expires_on)} only.", False


def weekdays(item: Item) -> Iterator[tuple[str, bool]]:
    for found in WRITTEN_DAY.finditer(item.body):
        try:
            day = date(int(found[4]), MONTHS.index(found[3]) + 1, int(found[2]))
        except ValueError:
            yield f"There is no {found[0]}.", True
            continue
        if not found[0].startswith(f"{day:%A}"):
            yield f"{found[0]} is a {day:%A}.", True


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip


def age(item: Item) -> Iterator[tuple[str, bool]]:
    years = age_of(item)
    if years > PLAIN_AGE:
        yield f"It reads like a text for age {years:.0f}. Try shorter sentences and words.", False


def age_of(item: Item) -> float:
    """Return the reading age of an item; 0 where there are too few words to tell."""
    text = markdown.to_text(item.body)
    return reading_age(text) if len(text.split()) >= FEW_WORDS else 0
