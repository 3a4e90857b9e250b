"""Rows as the tables hold them, light enough to make a million of, and how COPY names them."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from enquiries.models import Answer, DateChange, Deadline, Enquiry, Event, Question
from enquiries.surveys.models import Reply, Survey


@dataclass(slots=True)
class EnquiryRow:
    id: int
    number: int
    council_id: int
    parish_id: int
    kind_id: int
    priority: str
    road: str
    spot: str
    description: str
    minute: str
    channel: str
    asked_by_id: int
    received_at: datetime
    received_by_id: int
    form_token: UUID
    status: str
    team_id: int | None
    promised_on: date
    due_on: date
    due_at: datetime
    owner_id: int | None = None
    clerk_replied: bool = False
    round: int = 1
    external_reference: str = ""
    outcome_id: int | None = None
    reason_id: int | None = None
    explanation: str = ""
    next_step: str = ""
    planned_for: date | None = None
    passed_to_id: int | None = None
    closed_at: datetime | None = None
    closed_by_id: int | None = None


@dataclass(slots=True)
class EventRow:
    enquiry_id: int
    what: str
    at: datetime
    by_id: int | None
    old_status: str = ""
    new_status: str = ""
    text: str = ""
    is_public: bool = True
    deadline_id: int | None = None


@dataclass(slots=True)
class DeadlineRow:
    id: int
    enquiry_id: int
    stage: str
    round: int
    part: int
    standard_id: int
    days: int | None
    starts_at: datetime
    promised_on: date
    due_on: date
    due_at: datetime
    target_at: datetime
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    missed_at: datetime | None = None
    days_taken: int | None = None
    days_paused: int = 0
    delay_told_at: datetime | None = None
    owner_told_at: datetime | None = None
    leader_told_at: datetime | None = None
    manager_told_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None


@dataclass(slots=True)
class DateChangeRow:
    deadline_id: int
    cause: str
    old_due_on: date
    new_due_on: date
    reason: str
    changed_at: datetime
    changed_by_id: int


@dataclass(slots=True)
class QuestionRow:
    enquiry_id: int
    text: str
    reply_by: date
    cap_days: int | None
    asked_at: datetime
    asked_by_id: int
    reply: str = ""
    replied_at: datetime | None = None
    replied_by_id: int | None = None
    nudged_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(slots=True)
class AnswerRow:
    id: int
    enquiry_id: int
    round: int
    outcome_id: int | None
    reason_id: int | None
    explanation: str
    next_step: str
    kind_id: int
    parish_id: int
    team_id: int | None
    answered_at: datetime
    answered_by_id: int
    closed_at: datetime | None = None
    closed_by_id: int | None = None


@dataclass(slots=True)
class SurveyRow:
    id: int
    answer_id: int
    person_id: int
    officer_id: int
    team_id: int | None
    kind_id: int
    parish_id: int
    outcome_id: int
    token_hash: str
    invited_at: datetime
    closes_at: datetime
    reminded_at: datetime | None = None
    reminder_hash: str | None = None


@dataclass(slots=True)
class ReplyRow:
    survey_id: int
    overall: int | None
    time_taken: int | None
    clarity: int | None
    informed: int | None
    fairly: int | None
    comment: str
    answered_at: datetime
    version: int = 1
    via: str = "link"


MODELS = {
    EnquiryRow: Enquiry,
    EventRow: Event,
    DeadlineRow: Deadline,
    DateChangeRow: DateChange,
    QuestionRow: Question,
    AnswerRow: Answer,
    SurveyRow: Survey,
    ReplyRow: Reply,
}


def columns(row: type) -> list[str]:
    return [column.name for column in fields(row)]


@dataclass(slots=True)
class Act:
    """One thing done: a verb of the workflows, when, by whom (a person's id), and its words."""

    verb: str
    at: datetime
    by: int | None
    words: dict[str, Any] = field(default_factory=dict)
