"""The letters that went out lately, written by the real letter functions and marked as sent."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F

from enquiries import emails
from enquiries.models import Enquiry, Event
from enquiries.surveys.emails import invitation, reminder
from enquiries.surveys.models import Survey
from enquiries.surveys.workflows import who_to_ask
from post.models import Letter

from .case import Case
from .surveyed import REMINDER
from .tokens import survey_token

What = Event.What
RECENT = 40
LETTERS: dict[str, list[Callable]] = {
    What.LOGGED: [emails.received, emails.for_triage],
    What.UPDATE: [emails.update],
    What.QUESTION: [emails.question],
    What.REPLY: [emails.reply_received],
    What.ADDED: [emails.reply_received],
    What.ANSWERED: [emails.answered],
    What.PASSED_ON: [emails.passed_on],
    What.CLOSED: [emails.work_done],
    What.WITHDRAWN: [emails.withdrawn_confirmed],
    What.REOPENED: [emails.reopened],
    What.MOVED: [emails.new_date],
    What.DELAYED: [emails.delay],
    What.NUDGED: [emails.nudge],
}
ON_THE_WAY = timedelta(seconds=8)


def write_letters(cases: list[Case]) -> None:
    """Write letters of the last event of the enquiries that moved last, and their invitations.

    A letter is worded by the enquiry as it stands, so only the latest event of each can be told.
    """
    told = {case.row.id: case for case in cases if case.events[-1].what in LETTERS}
    latest = sorted(told, key=lambda key: told[key].events[-1].at)[-RECENT:]
    enquiries = Enquiry.objects.with_names().in_bulk(latest)
    for key in latest:
        event = Event.objects.filter(enquiry=key).latest("at", "id")
        for letter in LETTERS[event.what]:
            letter(enquiry=enquiries[key], event=event, at=event.at)
        write_invitations(told[key], enquiries[key])
    Letter.objects.filter(sent_at=None).update(
        status=Letter.Status.SENT, attempts=1, sent_at=F("created_at") + ON_THE_WAY
    )


def write_invitations(case: Case, enquiry: Enquiry) -> None:
    replied = {survey.id for _, survey in case.replies}
    for row, answer in case.surveys:
        person = who_to_ask(enquiry, at=row.invited_at)
        if row.id in replied or not person:
            continue
        survey = Survey.objects.select_related("answer__enquiry").get(pk=row.id)
        asked = [(invitation, answer.round, row.invited_at)]
        if row.reminded_at:
            asked.append((reminder, answer.round + REMINDER, row.reminded_at))
        for letter, number, at in asked:
            token = survey_token(case.row.form_token, number)
            letter(survey=survey, token=token, person=person, at=at)
