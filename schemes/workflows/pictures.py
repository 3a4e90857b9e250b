"""Pictures of a scheme, made afresh: without position, name or other hidden data."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from govuk import pictures

from ..models import Picture, Scheme
from ..permissions import Refused, check_may_edit
from .edit import check_fresh
from .record import changing

UNREADABLE = "We cannot read this picture. Choose a JPEG, PNG, WebP or HEIC file."
TOO_LARGE = "This picture has too many pixels. Make it smaller and try again."
MOST_BYTES = 10 * 1024 * 1024


def add_picture(
    *, scheme: Scheme, upload: UploadedFile, alt: str, credit: str, at: datetime, by
) -> Picture:
    """Add a picture with what it shows and whose it is. Raises Refused if it is none."""
    check_may_edit(by)
    jpeg = remade(upload)
    width, height = pictures.size_of(jpeg)
    with changing(scheme, at=at, by=by) as held:
        row = Picture(
            scheme=held,
            alt=alt,
            credit=credit,
            width=width,
            height=height,
            added_at=at,
            added_by=by,
        )
        row.image.save(f"{row.token}.jpg", ContentFile(jpeg))
    return row


def remade(upload: UploadedFile) -> bytes:
    if upload.size is None or upload.size > MOST_BYTES:
        raise Refused("The picture must be smaller than 10 MB.")
    try:
        return pictures.remake(upload)
    except pictures.TooManyPixels:
        raise Refused(TOO_LARGE) from None
    except Exception as broken:  # a broken file makes the libraries raise almost anything
        raise Refused(UNREADABLE) from broken


def describe_picture(
    *, picture: Picture, alt: str, credit: str, seen: str, at: datetime, by
) -> None:
    """Say anew what a picture shows and whose it is."""
    check_may_edit(by)
    with changing(picture.scheme, at=at, by=by):
        row = Picture.objects.get(pk=picture.pk)
        check_fresh([row.alt, row.credit], seen)
        row.alt, row.credit = alt, credit
        row.save(update_fields=["alt", "credit"])


def remove_picture(*, picture: Picture, at: datetime, by) -> None:
    """Take a picture out of what is published next. Versions that show it go on doing so."""
    check_may_edit(by)
    with changing(picture.scheme, at=at, by=by):
        Picture.objects.filter(pk=picture.pk).update(is_removed=True)
