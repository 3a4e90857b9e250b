"""A clerk asks a colleague to act for the council, and the colleague takes it up."""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from accounts.tokens import hash_of, new_token

from .. import emails
from ..models import Council, Invitation, Membership
from ..permissions import check_may_manage
from .members import Refused, hold, london_day, stays_served

GOOD_FOR = timedelta(days=14)
MOST_OPEN = 10


@transaction.atomic
def invite(
    *,
    council: Council,
    name: str,
    email: str,
    role: str,
    at: datetime,
    by: User,
    hands_over_on: date | None = None,
) -> Invitation:
    """Write to a colleague with a link that is good for 14 days. The same again is one invitation.

    With `hands_over_on` (Europe/London) `by` stops acting after that day once it is taken up.
    Raises PermissionDenied for whoever does not manage the council, or Refused.
    """
    today, email = london_day(at), email.strip().lower()
    hold(council)
    check_may_manage(by, council, today)
    if council.members.current(today).filter(user__email=email, role=role).exists():
        raise Refused(f"{email} acts for your council already")
    waiting = Invitation.objects.open(at).filter(council=council)
    same = waiting.filter(email=email, role=role, hands_over_on=hands_over_on).first()
    if same:
        return same
    if waiting.count() >= MOST_OPEN:
        raise Refused("Too many invitations are open. Withdraw one first")
    token = new_token()
    row = Invitation.objects.create(
        council=council, name=name, email=email, role=role, token_hash=hash_of(token),
        invited_by=by, invited_at=at, expires_at=at + GOOD_FOR, hands_over_on=hands_over_on,
    )  # fmt: skip
    emails.invitation(row=row, token=token, at=at)
    return row


@transaction.atomic
def withdraw(*, invitation: Invitation, at: datetime, by: User) -> bool:
    """Let an invitation's link die; False if it was not open any more."""
    check_may_manage(by, invitation.council, london_day(at))
    row = Invitation.objects.open(at).filter(pk=invitation.pk)
    return bool(row.update(withdrawn_at=at, withdrawn_by=by))


@transaction.atomic
def take_up(*, token: str, at: datetime) -> tuple[User, bool] | None:
    """Let the one who holds the link act for the council from today, and say if she is new here.

    None if the link is not good (any more). She has no name with us yet, so there is no `by`.
    Raises Refused for somebody whose account is switched off.
    """
    rows = Invitation.objects.open(at).select_for_update(of=("self",)).select_related("council")
    row = rows.filter(token_hash=hash_of(token)).first()
    if row is None:
        return None
    hold(row.council)
    known = {"name": row.name, "password": make_password(None)}
    person, is_new = User.objects.get_or_create(email=row.email, defaults=known)
    if not person.is_active:
        raise Refused("This account is switched off. Contact us.")
    begin(row, person, london_day(at))
    row.taken_up_at, row.taken_up_by = at, person
    row.save(update_fields=["taken_up_at", "taken_up_by"])
    return person, is_new


def begin(row: Invitation, person: User, today: date) -> None:
    """Start the person's time; another role of hers ends, and so does that of a leaver."""
    hers = row.council.members.current(today).filter(user=person)
    if not hers.filter(role=row.role).exists():
        hers.update(ends_on=today)
        Membership.objects.create(council=row.council, user=person, role=row.role, starts_on=today)
    if row.hands_over_on and row.invited_by != person:
        last_day = max(row.hands_over_on, today)
        for leaver in row.council.members.current(today).filter(user=row.invited_by):
            if stays_served(row.council, without=leaver, after=last_day):
                leaver.ends_on = last_day
                leaver.save(update_fields=["ends_on"])
