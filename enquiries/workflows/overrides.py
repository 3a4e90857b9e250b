"""Keeps each decision that departs from the usual course, with its reason."""

from datetime import datetime

from ..models import Enquiry, Override
from ..permissions import Refused

LONGEST_REASON = 500
LONGEST_VALUE = 200


def check_reason(reason: str) -> str:
    """Return the reason without space around it. Raises Refused for none, or too long a one."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why. The reason is kept on record.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Give the reason in {LONGEST_REASON} characters or fewer.", field="reason")
    return reason


def override(
    *, enquiry: Enquiry, what: Override.What, reason: str, at: datetime, by, old="", new=""
) -> Override:
    """Keep one decision of a locked enquiry. Call it in the transaction of the act itself."""
    return Override.objects.create(
        enquiry=enquiry, what=what, round=enquiry.round, parish=enquiry.parish, reason=reason,
        old=str(old)[:LONGEST_VALUE], new=str(new)[:LONGEST_VALUE], at=at, by=by,
    )  # fmt: skip
