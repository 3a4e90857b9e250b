"""Telling the officer that a letter somebody waits for did not reach the clerk."""

from datetime import datetime

from django.db import transaction

from post.models import Address, Letter

from .. import emails, readers, references
from ..models import Enquiry, Event
from .move import record

What = Event.What
RESTS = "letters to this address came back before"


@transaction.atomic
def tell_of(*, letter: Letter, at: datetime, words: str) -> None:
    """Note on the case that a question or an answer did not arrive, and write to its officer.

    Of a letter that has been told of already nothing is said again. `at` is an aware UTC instant.
    """
    enquiry = enquiry_of(letter)
    if enquiry is None or letter.kind not in readers.FIRST:
        return
    name = letter.person.name if letter.person else "the clerk"
    said = f"We could not e-mail {name} at {letter.to}"
    if is_told(enquiry, letter, said):
        return
    text = f"{said}: {words.rstrip('. ') or 'no reason was given'}."
    event = record(enquiry=enquiry, what=What.UNREACHED, at=at, by=None, text=text, public=False)
    emails.unreached(enquiry=enquiry, event=event, at=at)


def enquiry_of(letter: Letter) -> Enquiry | None:
    number = references.parse(letter.about)
    return Enquiry.objects.with_names().filter(number=number).first() if number else None


def is_told(enquiry: Enquiry, letter: Letter, said: str) -> bool:
    since = enquiry.events.filter(what=What.UNREACHED, at__gte=letter.created_at)
    return since.filter(text__startswith=said).exists()


def warn_of_rest(*, event: Event, at: datetime) -> None:
    """Tell at once where a letter of this event goes to an address that rests."""
    letters = Letter.objects.filter(key__startswith=f"{event.pk}:", kind__in=readers.FIRST)
    letters = letters.filter(about=event.enquiry.reference).select_related("person")
    resting = Address.objects.resting(letter.to for letter in letters)
    for letter in letters:
        if letter.to.lower() in resting:
            tell_of(letter=letter, at=at, words=RESTS)
