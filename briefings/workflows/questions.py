"""What readers ask about a briefing becomes an enquiry, linked to what it is about."""

import uuid
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from enquiries.deadlines.clock import BeyondCalendar, london_day
from enquiries.models import Channel, Draft, Enquiry
from enquiries.permissions import Refused as NotAllowed
from enquiries.workflows import log_enquiry, start_draft
from enquiries.workflows.deadlines import NoStandard
from enquiries.workflows.replies import turn_away
from parishes.models import Council
from post import hooks
from post.workflows.replies import Done, Reply, Taken

from ..models import Asked, Edition, Item, Rhythm
from .sending import DOOR

MOST_LETTERS = 5000


@transaction.atomic
def ask_about(*, item: Item, council: Council, text: str, at: datetime, by) -> Draft:
    """Begin an enquiry about an item; the person goes on where every enquiry begins.

    Raises the Refused of enquiries for a council that is not hers.
    """
    place = council.parishes.order_by("pk").first()
    if place is None or item.edition is None:
        raise NotAllowed("This council has no parish here. Telephone us instead.")
    draft = start_draft(
        council=council, parish=place, asked_by=by, at=at, by=by,
        road=place_of(item.edition), description=words_about(item, text),
        kind=Rhythm.current().question_kind,
    )  # fmt: skip
    Asked.objects.create(edition=item.edition, item=item, draft=draft, asked_at=at)
    return draft


def place_of(edition: Edition) -> str:
    return f"Not a place: briefing {edition.number}"


def words_about(item: Item, text: str) -> str:
    number = item.edition.number if item.edition else ""
    return f"About “{item.title}” in briefing {number}: {text}"[:MOST_LETTERS]


@transaction.atomic
def receive(*, reply: Reply, at: datetime) -> Taken:
    """Make an enquiry of what a clerk writes back, once for each message.

    Only the person the copy went to may, from her own address, while she acts for a council.
    Whoever else writes, or where no kind of enquiry is set for it, is told where to write.
    """
    found = clerk_and_council(reply, at)
    kind = Rhythm.current().question_kind
    edition = Edition.objects.filter(number=reply.token.number).first() if reply.token else None
    if found is None or kind is None or edition is None or not reply.text.strip():
        return turn_away(reply=reply, at=at)
    clerk, council = found
    try:
        enquiry = log_enquiry(
            council=council, parish=council.parishes.earliest("pk"), kind=kind,
            road=place_of(edition), description=reply.text.strip()[:MOST_LETTERS], asked_by=clerk,
            token=uuid.uuid5(uuid.NAMESPACE_URL, f"briefing:{reply.source}"),
            channel=Channel.EMAIL, at=at, by=clerk,
        )  # fmt: skip
    except (NotAllowed, NoStandard, BeyondCalendar):
        return turn_away(reply=reply, at=at)
    Asked.objects.get_or_create(enquiry=enquiry, defaults={"edition": edition, "asked_at": at})
    return Taken(Done.REPLY, "", enquiry.reference)


def clerk_and_council(reply: Reply, at: datetime):
    """Return the person of the token and the first council she acts for, or None."""
    if reply.token is None:
        return None
    people = get_user_model().objects.filter(pk=reply.token.person, is_active=True)
    clerk = people.filter(email=reply.sender).first()
    if clerk is None:
        return None
    councils = Council.objects.served_by(clerk, on=london_day(at)).filter(parishes__isnull=False)
    council = councils.order_by("pk").first()
    return (clerk, council) if council else None


def asked_about(edition: Edition) -> list[tuple[Asked, Enquiry]]:
    """Return the questions on an edition that were sent, with their enquiries, newest first."""
    rows = edition.questions.select_related("item", "enquiry", "draft__enquiry")
    found = [(row, row.enquiry or (row.draft.enquiry if row.draft else None)) for row in rows]
    return [(row, enquiry) for row, enquiry in found if enquiry]


def open_door() -> None:
    """Let the post find us. Called when the product starts."""
    hooks.door(DOOR, receive)
