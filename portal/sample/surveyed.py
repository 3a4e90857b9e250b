"""The verbs of a life that are about its surveys, each as in enquiries.surveys.workflows."""

from datetime import datetime, timedelta
from typing import Any

from enquiries.surveys.workflows import FROM, MIDNIGHT

from .diary import Diary, day_of
from .rows import Act, AnswerRow, EnquiryRow, ReplyRow, SurveyRow
from .tokens import survey_hash

OPEN_FOR, REMIND_AFTER = timedelta(days=28), timedelta(days=7)
# The reminder's token is another one than the invitation's.
REMINDER = 100


class Surveyed:
    """What a Case does with its surveys and replies."""

    begin: Any
    diary: Diary
    row: EnquiryRow
    acts: list[Act]
    answers: list[AnswerRow]
    surveys: list[tuple[SurveyRow, AnswerRow]]
    replies: list[tuple[ReplyRow, SurveyRow]]

    def invite(self, *, at) -> None:
        self.begin("invite", at, None)
        answer, row = self.answers[-1], self.row
        assert answer.closed_by_id and answer.outcome_id
        survey = SurveyRow(
            0, 0, row.asked_by_id, answer.closed_by_id, row.team_id, row.kind_id, row.parish_id,
            answer.outcome_id, survey_hash(row.form_token, row.round), at,
            self.diary.at_time(day_of(at) + OPEN_FOR, MIDNIGHT),
        )  # fmt: skip
        self.surveys.append((survey, answer))

    def day_to_ask(self) -> datetime:
        """Return when the closure is asked about: at nine on the next working day."""
        return self.diary.at_time(self.diary.after(day_of(self.acts[-1].at), 1), FROM)

    def day_to_remind(self) -> datetime:
        invited_on = day_of(self.surveys[-1][0].invited_at)
        return self.diary.at_time(self.diary.working_day(invited_on + REMIND_AFTER), FROM)

    def remind(self, *, at) -> None:
        self.begin("remind", at, None)
        survey, answer = self.surveys[-1]
        survey.reminded_at = at
        survey.reminder_hash = survey_hash(self.row.form_token, answer.round + REMINDER)

    def reply_to_survey(self, *, at, **said) -> None:
        self.begin("reply_to_survey", at, None, **said)
        self.replies.append((ReplyRow(0, answered_at=at, **said), self.surveys[-1][0]))
