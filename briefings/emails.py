"""The letters of this room: an edition, its test, the question to a new reader, a reminder."""

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace as Made
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from enquiries.deadlines.clock import LONDON, london_day
from enquiries.wording import long_date
from post import outbox, wordings
from post.models import Letter

from . import rendering
from .models import Edition, Meeting, Subscriber
from .personal import Part
from .tokens import confirm_token, reader_token

EDITION, CONFIRM, REMINDER = "briefings/edition", "briefings/confirm", "briefings/reminder"
# What differs from copy to copy; all else is the same for all who get the same items.
OWN = ("unsubscribe_url", "preferences_url", "why", "parish_html", "parish_text")


def ways_out(key: str) -> dict[str, str]:
    """Return where a reader leaves, and where she chooses what she gets, without signing in."""
    token = reader_token(key)
    return {
        "unsubscribe_url": settings.SITE_URL + reverse("unsubscribe", args=[token]),
        "preferences_url": settings.SITE_URL + reverse("briefing_preferences", args=[token]),
    }


def copy(
    shared: dict, *, ways: dict[str, str], why: str, parts: Iterable[Part] = ()
) -> dict[str, Any]:
    """Return what one copy is written from: what all share, and what is this reader's own."""
    return {**shared, **ways, **in_copy(parts), "why": why, "is_test": False}


def in_copy(parts: Iterable[Part]) -> dict[str, str]:
    """Return how a reader's councils stand, as both parts of her copy have it."""
    shown = {"parts": list(parts)}
    if not shown["parts"]:
        return {"parish_html": "", "parish_text": ""}
    return {
        "parish_html": render_to_string("emails/briefings/_parish.html", shown),
        "parish_text": render_to_string("emails/briefings/_parish.txt", shown),
    }


def edition_test(
    *, edition: Edition, shared: dict, parts: Iterable[Part], at: datetime, by
) -> Letter:
    """Write an edition to the person who tries it, and to nobody else."""
    context = copy(shared, ways=ways_out(f"p{by.pk}"), why="you try how it looks", parts=parts)
    return outbox.put(
        letter=EDITION,
        to=by.email,
        key=f"briefing-test:{edition.pk}:{by.pk}:{at.timestamp()}",
        at=at,
        person=by,
        policy=Letter.Policy.PARK,
        at_once=True,
        context=context | {"is_test": True},
    )


def confirm(*, subscriber: Subscriber, at: datetime) -> None:
    """Ask whoever gave an address whether it is hers, at most once a day for each address.

    Anybody can ask for these, so they never go before word of an enquiry.
    """
    url = settings.SITE_URL + reverse("subscribe_confirm", args=[confirm_token(subscriber.pk)])
    outbox.put(
        letter=CONFIRM,
        to=subscriber.email,
        key=f"briefing-confirm:{subscriber.pk}:{london_day(at)}",
        at=at,
        priority=Letter.Priority.BULK,
        context={"url": url},
    )


def about_meeting(meeting: Meeting) -> dict[str, Any]:
    """Return what the reminder of a meeting is written from."""
    begins, ends = (each.astimezone(LONDON) for each in (meeting.starts_at, meeting.ends_at))
    return {
        "meeting": meeting,
        "day": long_date(begins.date()),
        "hours": f"{begins:%-H:%M} to {ends:%-H:%M}",
        "url": settings.SITE_URL + reverse("meeting", args=[meeting.pk]),
    }


NO_ROWS = Made(all=list)
SAMPLE_INTRO = "Please use it on your own website."


def made_edition() -> dict[str, Any]:
    """Return what a made-up edition is written from."""
    edition = Made(number=30, title="Winter roads and grants", summary="", pk=0)
    item = Made(
        title="When we grit", get_kind_display="News", anchor="when-we-grit", images=NO_ROWS
    )  # fmt: skip
    words = "We grit the main roads when ice is likely. The map shows which."
    shown = Made(
        item=item, where="", mail=format_html("<p>{}</p>", words), text=words, updates=[], url="",
        dates=[rendering.ShownDate(date(2026, 12, 11), "grant forms due", is_over=False)],
    )  # fmt: skip
    part = Part("Billesdon Parish Council", open=2, answered=1)
    part.promised = ["PE-10-417 Main Street: 3 Dec 2026"]
    shared = {
        "edition": edition, "intro_html": format_html("<p>{}</p>", SAMPLE_INTRO),
        "intro_text": SAMPLE_INTRO,
        **rendering.in_letter([shown], url=f"{settings.SITE_URL}/briefings/30/"),
    }  # fmt: skip
    why = "you act for a parish or town council"
    return copy(shared, ways=ways_out("p0"), why=why, parts=[part])


def made_reminder() -> dict[str, Any]:
    return {
        "meeting": Made(title="Clerk operational meeting", place="Online", pk=0),
        "day": long_date(date(2026, 12, 3)),
        "hours": "10:00 to 11:30",
        "url": f"{settings.SITE_URL}/meetings/1/",
    } | ways_out("p0")


def made_confirm() -> dict[str, Any]:
    return {"url": f"{settings.SITE_URL}/briefings/confirm/made-up/"}


def make_known() -> None:
    """Let administrators add words to these letters. Called when the product starts."""
    for kind, label, sample in (
        (EDITION, "To readers: a briefing", made_edition),
        (CONFIRM, "To new readers: is this your address?", made_confirm),
        (REMINDER, "To clerks: a meeting is near", made_reminder),
    ):
        wordings.letter(kind, wordings.Known(label, sample))
