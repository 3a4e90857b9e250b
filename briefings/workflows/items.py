"""Items: gathered, changed while they wait or in an edition, corrected once they are sent."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from enquiries.workflows import photos
from enquiries.workflows.cleaning import BadPhoto, clean

from ..models import Correction, Edition, Image, Item, ItemDate
from ..permissions import Refused, Stale, check_may_change, check_may_edit, check_may_gather
from . import move

PLACES = ("districts", "divisions", "parishes")
MOST_PICTURES = 6
Dates = Iterable[tuple[date, str]]


@transaction.atomic
def add_item(
    *, at: datetime, by, edition: Edition | None = None, dates: Dates = (), **fields: Any
) -> Item:
    """Gather an item, or add it to an edition at once. Raises Refused."""
    check_may_gather(by)
    if edition is not None:
        check_may_edit(by)
        edition = move.hold(edition)
        move.changed(edition=edition, at=at, by=by)
    return write_item(at=at, by=by, edition=edition, dates=dates, **fields)


def write_item(*, at: datetime, by, edition: Edition | None, dates: Dates, **fields: Any) -> Item:
    places = {name: fields.pop(name) for name in PLACES if name in fields}
    item = Item(added_at=at, added_by=by, changed_at=at, changed_by=by, edition=edition, **fields)
    item.anchor = free_anchor(item)
    item.order = last_place(edition) if edition else 0
    item.save()
    set_places(item, places, dates)
    return item


def set_places(item: Item, places: dict, dates: Dates | None) -> None:
    for name, rows in places.items():
        getattr(item, name).set(rows)
    if dates is not None:
        item.dates.all().delete()
        ItemDate.objects.bulk_create(ItemDate(item=item, on=on, words=words) for on, words in dates)


def free_anchor(item: Item) -> str:
    """Return the title as an anchor that no other item of the edition has."""
    start = slugify(item.title)[:70] or "item"
    taken = set()
    if item.edition_id:
        others = Item.objects.filter(edition=item.edition_id).exclude(pk=item.pk)
        taken = set(others.values_list("anchor", flat=True))
    names = (start if n == 1 else f"{start}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def last_place(edition: Edition) -> int:
    orders = edition.items.values_list("order", flat=True)
    return max(orders, default=0) + 1


@transaction.atomic
def change_item(
    *, item: Item, version: int, at: datetime, by, dates: Dates | None = None, **fields: Any
) -> Item:
    """Change an item that is not sent. Raises Refused, also if somebody else did meanwhile."""
    edition = move.hold(item.edition) if item.edition else None
    row = move.hold_item(item, version=version)
    if row.edition_id != (edition.pk if edition else None):
        raise Stale(move.TWO_EDITORS)
    check_may_change(by, row)
    if edition:
        move.changed(edition=edition, at=at, by=by)
    places = {name: fields.pop(name) for name in PLACES if name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.anchor = free_anchor(row)
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by
    row.save()
    set_places(row, places, dates)
    return row


@transaction.atomic
def correct_item(
    *, item: Item, version: int, title: str, body: str, note: str, at: datetime, by
) -> Correction:
    """Correct what was sent: the page says so and when, and feeds tell it anew.

    Its anchor stays, since others link to it. Raises Refused.
    """
    check_may_edit(by)
    row = move.hold_item(item, version=version)
    if row.edition is None or not row.edition.is_sent:
        raise Refused("This item is not sent yet. Change it instead.")
    if (row.title, row.body) == (title, body):
        raise Refused("Nothing is different. Change the title or the text first.")
    before = {"title_before": row.title, "body_before": row.body}
    row.title, row.body, row.version = title, body, row.version + 1
    row.changed_at, row.changed_by = at, by
    row.save()
    return Correction.objects.create(item=row, note=note, made_at=at, made_by=by, **before)


@transaction.atomic
def remove_item(*, item: Item, at: datetime, by) -> None:
    """Throw an item away that is not sent. Raises Refused."""
    edition = move.hold(item.edition) if item.edition else None
    row = move.hold_item(item)
    check_may_change(by, row)
    if edition:
        move.changed(edition=edition, at=at, by=by)
    for image in row.images.all():
        throw_away(image)
    row.delete()


def add_picture(*, item: Item, upload, alt: str, at: datetime, by) -> Image:
    """Make a picture afresh and add it. Raises BadPhoto or Refused with a plain message."""
    check_may_change(by, item)
    name = photos.shown_name(upload.name)
    made = clean(upload, name)
    if made.ending != "jpg":
        raise BadPhoto(f"“{name}” is not a picture. Write what a paper says in the text instead.")
    width, height = photos.pictures.size_of(made.content)
    with photos.no_orphans() as written, transaction.atomic():
        edition = move.hold(item.edition) if item.edition else None
        if move.hold_item(item).images.count() >= MOST_PICTURES:
            raise BadPhoto(f"An item has up to {MOST_PICTURES} pictures. Remove one first.")
        if edition:
            move.changed(edition=edition, at=at, by=by)
        image = Image(
            item=item, alt=alt, width=width, height=height, added_at=at, added_by=by
        )  # fmt: skip
        image.file.save(f"{image.token}.jpg", ContentFile(made.content), save=False)
        written.append(str(image.file.name))
        image.save()
    return image


@transaction.atomic
def remove_picture(*, image: Image, at: datetime, by) -> None:
    check_may_change(by, image.item)
    if image.item.edition:
        edition = move.hold(image.item.edition)
        move.changed(edition=edition, at=at, by=by)
    throw_away(image)


def throw_away(image: Image) -> None:
    """Delete a picture's row; its file goes only once that is certain."""
    names = [str(image.file.name)]
    image.delete()
    transaction.on_commit(lambda: photos.remove_files(photos.default_storage, names))
