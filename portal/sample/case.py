"""One enquiry in the making: takes the acts of the workflows and keeps the rows they write.

This repeats `enquiries.workflows` without a database, some hundred times faster. The two may not
drift apart: the replay in tests/portal/test_sample.py takes the same acts through both.
"""

from datetime import date, datetime, timedelta

from enquiries.models import DateChange, Event, Priority
from enquiries.states import LOOKS, OPEN, Status, Turn, check_move
from enquiries.wording import extended, replanned
from enquiries.workflows.answers import AFTER_WITHDRAWING, NO_LONGER_NEEDED

from . import alone
from .clocks import ANSWER, COMPLETION, FIRST_REPLY, REPLIED, Clocks
from .diary import Diary, day_of
from .rounds import Job, Rounds
from .rows import (
    Act,
    AnswerRow,
    DeadlineRow,
    EnquiryRow,
    EventRow,
    QuestionRow,
    ReplyRow,
    SurveyRow,
)
from .surveyed import Surveyed
from .tokens import form_token
from .world import KindFacts, World

What = Event.What
OPEN_VALUES = frozenset(status.value for status in OPEN)


class Over(Exception):
    """The next act lies in the future, so it has not been done."""


class Case(Surveyed):
    """The rows of one enquiry up to `now`. Instants are UTC; each act must follow the last."""

    def __init__(self, world: World, diary: Diary, *, seed: int, id: int, number: int, now):
        self.world, self.diary, self.now = world, diary, now
        self.seed, self.id, self.number = seed, id, number
        self.acts: list[Act] = []
        self.events: list[EventRow] = []
        self.misses: list[tuple[EventRow, DeadlineRow]] = []
        self.questions: list[QuestionRow] = []
        self.answers: list[AnswerRow] = []
        self.surveys: list[tuple[SurveyRow, AnswerRow]] = []
        self.replies: list[tuple[ReplyRow, SurveyRow]] = []

    @property
    def is_open(self) -> bool:
        return self.row.status in OPEN_VALUES

    @property
    def deadlines(self):
        return self.clocks.deadlines

    @property
    def last_at(self) -> datetime:
        return self.acts[-1].at

    def begin(self, verb: str, at: datetime, by: int | None, **words) -> None:
        """Let the sweeps before this act happen, then note the act. Raises Over after `now`."""
        if at > self.now:
            raise Over
        if self.acts:
            self.sweep(until=at)
            self.rounds.at, self.rounds.job = at, Job.ACT
        self.acts.append(Act(verb, at, by, words))

    def sweep(self, *, until: datetime) -> None:
        """Do what the rounds up to an instant do by themselves."""
        alone.sweep(self, until)

    def record(self, what, at, by, text="", *, public=True, old="", new="") -> None:
        self.events.append(EventRow(self.id, what.value, at, by, old, new, text, public))

    def move(self, to: Status, what, at, by, text="", *, public=True, **changes) -> None:
        old = Status(self.row.status)
        check_move(old, to)
        for name, value in changes.items():
            setattr(self.row, name, value)
        self.row.status = to.value
        self.record(what, at, by, text, public=public, old=old.value, new=to.value)

    # The verbs, each as in enquiries.workflows.

    def log_enquiry(self, *, at, by, council, parish, kind: KindFacts, asked_by, **words) -> None:
        self.begin(
            "log_enquiry", at, by,
            council=council, parish=parish, kind=kind.id, asked_by=asked_by, **words,
        )  # fmt: skip
        days = self.world.days
        self.clocks = Clocks(self.diary, self.id, kind, days.pause_cap_days)
        self.rounds = Rounds(self.diary, days, kind.priority == Priority.P1, at)
        promised_on, due_at = self.clocks.start(round=1, at=at)
        self.row = EnquiryRow(
            id=self.id, number=self.number, council_id=council, parish_id=parish,
            kind_id=kind.id, priority=kind.priority, team_id=kind.team, asked_by_id=asked_by,
            received_at=at, received_by_id=by, form_token=form_token(self.seed, self.number),
            status=Status.RECEIVED.value, promised_on=promised_on, due_on=promised_on,
            due_at=due_at, **words,
        )  # fmt: skip
        self.record(What.LOGGED, at, by, new=Status.RECEIVED.value)

    def claim(self, *, at, by) -> None:
        self.begin("claim", at, by)
        self.take(What.CLAIMED, at, by, "", public=False)

    def update(self, *, at, by, text) -> None:
        self.begin("update", at, by, text=text)
        self.take(What.UPDATE, at, by, text, public=True)
        self.clocks.meet((FIRST_REPLY,), at)
        self.heard(at)

    def heard(self, at: datetime) -> None:
        turn = LOOKS[Status(self.row.status)].turn
        self.clocks.heard(at, with_county=turn == Turn.COUNTY)

    def take(self, what, at, by, text, *, public) -> None:
        changes = {"owner_id": self.row.owner_id or by, "clerk_replied": False}
        if self.row.status == Status.RECEIVED:
            self.move(Status.LOOKING, what, at, by, text, public=public, **changes)
            return
        self.row.owner_id, self.row.clerk_replied = changes["owner_id"], False
        self.record(what, at, by, text, public=public)

    def give_back(self, *, at, by) -> None:
        self.begin("give_back", at, by)
        self.row.owner_id = None
        self.record(What.RELEASED, at, by, public=False)

    def note(self, *, at, by, text) -> None:
        self.begin("note", at, by, text=text)
        self.record(What.NOTE, at, by, text, public=False)

    def ask(self, *, at, by, text) -> None:
        self.begin("ask", at, by, text=text)
        owner = self.row.owner_id or by
        self.move(Status.WAITING, What.QUESTION, at, by, text, owner_id=owner, clerk_replied=False)
        cap = self.world.days.pause_cap_days
        reply_by = day_of(at) + timedelta(days=self.world.days.return_days)
        self.questions.append(QuestionRow(self.id, text, reply_by, cap, at, by))
        self.clocks.meet((FIRST_REPLY,), at)
        self.heard(at)
        self.clocks.ask(at)

    def reply(self, *, at, by, text) -> None:
        self.begin("reply", at, by, text=text)
        question = self.questions[-1]
        question.reply, question.replied_at, question.replied_by_id = text, at, by
        self.move(Status.LOOKING, What.REPLY, at, by, text, clerk_replied=True)
        self.resume(at)
        self.heard(at)

    def resume(self, at: datetime) -> None:
        due = self.clocks.resume(at)
        if due is not None:
            self.row.due_on, self.row.due_at = due

    def extend(self, *, at, by, new_due_on: date, reason: str) -> None:
        self.begin("extend", at, by, new_due_on=new_due_on, reason=reason)
        row = self.clocks.move(ANSWER, new_due_on, DateChange.Cause.EXTENSION, reason, at, by)
        self.row.due_on, self.row.due_at = row.due_on, row.due_at
        text = extended(day_of(row.target_at), new_due_on, reason)
        self.take(What.MOVED, at, by, text, public=True)
        self.heard(at)

    def replan(self, *, at, by, planned_for: date, reason: str) -> None:
        self.begin("replan", at, by, planned_for=planned_for, reason=reason)
        text = replanned(self.row.due_on, planned_for, reason)
        row = self.clocks.move(COMPLETION, planned_for, DateChange.Cause.WORK, reason, at, by)
        self.row.planned_for, self.row.due_on, self.row.due_at = planned_for, row.due_on, row.due_at
        self.take(What.MOVED, at, by, text, public=True)
        self.heard(at)

    def add_information(self, *, at, by, text) -> None:
        self.begin("add_information", at, by, text=text)
        self.row.clerk_replied = True
        self.record(What.ADDED, at, by, text)

    def settle_open_question(self, at, by) -> None:
        if self.row.status == Status.WAITING:
            question = self.questions[-1]
            question.replied_at, question.replied_by_id = at, by
            self.resume(at)

    def answer(self, *, at, by, outcome, reason, explanation, next_step, planned_for=None) -> None:
        """Answer with the code of an outcome, and of a reason or None."""
        self.begin(
            "answer", at, by, outcome=outcome, reason=reason, explanation=explanation,
            next_step=next_step, planned_for=planned_for,
        )  # fmt: skip
        key, leads_to = self.world.outcomes[outcome]
        words = {
            "outcome_id": key,
            "reason_id": self.world.reasons[reason] if reason else None,
            "explanation": explanation,
            "next_step": next_step,
        }
        if leads_to == Status.PLANNED:
            self.plan_work(at, by, planned_for, words)
        else:
            self.finish(Status(leads_to), What.ANSWERED, at, by, words)

    def plan_work(self, at, by, planned_for: date, words: dict) -> None:
        self.settle_open_question(at, by)
        self.clocks.meet(REPLIED, at)
        due_at = self.clocks.start_completion(planned_for, at)
        self.move(
            Status.PLANNED, What.ANSWERED, at, by, words["explanation"],
            planned_for=planned_for, due_on=planned_for, due_at=due_at,
            owner_id=self.row.owner_id or by, clerk_replied=False, **words,
        )  # fmt: skip
        self.heard(at)
        self.freeze(at, by)

    def finish(self, to: Status, what, at, by, words: dict) -> None:
        self.settle_open_question(at, by)
        self.clocks.meet(REPLIED, at)
        self.move(
            to, what, at, by, words["explanation"],
            closed_at=at, closed_by_id=by, clerk_replied=False, **words,
        )  # fmt: skip
        self.heard(at)
        self.freeze(at, by, closed_at=at, closed_by_id=by)

    def freeze(self, at, by, **closed) -> None:
        row = self.row
        self.answers.append(
            AnswerRow(
                0, self.id, row.round, row.outcome_id, row.reason_id, row.explanation,
                row.next_step, row.kind_id, row.parish_id, row.team_id, at, by, **closed,
            )
        )  # fmt: skip

    def pass_on(self, *, at, by, body, explanation) -> None:
        """Pass on to the body of a name."""
        self.begin("pass_on", at, by, body=body, explanation=explanation)
        words = {
            "outcome_id": self.world.outcomes["passed-on"][0],
            "reason_id": None,
            "passed_to_id": self.world.bodies[body],
            "explanation": explanation,
            "next_step": "They will answer you direct.",
        }
        self.finish(Status.PASSED_ON, What.PASSED_ON, at, by, words)

    def close(self, *, at, by, text, next_step) -> None:
        self.begin("close", at, by, text=text, next_step=next_step)
        self.move(
            Status.ANSWERED, What.CLOSED, at, by, text,
            next_step=next_step, closed_at=at, closed_by_id=by, clerk_replied=False,
        )  # fmt: skip
        self.clocks.meet((COMPLETION,), at)
        self.heard(at)
        self.answers[-1].closed_at, self.answers[-1].closed_by_id = at, by

    def withdraw(self, *, at, by, text) -> None:
        self.begin("withdraw", at, by, text=text)
        self.settle_open_question(at, by)
        self.clocks.stop(at)
        self.move(
            Status.WITHDRAWN, What.WITHDRAWN, at, by, text,
            outcome_id=self.world.outcomes["withdrawn"][0], closed_at=at, closed_by_id=by,
            clerk_replied=False,
            explanation=text.strip() or NO_LONGER_NEEDED, next_step=AFTER_WITHDRAWING,
        )  # fmt: skip

    def reopen(self, *, at, by, text) -> None:
        self.begin("reopen", at, by, text=text)
        promised_on, due_at = self.clocks.start(round=self.row.round + 1, at=at)
        self.move(
            Status.LOOKING, What.REOPENED, at, by, text, round=self.row.round + 1,
            promised_on=promised_on, due_on=promised_on, due_at=due_at, closed_at=None,
            closed_by_id=None, outcome_id=None, reason_id=None, explanation="", next_step="",
            planned_for=None, passed_to_id=None, clerk_replied=True,
        )  # fmt: skip
