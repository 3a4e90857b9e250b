"""One source, many forms: the page, the letter in two parts, the short version, text to paste."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from enquiries.deadlines.clock import london_day
from enquiries.wording import long_date

from . import markdown
from .models import Edition, Item

SHORT_LIMIT = 600


@dataclass(frozen=True)
class ShownDate:
    on: date
    words: str
    is_over: bool

    @property
    def text(self) -> str:
        return f"{long_date(self.on)}: {self.words}{' (closed)' if self.is_over else ''}"


@dataclass(frozen=True)
class Shown:
    """An item as it is read: `html` for our pages, `mail` and `text` for letters."""

    item: Item
    where: str
    html: SafeString
    mail: SafeString
    text: str
    dates: list[ShownDate]
    updates: list[str]
    url: str


def shown(item: Item, *, today: date) -> Shown:
    """Write an item in every form. It has its dates, images and corrections fetched (`whole`)."""
    base = settings.SITE_URL
    return Shown(
        item=item,
        where=places(item),
        html=markdown.to_html(item.body),
        mail=markdown.to_html(item.body, base=base, styled=False),
        text=markdown.to_text(item.body, base),
        dates=[ShownDate(each.on, each.words, each.on < today) for each in item.dates.all()],
        updates=[updated(row) for row in item.corrections.all()],
        url=base + address(item),
    )


def updated(correction) -> str:
    """Say when and why an item was changed after it was sent."""
    day = london_day(correction.made_at)
    return f"Updated on {day.day} {day:%B %Y}: {correction.note}"


def address(item: Item) -> str:
    """Return the path of an item: its edition's page, at its heading."""
    if item.edition is None:
        return reverse("briefings")
    return f"{reverse('briefing', args=[item.edition.number])}#{item.anchor}"


def places(item: Item) -> str:
    """Name where an item is about; nothing for the whole county."""
    names = [each.name for area in ("parishes", "divisions", "districts")
             for each in getattr(item, area).all()]  # fmt: skip
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(names[:4]) + more


def edition_url(edition: Edition) -> str:
    return settings.SITE_URL + reverse("briefing", args=[edition.number])


def short_of(item: Item) -> str:
    """Return the words for a message or a post: the editor's own, or the title."""
    return item.short.strip() or item.title


def short_edition(edition: Edition, items: Iterable[Item]) -> str:
    """Return the edition for a broadcast list or a post: its title, a line an item, one link."""
    lines = [f"• {short_of(item)}" for item in items]
    return "\n".join([str(edition), *lines, edition_url(edition)])


def credit(number: object) -> str:
    """Say whose words these are."""
    return f"From {settings.COUNCIL_NAME}, briefing {number}"


def text_to_paste(item: Item, *, today: date) -> tuple[str, str]:
    """Return an item as plain HTML and as words, to paste into another website."""
    number = item.edition.number if item.edition else ""
    return with_credit([item], number, settings.SITE_URL + address(item), today=today)


def whole_to_paste(edition: Edition, items: Iterable[Item], *, today: date) -> tuple[str, str]:
    """Return an edition as plain HTML and as words, to paste into another website at once."""
    return with_credit(items, edition.number, edition_url(edition), today=today)


def with_credit(items: Iterable[Item], number: object, url: str, *, today: date) -> tuple[str, str]:
    """Return items in both forms, and beneath them whose they are and where they were first."""
    each = [bare(item, today=today) for item in items]
    link = format_html('<p>{}: <a href="{}">{}</a></p>', credit(number), url, url)
    html = "\n".join([*(html for html, _ in each), link])
    return html, "\n\n".join([*(words for _, words in each), f"{credit(number)}: {url}"])


def bare(item: Item, *, today: date) -> tuple[str, str]:
    """Return an item's title, text and dates without any look of ours.

    Plain text from here on: it is shown as it is written, and never as HTML of ours.
    """
    each = shown(item, today=today)
    dates = format_html_join("", "<li>{}</li>", ([one.text] for one in each.dates))
    html = format_html(
        "<h2>{}</h2>\n{}{}", item.title, each.mail,
        format_html("<ul>{}</ul>\n", dates) if each.dates else "",
    )  # fmt: skip
    words = [item.title, each.text, "\n".join(one.text for one in each.dates)]
    return (html + "").rstrip(), "\n\n".join(filter(None, words))


def dates_of(items: Iterable[Item], *, today: date) -> list[tuple[ShownDate, Item]]:
    """Return every date for the diary with its item, the next first."""
    rows = [
        (ShownDate(each.on, each.words, each.on < today), item)
        for item in items
        for each in item.dates.all()
    ]
    return sorted(rows, key=lambda row: (row[0].on, row[1].pk))


def copies(edition: Edition, items: Sequence[Item], *, today: date) -> dict:
    """Return what every copy of an edition shares, as its templates want it."""
    each = [shown(item, today=today) for item in items]
    return {
        "edition": edition,
        "intro_html": markdown.to_html(edition.intro, base=settings.SITE_URL, styled=False),
        "intro_text": markdown.to_text(edition.intro, settings.SITE_URL),
        **in_letter(each, url=edition_url(edition)),
    }


def in_letter(each: Sequence[Any], *, url: str) -> dict[str, Any]:
    """Return shown items as both parts of a letter have them: written once for many readers."""
    context = {"shown": each, "url": url, "site_url": settings.SITE_URL}
    return {
        "url": url,
        "items_html": render_to_string("emails/briefings/_items.html", context),
        "items_text": render_to_string("emails/briefings/_items.txt", context),
    }
