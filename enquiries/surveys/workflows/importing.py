"""Takes in what was answered in the council's engagement software: all of a file, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from enquiries.deadlines.clock import london_day
from enquiries.permissions import Refused

from ..elsewhere import survey_key
from ..models import Reply, Survey
from ..permissions import check_may_import
from ..sheets import BadSheet, Row
from .replying import keep, said_in


@dataclass
class Plan:
    """What a file would do: new answers, changed ones, those we have, and those left out."""

    new: list[tuple[Row, Survey]] = field(default_factory=list)
    changed: list[tuple[Row, Survey]] = field(default_factory=list)
    known: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.new) + len(self.changed)


def plan(*, rows: Iterable[Row], at: datetime, lock: bool = False) -> Plan:
    """Say what importing these answers would do. Raises BadSheet where one cannot be ours."""
    rows = list(rows)
    keys = {row.line: survey_key(row.reference) for row in rows}
    found = Survey.objects.filter(pk__in=[key for key in keys.values() if key]).order_by("pk")
    found = found.select_related("answer__enquiry").prefetch_related("replies")
    surveys = {survey.pk: survey for survey in locked(found, lock)}
    faults = [why for row in rows if (why := fault(row, surveys.get(keys[row.line] or 0), at))]
    if faults:
        raise BadSheet(*faults)
    made = Plan()
    for row in rows:
        sort_in(made, row, surveys[keys[row.line] or 0])
    return made


def locked(found, lock: bool):
    return found.select_for_update(of=("self",)) if lock else found


def fault(row: Row, survey: Survey | None, at: datetime) -> str:
    if survey is None:
        return f"Line {row.line}, column “reference”: we did not give out this reference."
    if row.answered_at > at:
        return f"Line {row.line}, column “answered_at”: is yet to come."
    if london_day(row.answered_at) < london_day(survey.invited_at):
        return f"Line {row.line}, column “answered_at”: is before we asked."
    return ""


def sort_in(made: Plan, row: Row, survey: Survey) -> None:
    """Put one answer where it belongs. The same file again finds everything known."""
    replies = sorted(survey.replies.all(), key=lambda reply: reply.version)
    last = replies[-1] if replies else None
    reference = survey.answer.enquiry.reference
    if last and last.via != Reply.Via.IMPORT:
        made.left_out.append(f"Line {row.line}: {reference} was answered with us already.")
    elif row.answered_at >= survey.closes_at:
        made.left_out.append(f"Line {row.line}: {reference} was answered after it had closed.")
    elif last is None:
        made.new.append((row, survey))
    elif row.answered_at > last.answered_at and said_in(last, said(row)) != said(row):
        made.changed.append((row, survey))
    else:
        made.known += 1


def said(row: Row) -> dict:
    return {**row.scores, "comment": row.comment}


@transaction.atomic
def import_replies(*, rows: Iterable[Row], seen: int, at: datetime, by) -> Plan:
    """Keep the answers of a file. Raises Refused if it would do other than was `seen`."""
    check_may_import(by)
    made = plan(rows=rows, at=at, lock=True)
    if made.count != seen:
        raise Refused("Answers came in meanwhile. Look at what the file does now.")
    for row, survey in [*made.new, *made.changed]:
        keep(
            survey=survey, said=said(row), at=row.answered_at, seen_at=at,
            via=Reply.Via.IMPORT, taken_by=by,
        )  # fmt: skip
    return made
