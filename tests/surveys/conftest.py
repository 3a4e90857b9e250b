"""An answered enquiry, and the link that its invitation carried."""

import re
from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.models import Answer
from enquiries.surveys.workflows import invite_all
from post.models import Letter


@pytest.fixture
def answer(oscar, outcomes, reasons):
    """`answer(enquiry)` answers it with advice, at `now` unless told otherwise."""

    def answer_one(enquiry, **changes) -> Answer:
        words = {
            "outcome": outcomes["advice"],
            "reason": None,
            "explanation": "The limit is 30 there, and the police enforce it.",
            "next_step": "Nothing more from us.",
        }
        at = changes.pop("at", enquiry.received_at)
        return workflows.answer(enquiry=enquiry, at=at, by=oscar, **words | changes)

    return answer_one


@pytest.fixture
def letters(db):
    """The invitations put in the outbox so far."""
    return Letter.objects.filter(kind="surveys/invitation")


@pytest.fixture
def tomorrow(now):
    """Thursday 19 November 2026, 10:00 in London: the working day after `now`."""
    return now + timedelta(days=1)


@pytest.fixture
def link(enquiry, answer, letters, now, tomorrow) -> str:
    """The path of the survey about alice's enquiry, answered at `now`, asked about `tomorrow`."""
    answer(enquiry)
    assert invite_all(at=tomorrow) == 1
    return re.search(r"(/surveys/[\w-]{43}/)", letters.get().text)[1]
