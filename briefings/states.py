"""Where an edition stands, and the moves there are. Plain Python."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENT = "sent"


LOOKS = {
    Status.DRAFT: ("Being written", "govuk-tag--grey"),
    Status.READY: ("Waiting for a second pair of eyes", "govuk-tag--yellow"),
    Status.APPROVED: ("Approved", "govuk-tag--teal"),
    Status.SCHEDULED: ("Scheduled", "govuk-tag--blue"),
    Status.SENT: ("Sent", "govuk-tag--green"),
}

# Whatever is changed before it is sent has to be seen by a second pair of eyes again.
MOVES = {
    Status.DRAFT: {Status.READY},
    Status.READY: {Status.DRAFT, Status.APPROVED},
    Status.APPROVED: {Status.DRAFT, Status.SCHEDULED},
    Status.SCHEDULED: {Status.DRAFT, Status.APPROVED, Status.SENT},
    Status.SENT: set(),
}
UNSENT = [status.value for status in Status if status != Status.SENT]
SEEN = [Status.APPROVED.value, Status.SCHEDULED.value, Status.SENT.value]
