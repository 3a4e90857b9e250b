"""The deadlines of one enquiry, started, met and moved as enquiries.workflows does."""

from collections.abc import Iterator
from datetime import date, datetime

from enquiries.deadlines.clock import Pause
from enquiries.models import DateChange, Deadline

from .diary import ONE_DAY, Diary, day_of
from .rows import DateChangeRow, DeadlineRow
from .world import KindFacts

FIRST_REPLY, ANSWER, SILENCE, COMPLETION = (stage.value for stage in Deadline.Stage)
JUDGED = (ANSWER, COMPLETION)
STAGE_NAMES = {stage.value: stage.label for stage in Deadline.Stage}
REPLIED = (FIRST_REPLY, ANSWER)


class Clocks:
    """All deadlines of an enquiry, and the pauses that move the answer's."""

    def __init__(self, diary: Diary, enquiry_id: int, kind: KindFacts, cap_days: int):
        self.diary, self.enquiry_id, self.kind, self.cap_days = diary, enquiry_id, kind, cap_days
        self.deadlines: list[DeadlineRow] = []
        self.changes: list[tuple[DateChangeRow, DeadlineRow]] = []
        self.pauses: tuple[Pause, ...] = ()
        self.asked_on, self.round = date.min, 1

    def start(self, *, round: int, at: datetime) -> tuple[date, datetime]:
        """Write the promises of a round and return when the answer is due."""
        self.round = round
        self.promise(FIRST_REPLY, self.kind.first_days, at)
        answer = self.promise(ANSWER, self.kind.answer_days, at)
        self.promise(SILENCE, self.kind.silence_days, at)
        return answer.due_on, answer.due_at

    def promise(self, stage: str, days: int, at: datetime, part: int = 1) -> DeadlineRow:
        due_on, due_at = self.diary.due(day_of(at), days)
        row = DeadlineRow(
            0, self.enquiry_id, stage, self.round, part, self.kind.standard, days, at,
            due_on, due_on, due_at, due_at,
        )  # fmt: skip
        self.deadlines.append(row)
        return row

    def start_completion(self, planned_for: date, at: datetime) -> datetime:
        due_at = self.diary.close_of(planned_for)
        self.deadlines.append(
            DeadlineRow(
                0, self.enquiry_id, COMPLETION, self.round, 1, self.kind.standard, None, at,
                planned_for, planned_for, due_at, due_at,
            )
        )  # fmt: skip
        return due_at

    def heard(self, at: datetime, *, with_county: bool) -> None:
        """Note a word that the clerk was given, and promise the next while it is our turn."""
        self.meet((SILENCE,), at)
        if with_county:
            parts = sum(row.stage == SILENCE and row.round == self.round for row in self.deadlines)
            self.promise(SILENCE, self.kind.silence_days, at, parts + 1)

    def running(self, stages: tuple[str, ...]) -> Iterator[DeadlineRow]:
        return (row for row in self.deadlines if row.is_running and row.stage in stages)

    def meet(self, stages: tuple[str, ...], at: datetime) -> None:
        for row in self.running(stages):
            pauses = self.pauses if row.stage == ANSWER else ()
            spent = self.diary.spent(day_of(row.starts_at), day_of(at), pauses)
            row.met_at, (row.days_taken, row.days_paused) = at, spent

    def ask(self, at: datetime) -> None:
        self.asked_on = day_of(at)

    def resume(self, at: datetime) -> tuple[date, datetime] | None:
        """End the pause, and return when the answer is due now if its clock still runs."""
        today = day_of(at)
        self.pauses += (Pause(self.asked_on, today, self.cap_days),)
        for row in self.running((ANSWER,)):
            began = day_of(row.starts_at)
            due_on, target_at = self.diary.due(began, self.kind.answer_days, self.pauses)
            if row.missed_at is None:
                row.target_at = max(target_at, row.target_at)
            row.due_on = max(due_on, row.due_on, self.extended_to(row))
            row.due_at = self.diary.close_of(row.due_on)
            row.days_paused = self.diary.spent(began, today, self.pauses)[1]
            return row.due_on, row.due_at
        return None

    def extended_to(self, row: DeadlineRow) -> date:
        """Return the day of a row's last extension, moved on by what was paused since."""
        given = [change for change, moved in self.changes if moved is row]
        if not given:
            return date.min
        eve = given[-1].new_due_on - ONE_DAY
        paused = self.diary.spent(day_of(given[-1].changed_at), eve, self.pauses)[1]
        return self.diary.due(eve, paused + 1, self.pauses)[0]

    def move(
        self, stage: str, to: date, cause: DateChange.Cause, reason: str, at: datetime, by: int
    ) -> DeadlineRow:
        """Move the live date of the running row of a stage, and keep why."""
        row = next(self.running((stage,)))
        change = DateChangeRow(0, cause.value, row.due_on, to, reason, at, by)
        self.changes.append((change, row))
        row.due_on, row.due_at = to, self.diary.close_of(to)
        return row

    @property
    def moved_at(self) -> datetime | None:
        """When an officer last moved a date of this round that still runs."""
        found = [change.changed_at for change, row in self.changes if row.is_running]
        return found[-1] if found else None

    def stop(self, at: datetime) -> None:
        for row in self.running((*REPLIED, SILENCE, COMPLETION)):
            row.stopped_at = at
