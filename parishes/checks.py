"""Whether an invitation is still worth sending when it leaves."""

from datetime import datetime

from post import hooks
from post.models import Letter

from .models import Invitation

INVITATION = "parishes/invitation"
NOT_OPEN = "The invitation was withdrawn or taken up."


def is_open(*, letter: Letter, at: datetime) -> str:
    pk = int(letter.key.rpartition(":")[2])
    return "" if Invitation.objects.open(at).filter(pk=pk).exists() else NOT_OPEN


def register() -> None:
    """Let the post ask. Called when the product starts."""
    hooks.check(INVITATION, is_open)
