"""What an officer sorts out before answering: whose it is, how urgent, and where."""

from datetime import datetime

from django.db import transaction

from accounts.models import Team, User
from parishes.models import Parish

from .. import emails
from ..models import Enquiry, Event, Override, Priority
from ..permissions import Refused, check_may_work
from .move import lock, record
from .overrides import check_reason, override
from .work import check_is_open

What = Event.What


@transaction.atomic
def assign(
    *,
    enquiry: Enquiry,
    team: Team | None,
    owner: User | None,
    at: datetime,
    by,
    reason: str = "",
    version: int | None = None,
) -> Event:
    """Give an open enquiry to a team, and to a person or to nobody yet. Clocks run on.

    Taking it from the person or the team that had it needs a reason, which is kept on record.
    A new team hears of it as of a new enquiry.
    """
    check_may_work(by, enquiry)
    check_can_own(owner, team)
    enquiry = lock(enquiry, version)
    check_is_open(enquiry)
    had, owned = enquiry.team, enquiry.owner
    if (team, owner) == (had, owned):
        raise Refused(f"{holder(team, owner)} already has this enquiry.", field="owner")
    if (had and team != had) or (owned and owner != owned):
        reason = check_reason(reason)
        override(
            enquiry=enquiry, what=Override.What.ASSIGNED, old=holder(had, owned),
            new=holder(team, owner), reason=reason, at=at, by=by,
        )  # fmt: skip
    enquiry.team, enquiry.owner = team, owner
    enquiry.save(update_fields=["team", "owner"])
    text = f"To {holder(team, owner)}" + (f": {reason}" if reason else "")
    event = record(enquiry=enquiry, what=What.ASSIGNED, at=at, by=by, text=text, public=False)
    if team != had:
        emails.for_triage(enquiry=enquiry, event=event, at=at)
    return event


def check_can_own(owner: User | None, team: Team | None) -> None:
    if owner and not (owner.is_active and owner.is_officer):
        raise Refused(
            f"{owner.name} is not an officer, so cannot be given an enquiry.", field="owner"
        )
    if not (owner or team):
        raise Refused("Choose a team or a person.", field="team")


def holder(team: Team | None, owner: User | None) -> str:
    """Say who has an enquiry: Oscar Officer (Traffic and Signals), or a team, or nobody."""
    if owner:
        return f"{owner.name} ({team.name})" if team else owner.name
    return team.name if team else "Nobody"


@transaction.atomic
def change_priority(
    *, enquiry: Enquiry, priority: str, reason: str, at: datetime, by, version: int | None = None
) -> Event:
    """Call an open enquiry more or less urgent. What was promised, and when, stays."""
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    check_is_open(enquiry)
    old, new = Priority(enquiry.priority), Priority(priority)
    if new == old:
        raise Refused(f"This is already {new.label}.", field="priority")
    enquiry.priority = new
    enquiry.save(update_fields=["priority"])
    override(
        enquiry=enquiry, what=Override.What.PRIORITY, old=old.label, new=new.label, reason=reason,
        at=at, by=by,
    )  # fmt: skip
    text = f"From {old.label} to {new.label}: {reason}"
    return record(enquiry=enquiry, what=What.PRIORITY, at=at, by=by, text=text, public=False)


@transaction.atomic
def correct_parish(
    *, enquiry: Enquiry, parish: Parish, reason: str, at: datetime, by, version: int | None = None
) -> Event:
    """Correct where an open enquiry is. The council that asked stays, and so do its dates."""
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    check_is_open(enquiry)
    old = enquiry.parish
    if parish == old:
        raise Refused(f"This is already in {parish.name}.", field="parish")
    enquiry.parish = parish
    enquiry.save(update_fields=["parish"])
    override(
        enquiry=enquiry, what=Override.What.PARISH, old=old, new=parish, reason=reason, at=at, by=by
    )
    text = f"From {old.name} to {parish.name}: {reason}"
    return record(enquiry=enquiry, what=What.REPLACED, at=at, by=by, text=text, public=True)


@transaction.atomic
def note_reference(
    *, enquiry: Enquiry, external_reference: str, at: datetime, by, version: int | None = None
) -> Event:
    """Keep the number that another system gave this, or none. Also of a closed enquiry."""
    check_may_work(by)
    enquiry = lock(enquiry, version)
    new, old = external_reference.strip(), enquiry.external_reference
    if new == old:
        raise Refused("That is the number it has.", field="external_reference")
    enquiry.external_reference = new
    enquiry.save(update_fields=["external_reference"])
    text = f"{old or 'None'} → {new or 'None'}"
    return record(enquiry=enquiry, what=What.NUMBERED, at=at, by=by, text=text, public=False)


@transaction.atomic
def waive_survey(
    *, enquiry: Enquiry, reason: str, at: datetime, by, version: int | None = None
) -> Override:
    """Say that no survey follows this round's answer, and why. It can only be said once."""
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    mine = enquiry.overrides.filter(what=Override.What.SURVEY, round=enquiry.round)
    if mine.exists():
        raise Refused("It is already said that no survey follows.")
    if enquiry.answers.filter(round=enquiry.round, survey__isnull=False).exists():
        raise Refused("The survey has been sent already.")
    record(enquiry=enquiry, what=What.WAIVED, at=at, by=by, text=reason, public=False)
    return override(enquiry=enquiry, what=Override.What.SURVEY, reason=reason, at=at, by=by)
