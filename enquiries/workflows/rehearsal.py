"""Does a verb and undoes it, to show beforehand what it would write, or does it only as shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max

from post.models import Letter

from ..models import Enquiry
from ..permissions import Refused


class NotAsSeen(Refused):
    """What would be sent is not what was shown. Nothing was sent."""


@dataclass(frozen=True)
class Rehearsed:
    """The enquiry as it would be, the letters to its people, and a mark of every word of them."""

    enquiry: Enquiry
    letters: list[Letter]
    mark: str


def rehearse(*, verb: Callable[..., Any], enquiry: Enquiry, at: datetime, by, **words) -> Rehearsed:
    """Return what a verb would write now. Nothing stays; nothing is sent. Raises what it raises."""
    with transaction.atomic():
        _, seen = watch(verb=verb, enquiry=enquiry, at=at, by=by, **words)
        transaction.set_rollback(True)
    return seen


@transaction.atomic
def do_as_seen(
    *, verb: Callable[..., Any], seen: str, enquiry: Enquiry, at: datetime, by, **words
) -> Any:
    """Do a verb if it writes, to the letter, what was shown. Raises NotAsSeen, and it is undone."""
    done, written = watch(verb=verb, enquiry=enquiry, at=at, by=by, **words)
    if written.mark != seen:
        raise NotAsSeen("What would be sent has changed since you looked. Read it again.")
    return done


def watch(*, verb: Callable[..., Any], enquiry: Enquiry, **words) -> tuple[Any, Rehearsed]:
    about = Letter.objects.filter(about=enquiry.reference)
    last = about.aggregate(last=Max("pk"))["last"] or 0
    done = verb(enquiry=enquiry, **words)
    letters = list(about.filter(pk__gt=last).order_by("pk"))
    after = Enquiry.objects.with_names().select_related("reason", "passed_to").get(pk=enquiry.pk)
    return done, Rehearsed(after, letters, mark_of(letters))


def mark_of(letters: list[Letter]) -> str:
    """Return a mark that any change of reader, subject or text of these letters changes."""
    said = "\0".join(part for row in letters for part in (row.to, row.subject, row.text, row.html))
    return sha256(said.encode()).hexdigest()
