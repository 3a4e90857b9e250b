"""The deadlines of one enquiry, started, met, moved and missed as enquiries.workflows does."""

from collections.abc import Iterator
from datetime import date, datetime

from enquiries.deadlines.clock import Pause
from enquiries.models import Deadline

from .diary import Diary, day_of, next_sweep
from .rows import DeadlineRow
from .world import KindFacts

FIRST_REPLY, ANSWER, SILENCE, COMPLETION = (stage.value for stage in Deadline.Stage)
STAGE_NAMES = {stage.value: stage.label for stage in Deadline.Stage}
REPLIED = (FIRST_REPLY, ANSWER)


class Clocks:
    """All deadlines of an enquiry, and the pauses that move the answer's."""

    def __init__(self, diary: Diary, enquiry_id: int, kind: KindFacts, cap_days: int):
        self.diary, self.enquiry_id, self.kind, self.cap_days = diary, enquiry_id, kind, cap_days
        self.deadlines: list[DeadlineRow] = []
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
            self.enquiry_id, stage, self.round, part, self.kind.standard, days, at, due_on, due_on,
            due_at, due_at,
        )  # fmt: skip
        self.deadlines.append(row)
        return row

    def start_completion(self, planned_for: date, at: datetime) -> datetime:
        due_at = self.diary.close_of(planned_for)
        self.deadlines.append(
            DeadlineRow(
                self.enquiry_id, COMPLETION, self.round, 1, self.kind.standard, None, at,
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
        days = self.kind.answer_days
        for row in self.running((ANSWER,)):
            began = day_of(row.starts_at)
            row.due_on, row.due_at = self.diary.due(began, days, self.pauses)
            row.target_at = row.due_at
            row.days_paused = self.diary.spent(began, today, self.pauses)[1]
            return row.due_on, row.due_at
        return None

    def stop(self, at: datetime) -> None:
        for row in self.running((*REPLIED, SILENCE, COMPLETION)):
            row.stopped_at = at

    def miss(
        self, *, since: datetime, until: datetime, waiting: bool
    ) -> Iterator[tuple[datetime, str]]:
        """Mark what the sweeps between two instants find missed; yield when, and the event."""
        if waiting:
            return
        late = [row for row in self.deadlines if row.is_running and row.missed_at is None]
        for row in sorted(late, key=lambda row: row.target_at):
            at = next_sweep(max(row.target_at, since))
            if at < until:
                row.missed_at = at
                yield at, f"{STAGE_NAMES[row.stage]} was due on {row.due_on:%-d %B %Y}."
