"""The one door for a change: hold the scheme, do it, write down what changed and who did it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from ..differences import between
from ..models import Scheme, Step
from ..permissions import Refused
from ..snapshots import take
from ..states import State, may_move

What = Step.What
# An engineer signs while the scheme is reviewed, and it stays where it is.
SIGNATURES = (What.SIGNED, What.UNSIGNED)


def hold(scheme: Scheme) -> Scheme:
    """Lock a scheme until the transaction ends, and return it as it is now."""
    return Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)


def whole(scheme: Scheme) -> Scheme:
    """Return a scheme afresh, with all that a snapshot needs."""
    return Scheme.objects.whole().get(pk=scheme.pk)


@contextmanager
def changing(
    scheme: Scheme, *, at: datetime, by, what: str = What.EDITED, text: str = ""
) -> Iterator[Scheme]:
    """Change the working copy inside: what differs afterwards is written down, and it is a draft.

    Nothing is noted where nothing changed.
    """
    with transaction.atomic():
        held = hold(scheme)
        before = take(whole(held))
        yield held
        after = take(whole(held))
        if after != before:
            if not (what in SIGNATURES and held.state == State.REVIEW):
                back_to_draft(held)
            note(held, what, at=at, by=by, text=text, lines=between(before, after))


def back_to_draft(held: Scheme) -> None:
    if held.state == State.WITHDRAWN:
        held.withdrawn_at = held.withdrawn_by = None
        held.why_withdrawn = ""
    move(held, State.DRAFT)


def move(held: Scheme, new: State) -> None:
    """Save a held scheme in another state. Raises Refused where there is no such move."""
    old = State(held.state)
    if not may_move(old, new):
        raise Refused(f"This scheme is {held.get_state_display().lower()} now. Look at it again.")
    held.state = new
    if new != State.REVIEW:
        held.sent_at = held.sent_by = None
    held.save()


def note(scheme: Scheme, what: str, *, at: datetime, by, **more) -> Step:
    """Write down what happened. `lines` are differences; they are kept as lists of texts."""
    lines = [list(line) for line in more.pop("lines", [])]
    return Step.objects.create(scheme=scheme, what=what, at=at, by=by, lines=lines, **more)
