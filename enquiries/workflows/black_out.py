"""Faces and number plates are blacked out in a copy; from then on councils get only the copy."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from govuk import pictures
from govuk.pictures import Part

from ..models import Event, Photo
from ..permissions import Refused, check_may_work
from .cleaning import Made
from .move import lock, record
from .photos import no_orphans, store_files

AGAIN = "This photo was blacked out already. Go on with the blacked-out copy."
NO_PAPER = "Only photos can be blacked out, not PDFs."


def black_out(*, photo: Photo, parts: Sequence[Part], reason: str, at: datetime, by) -> Photo:
    """Store a copy of a sent photo with these parts black, and say who did it and why.

    The event is for officers only. Raises Refused for a PDF, a photo that has a copy already, or
    no parts at all; BadPhoto when the disk is full.
    """
    check_may_work(by, photo.enquiry)
    if photo.form != Photo.Form.PICTURE:
        raise Refused(NO_PAPER)
    if not parts:
        raise Refused("Choose the part to black out first.")
    copy = Photo(
        enquiry=photo.enquiry, event=photo.event, original=photo, added_by=by, added_at=at,
        original_name=photo.original_name,
    )  # fmt: skip
    try:
        with photo.image.open("rb") as file:
            jpeg = pictures.black_out(file.read(), parts)
    except FileNotFoundError as gone:
        raise Refused("The file of this photo is gone.") from gone
    with no_orphans() as written:
        store_files(copy, Made(Photo.Form.PICTURE, jpeg, pictures.small(jpeg)), written)
        save(copy=copy, photo=photo, reason=reason, at=at, by=by)
    return copy


@transaction.atomic
def save(*, copy: Photo, photo: Photo, reason: str, at: datetime, by) -> None:
    enquiry = lock(photo.enquiry) if photo.enquiry else None
    if enquiry is None or photo.is_waiting:
        raise Refused("This photo is not sent yet.")
    if Photo.objects.filter(original=photo).exists():
        raise Refused(AGAIN)
    copy.save()
    record(enquiry=enquiry, what=Event.What.BLACKED, at=at, by=by, text=reason, public=False)
