"""Whether a copy is still wanted when it leaves."""

from datetime import datetime

from enquiries.deadlines.clock import london_day
from post import hooks
from post.models import Letter
from post.workflows.prepared import row_of

from .emails import EDITION, REMINDER

LEFT = "Unsubscribed from briefings."
NO_LONGER = "This person does not act for a council any more."
# By hand, since each copy has it: whether the reader left, and whether a person acts for a council
# today (`Membership.objects.current`).
ASK = """
SELECT EXISTS (SELECT FROM briefings_subscriber WHERE left_at IS NOT NULL
                  AND (person_id = %(person)s::bigint OR lower(email) = %(to)s)),
       %(person)s::bigint IS NULL OR EXISTS (
           SELECT FROM parishes_membership WHERE user_id = %(person)s::bigint
              AND starts_on <= %(day)s::date
              AND (ends_on IS NULL OR ends_on >= %(day)s::date))
"""


def still_wanted(*, letter: Letter, at: datetime) -> str:
    """Ask, a moment before a copy leaves, whether its reader has unsubscribed or gone."""
    given = {"person": letter.person_id, "to": letter.to.lower(), "day": london_day(at)}
    left, acts = row_of(ASK, given) or (True, False)
    if left:
        return LEFT
    return "" if acts else NO_LONGER


def register() -> None:
    """Let the post ask. Called when the product starts."""
    hooks.check(EDITION, still_wanted)
    hooks.check(REMINDER, still_wanted)
