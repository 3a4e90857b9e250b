"""What a clerk replies by e-mail reaches her case, or she is told where to write."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from post.messages import File
from post.models import Letter
from post.outbox import put
from post.workflows.replies import Done, Reply, Taken

from .. import readers
from ..deadlines.clock import london_day
from ..models import Enquiry, Event, Photo
from ..permissions import may_reopen, may_speak_for
from .cleaning import BadPhoto, Made, clean, shown_name
from .move import lock
from .photos import MOST_PHOTOS, no_orphans, store_files
from .questions import add_information, reply

DOOR = "enquiry"
ONLY_PHOTOS = "Photos sent by e-mail."
# Enough for a bad day; a flood of forged senders must not make us write to all of them.
MOST_STRANGERS_A_DAY = 200

NOT_TAKEN = "We could not take your e-mail"
IN_PART = "We have part of your e-mail"
STRANGE = (
    "Nobody reads e-mails to this address. A reply to one of our letters reaches us only from the "
    "person we wrote to, at the address we wrote to, while she acts for the council."
)
TOO_LARGE = "It was larger than 25 MB. Send it again without some of its files, or use the link."
NO_WORDS = "We found no words of yours in it, only an earlier letter. Use the link to write to us."
CLOSED = "This enquiry is closed, so nothing was added to it."
OBJECT = f"{CLOSED} Use the link if our answer does not answer your question."
ASK_ANEW = f"{CLOSED} Please send a new enquiry."
CUT = "We kept the first 5,000 words of what you wrote."


@transaction.atomic
def receive(*, reply: Reply, at: datetime) -> Taken:
    """Add a reply to its case, as the answer to our question if one is open.

    Only the person of the token may, from her own address, while she acts for the council (London
    day of `at`, an aware UTC instant). Whoever else writes is told where to, and nothing of the
    case.
    """
    clerk = clerk_of(reply)
    found = clerk and of_hers(reply, clerk, at)
    if not clerk or not found:
        return turn_away(reply=reply, at=at)
    enquiry = lock(found)
    page = "enquiry_reply" if enquiry.open_question else "enquiry"
    if not enquiry.is_open:
        reason, page = where_when_closed(clerk, enquiry, at)
        return answer(reply, enquiry, clerk, at, reason, page)
    if reply.is_too_large:
        return answer(reply, enquiry, clerk, at, TOO_LARGE, page)
    photos, refused = sort(reply.files)
    if not reply.text and not photos:
        return answer(reply, enquiry, clerk, at, " ".join(refused) or NO_WORDS, page)
    return add(reply, enquiry, clerk, at, photos, refused)


def clerk_of(reply: Reply):
    """Return the person of the token, if the message says that it is from her."""
    if reply.token is None or reply.token.door != DOOR:
        return None
    people = get_user_model().objects.filter(pk=reply.token.person, is_active=True)
    return people.filter(email=reply.sender).first()


def of_hers(reply: Reply, clerk, at: datetime) -> Enquiry | None:
    today = london_day(at)
    scope = Enquiry.objects.visible_to(clerk, on=today)
    enquiry = scope.filter(number=reply.token.number).first() if reply.token else None
    return enquiry if enquiry and may_speak_for(clerk, enquiry, on=today) else None


def where_when_closed(clerk, enquiry: Enquiry, at: datetime) -> tuple[str, str]:
    """An e-mail opens nothing again by itself: it may be no more than thanks."""
    if may_reopen(clerk, enquiry, at=at, on=london_day(at)):
        return OBJECT, "enquiry_reopen"
    return ASK_ANEW, "new_enquiry"


def sort(files: list[File]) -> tuple[list[tuple[str, Made]], list[str]]:
    """Make photos afresh, by the rules for uploads; say of each other file why it is not kept."""
    photos: list[tuple[str, Made]] = []
    refused: list[str] = []
    for file in files:
        name = shown_name(file.name)
        try:
            if len(photos) == MOST_PHOTOS:
                raise BadPhoto(f"“{name}” is one too many: we take {MOST_PHOTOS} at a time.")
            photos.append((name, clean(ContentFile(file.content), name)))
        except BadPhoto as bad:
            refused.append(str(bad))
    return photos, refused


def add(reply_: Reply, enquiry: Enquiry, clerk, at: datetime, photos, refused) -> Taken:
    verb = reply if enquiry.open_question else add_information
    event = verb(enquiry=enquiry, text=reply_.text or ONLY_PHOTOS, at=at, by=clerk)
    with no_orphans() as written:
        lost = keep(photos, enquiry, event, clerk, at, written)
        sentences = [*refused, *lost, *[CUT] * reply_.was_cut]
        if sentences:
            in_part(reply_, enquiry, clerk, at, sentences)
    return Taken(Done.REPLY, " ".join(sentences), enquiry.reference)


def keep(photos, enquiry: Enquiry, event: Event, clerk, at: datetime, written) -> list[str]:
    """Store the photos; return a sentence on each that the disk had no room for."""
    lost = []
    for name, made in photos:
        photo = Photo(enquiry=enquiry, event=event, original_name=name, added_by=clerk, added_at=at)
        try:
            with no_orphans() as tried:
                store_files(photo, made, tried)
        except BadPhoto as full:
            lost.append(str(full))
        else:
            written += tried
            photo.save()
    return lost


def in_part(reply_: Reply, enquiry: Enquiry, clerk, at: datetime, sentences: list[str]) -> None:
    write(
        to=clerk.email, person=clerk, key=f"part:{reply_.source}", at=at,
        happened=IN_PART, subject=readers.subject_line(IN_PART, enquiry), sentences=sentences,
        page="enquiry", args=[enquiry.number], about=enquiry.reference,
    )  # fmt: skip


def answer(reply_: Reply, enquiry: Enquiry, clerk, at: datetime, reason: str, page: str) -> Taken:
    """Tell a clerk, once a day for each of her enquiries, why her e-mail was not added to it."""
    key = f"where:{clerk.pk}:{enquiry.number}:{london_day(at).isoformat()}"
    written = write(
        to=clerk.email, person=clerk, key=key, at=at,
        happened=NOT_TAKEN, subject=readers.subject_line(NOT_TAKEN, enquiry), sentences=[reason],
        page=page, args=[] if page == "new_enquiry" else [enquiry.number],
        about=enquiry.reference,
    )  # fmt: skip
    return Taken(Done.ANSWERED if written else Done.IGNORED, reason, enquiry.reference)


@transaction.atomic
def turn_away(*, reply: Reply, at: datetime) -> Taken:
    """Tell whoever else writes where to, once a day, and nothing of any case."""
    day = london_day(at).isoformat()
    today = Letter.objects.filter(key__startswith=f"stranger:{day}:").count()
    if not reply.sender or today >= MOST_STRANGERS_A_DAY:
        return Taken(Done.IGNORED, "It has no sender." if not reply.sender else "Too many today.")
    who = hashlib.sha256(reply.sender.encode()).hexdigest()[:40]
    written = write(
        to=reply.sender, key=f"stranger:{day}:{who}", at=at, happened=NOT_TAKEN,
        subject=f"{NOT_TAKEN} – {settings.SERVICE_NAME}", sentences=[STRANGE], page="home", args=[],
    )  # fmt: skip
    return Taken(Done.ANSWERED if written else Done.IGNORED, STRANGE)


def write(*, to, key, at, happened, subject, sentences, page, args, person=None, about="") -> bool:
    """Write the answer, unless it has been written; return whether it was."""
    if Letter.objects.filter(key=key).exists():
        return False
    put(
        letter="enquiries/where_to_write", to=to, key=key, at=at, person=person, about=about,
        at_once=True, context={
            "happened": happened, "subject_line": subject, "sentences": sentences,
            "url": settings.SITE_URL + reverse(page, args=args),
        },
    )  # fmt: skip
    return True
