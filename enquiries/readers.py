"""Who hears of an enquiry, and the words that all its letters share."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import Truncator

from parishes.models import Membership
from post.models import Letter
from post.outbox import compose, write
from post.tokens import reply_address

from .checks import CHECKS
from .deadlines.clock import london_day
from .models import Enquiry, Event, Following
from .wording import long_date

SUBJECT_LENGTH = 70
# A road cut shorter than this is no longer recognised.
SHORTEST_ROAD = 12
BRIEF_WORDS = 30
# What only the asking council can act on.
NOT_FOR_FOLLOWERS = {"received", "question", "nudge", "withdrawn_confirmed"}
URGENT_AND_LATE = "Urgent and late"
# Somebody waits for these; they come at once, also to those who want one letter a day.
FIRST = {"enquiries/question", "enquiries/nudge", "enquiries/answered", "enquiries/passed_on"}
# What is urgent and late is never kept for a daily letter either.
URGENT = {"enquiries/missed", "enquiries/escalated"}


def enquiry_people(enquiry: Enquiry, at: datetime) -> Iterable:
    """Return who hears of an enquiry: the person who asked, while she acts for its council.

    Once she does not (London day of `at`), everybody who does.
    """
    members = Membership.objects.current(london_day(at)).filter(council=enquiry.council_id)
    people = get_user_model().objects.filter(pk__in=members.values("user"), is_active=True)
    return people.filter(pk=enquiry.asked_by_id) or people.order_by("pk")


def tell_clerks(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell who asked. Where nobody acts for the council now, a row says that nobody was told."""
    people = list(enquiry_people(enquiry, at))
    write(
        [
            compose(**to_person(letter, happened, enquiry, event, at, person))
            for person in people or [None]
        ]
    )
    if letter not in NOT_FOR_FOLLOWERS:
        told = {person.pk for person in people}
        tell_followers(letter, happened, enquiry, event, at, told)


def tell_followers(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, told: set[int]
) -> None:
    """Tell those who follow, while they act for their council and were not told already."""
    for row in following([enquiry], at).get(enquiry.pk, []):
        if row.person.pk not in told:
            told.add(row.person.pk)
            write([compose(**to_follower(letter, happened, enquiry, event, at, row))])


def following(enquiries: list[Enquiry], at: datetime) -> dict[int, list[Following]]:
    """Return who follows each of many enquiries and acts for the council it is followed for."""
    rows = Following.objects.filter(enquiry__in=enquiries, ended_at=None, person__is_active=True)
    members = Membership.objects.current(london_day(at)).filter(
        council=OuterRef("council"), user=OuterRef("person")
    )
    found: dict[int, list[Following]] = defaultdict(list)
    for row in rows.filter(Exists(members)).select_related("person", "council"):
        found[row.enquiry_id].append(row)
    return found


def to_follower(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, row: Following
) -> dict[str, Any]:
    words = to_person(letter, happened, enquiry, event, at, row.person)
    words["context"]["why"] = f"you follow this for {row.council}"
    return words


def to_person(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, person
) -> dict[str, Any]:
    asked = person and person.pk == enquiry.asked_by_id
    why = "you asked us about this" if asked else f"you act for {enquiry.council}"
    return words_of(
        letter, happened, enquiry, event, at, page="enquiry", person=person, why=why,
        to=person.email if person else "", recipient=str(person.pk) if person else "nobody",
    )  # fmt: skip


def tell_owner(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell the officer who owns the enquiry; while nobody does, the team's mailbox."""
    owner = enquiry.owner
    if owner and owner.is_active:
        send(
            letter, happened, enquiry, event, at,
            to=owner.email, person=owner, recipient=str(owner.pk), page="case",
            why="you look after this enquiry",
        )  # fmt: skip
    else:
        tell_team(letter, happened, enquiry, event, at)


def tell_colleague(
    letter: str, enquiry: Enquiry, event: Event, at: datetime, person, why, happened=URGENT_AND_LATE
) -> None:
    send(
        letter, happened, enquiry, event, at,
        to=person.email, person=person, recipient=str(person.pk), page="case", why=why,
    )  # fmt: skip


def tell_team(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    team = enquiry.team
    send(
        letter, happened, enquiry, event, at, page="case",
        to=team.email if team else "", recipient=f"team-{team.pk}" if team else "no-team",
        why=f"this is the mailbox of {team}" if team else "this enquiry has no team",
    )  # fmt: skip


def send(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, **words: Any
) -> None:
    """Put one letter in the outbox, once per event, letter and recipient."""
    write([compose(**words_of(letter, happened, enquiry, event, at, **words))])


def words_of(
    letter: str,
    happened: str,
    enquiry: Enquiry,
    event: Event,
    at: datetime,
    *,
    to: str,
    recipient: str,
    page: str,
    why: str,
    person=None,
) -> dict[str, Any]:
    """Return what the outbox wants to know of a letter."""
    name = f"enquiries/{letter}"
    is_clerks = page == "enquiry" and person is not None
    return {
        "letter": name,
        "to": to,
        "key": f"{event.pk}:{letter}:{recipient}",
        "at": at,
        "about": enquiry.reference,
        "person": person,
        "priority": Letter.Priority.FIRST if name in FIRST else Letter.Priority.CASE,
        "at_once": name in URGENT,
        "only_if": name if name in CHECKS else "",
        "reply_to": reply_address("enquiry", enquiry.number, person.pk) if is_clerks else "",
        "context": {
            "enquiry": enquiry,
            "event": event,
            "happened": happened,
            "sentence": enquiry.sentence_at(at),
            "subject_line": subject_line(happened, enquiry),
            "brief": brief(enquiry),
            "due": long_date(enquiry.due_on),
            "url": link(page, enquiry),
            "why": why,
        },
    }


def subject_line(happened: str, enquiry: Enquiry) -> str:
    """Write what happened, where, and the reference, in at most 70 characters."""
    ending = f" – {enquiry.reference}"
    room = SUBJECT_LENGTH - len(happened) - len(" – ") - len(ending)
    parish = f", {enquiry.parish}"
    road = shorten(" ".join(enquiry.road.split()), max(room - len(parish), SHORTEST_ROAD))
    return f"{happened} – {shorten(road + parish, room)}{ending}"


def shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip(" ,") + "…"


def brief(enquiry: Enquiry) -> str:
    """Return the first words of the request, on one line."""
    return Truncator(" ".join(enquiry.description.split())).words(BRIEF_WORDS, truncate=" …")


def link(page: str, enquiry: Enquiry) -> str:
    return settings.SITE_URL + reverse(page, args=[enquiry.number])
