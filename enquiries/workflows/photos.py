"""Photos are re-encoded by us, so that nobody's position or hidden data is passed on."""

import io
import unicodedata
from datetime import datetime
from functools import partial

import puremagic
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps

from ..models import Draft, Photo
from .unsent import hold_unsent

MOST_PHOTOS = 6
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = {"image/jpeg", "image/png", "image/webp"}


class BadPhoto(Exception):
    """This file cannot be used as a photo. The message is fit to show."""


def add_photo(*, draft: Draft, upload, at: datetime, by) -> Photo:
    """Store one uploaded photo with a draft.

    Raises BadPhoto with a plain message, Refused if the draft was sent while we looked at it.
    """
    name = shown_name(upload.name)
    content = clean_image(upload, name)
    photo = Photo(draft=draft, original_name=name, added_by=by, added_at=at)
    with transaction.atomic():
        hold_unsent(draft)
        if draft.photos.count() >= MOST_PHOTOS:
            raise BadPhoto(f"You can send up to {MOST_PHOTOS} photos. Remove one to add another.")
        photo.image.save(f"{photo.token}.jpg", content, save=True)
    return photo


@transaction.atomic
def remove_photo(*, draft: Draft, token, by) -> None:
    """Remove a photo from a draft that is not sent; one that is gone already is no matter."""
    for photo in draft.photos.select_for_update().filter(enquiry=None):
        if str(photo.token) == str(token):
            throw_away(photo)


def throw_away(photo: Photo) -> None:
    """Delete a photo's row; its file goes only once that is certain."""
    photo.delete()
    transaction.on_commit(partial(photo.image.storage.delete, str(photo.image.name)))


def clean_image(upload, name: str) -> ContentFile:
    """Return the picture as a fresh JPEG: upright, at most 2000 pixels a side, no EXIF."""
    if upload.size == 0:
        raise BadPhoto(f"“{name}” is empty. Choose another photo.")
    if upload.size > MOST_BYTES:
        raise BadPhoto(f"“{name}” is larger than {MOST_BYTES // 1024 // 1024} MB.")
    check_type(upload, name)
    try:
        return encode(upload)
    # Broken files make the library raise almost anything, SyntaxError and struct.error included.
    except Exception as broken:
        raise BadPhoto(f"“{name}” could not be read as a photo.") from broken


def check_type(upload, name: str) -> None:
    """Judge a file by its content, never by its name."""
    upload.seek(0)
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(upload.read(4096))}
    except puremagic.PureError:
        kinds = set()
    upload.seek(0)
    if not kinds & TYPES:
        raise BadPhoto(f"“{name}” must be a JPEG, PNG or WEBP photo.")


def encode(upload) -> ContentFile:
    with Image.open(upload, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("Too many pixels")
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return ContentFile(out.getvalue())


def shown_name(name: str | None) -> str:
    """Return the clerk's file name as harmless text; we never use it as a path."""
    text = unicodedata.normalize("NFKC", name or "photo")
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return kept.strip()[-100:] or "photo"
