"""Photos and papers are made afresh by us, so that no position or hidden data is passed on."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction

from govuk import pictures

from ..deadlines.clock import london_day
from ..models import Draft, Enquiry, Event, Photo
from ..permissions import Refused, check_may_add
from .cleaning import NO_ROOM, BadPhoto, Made, clean, shown_name
from .move import lock
from .unsent import hold_unsent

MOST_PHOTOS = 6
logger = logging.getLogger(__name__)
TOO_MANY = f"You can send up to {MOST_PHOTOS} photos. Remove one to add another."


def add_photo(*, draft: Draft, upload, at: datetime, by) -> Photo:
    """Store one uploaded photo or PDF with a draft.

    Raises BadPhoto with a plain message, Refused if the draft was sent while we looked at it.
    """

    def check() -> None:
        hold_unsent(draft)
        if draft.photos.count() >= MOST_PHOTOS:
            raise BadPhoto(TOO_MANY)

    return take(Photo(draft=draft, added_by=by, added_at=at), upload, check)


def hold_photo(*, enquiry: Enquiry, upload, at: datetime, by) -> Photo:
    """Store one photo or PDF beside an open enquiry, until the words it belongs to are sent.

    Only the person who chose it sees it before that. Raises BadPhoto or Refused.
    """
    check_may_add(by, enquiry, on=london_day(at))

    def check() -> None:
        if not lock(enquiry).is_open:
            raise Refused("This enquiry is closed, so nothing can be added to it.")
        if Photo.objects.held_for(enquiry, by=by).count() >= MOST_PHOTOS:
            raise BadPhoto(TOO_MANY)

    photo = Photo(enquiry=enquiry, is_waiting=True, added_by=by, added_at=at)
    return take(photo, upload, check)


def attach_held(*, event: Event, held: Iterable[Photo], by) -> None:
    """Let the photos a person chose go with her words. What is gone meanwhile is no matter."""
    mine = Photo.objects.held_for(event.enquiry, by=by)
    mine.filter(pk__in=[photo.pk for photo in held]).update(event=event, is_waiting=False)


@transaction.atomic
def remove_photo(*, draft: Draft, token, by) -> None:
    """Remove a photo from a draft that is not sent; one that is gone already is no matter."""
    remove_one(draft.photos.filter(enquiry=None), token)


@transaction.atomic
def remove_held_photo(*, enquiry: Enquiry, token, by) -> None:
    """Remove a photo that this person chose and has not sent."""
    remove_one(Photo.objects.held_for(enquiry, by=by), token)


def remove_one(photos, token) -> None:
    for photo in photos.select_for_update(of=("self",)):
        if str(photo.token) == str(token):
            throw_away(photo)


def throw_away(photo: Photo) -> None:
    """Delete a photo's row; its files go only once that is certain."""
    names = [str(file.name) for file in (photo.image, photo.thumbnail) if file]
    photo.delete()
    transaction.on_commit(partial(remove_files, default_storage, names))


def take(photo: Photo, upload, check: Callable[[], None]) -> Photo:
    """Clean an upload and store it as this photo, if the check lets it in."""
    photo.original_name = shown_name(upload.name)
    made = clean(upload, photo.original_name)
    with no_orphans() as written:
        store_files(photo, made, written)
        with transaction.atomic():
            check()
            photo.save()
    return photo


@contextmanager
def no_orphans() -> Iterator[list[str]]:
    """Collect the names of files that are written; when anything fails, they are removed."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        remove_files(default_storage, written)
        raise


def remove_files(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            storage.delete(name)


def store_files(photo: Photo, made: Made, written: list[str]) -> None:
    """Write both files under names of our own. Raises BadPhoto when the disk takes no more."""
    photo.form = made.form
    photo.thumbnail_width, photo.thumbnail_height = pictures.size_of(made.thumbnail)
    files = [
        (photo.image, f"{photo.token}.{made.ending}", made.content),
        (photo.thumbnail, f"{photo.token}-small.jpg", made.thumbnail),
    ]
    try:
        for file, name, content in files:
            path = file.field.generate_filename(photo, name)
            written.append(path)
            file.name = default_storage.save(path, ContentFile(content))
    except OSError as full:
        logger.error("A photo could not be stored: %s", full.strerror or type(full).__name__)
        raise BadPhoto(f"“{photo.original_name}” {NO_ROOM}") from full
