"""What administrators may add to the letters of enquiries: each kind, and a made-up one to see."""

from collections.abc import Callable
from datetime import date
from functools import partial
from types import SimpleNamespace as Made

from django.conf import settings
from django.urls import reverse

from post import wordings

from .deadlines.horizon import Horizon
from .wording import NOTHING_TO_DO, long_date

DUE = long_date(date(2026, 12, 3))
NUMBER, REFERENCE = 10_417, "PE-10-417"
WORKING = f"We are looking into this. We expect to reply by {DUE}. {NOTHING_TO_DO}"
ANSWERED = f"We answered on {DUE}: Advice given. {NOTHING_TO_DO}"
ASKED = (
    f"We need something from you by {DUE}: Which side of the road? "
    "The reply date moves until we hear from you."
)
RECEIVED = f"We have your enquiry. The county council will reply by {DUE}. {NOTHING_TO_DO}"
PASSED_ON = f"This is looked after by National Highways. {NOTHING_TO_DO}"
WITHDRAWN = f"Your council withdrew this on {DUE}. {NOTHING_TO_DO}"
NEWS = "Our engineer visits on Monday."

# What stands between braces, and where it is in what a letter of one enquiry is written from.
CASE_FIELDS: dict[str, wordings.Read] = {
    "reference": lambda shown: shown["enquiry"].reference,
    "road": lambda shown: shown["enquiry"].road,
    "parish": lambda shown: shown["enquiry"].parish,
    "council": lambda shown: shown["enquiry"].council,
    "reply_date": lambda shown: shown["due"],
}

# Letters about one enquiry: what happened in the words of the subject, and the first sentence.
TO_CLERKS = {
    "received": ("We have your enquiry", RECEIVED),
    "update": ("News of your enquiry", WORKING),
    "staged": ("Your request moves on", WORKING),
    "question": ("We need your answer", ASKED),
    "nudge": ("We still need your answer", ASKED),
    "new_date": ("A new date", WORKING),
    "date_moved": ("The reply date moved", WORKING),
    "delay": ("We may be late", WORKING),
    "answered": ("We have answered", ANSWERED),
    "passed_on": ("We passed this on", PASSED_ON),
    "work_done": ("The work is done", ANSWERED),
    "reopened_confirmed": ("Open again", WORKING),
    "withdrawn_confirmed": ("Enquiry withdrawn", WITHDRAWN),
}  # fmt: skip
TO_OFFICERS = {
    "for_triage": ("New enquiry", WORKING),
    "reply_received": ("The council replied", WORKING),
    "unreached": ("We could not e-mail the clerk", WORKING),
    "reopened": ("Opened again", WORKING),
    "approval_wanted": ("An answer to approve", WORKING),
    "sent_back": ("Sent back to you", WORKING),
    "missed": ("Urgent and late", WORKING),
    "escalated": ("Urgent and late, passed on", WORKING),
}


def made_enquiry() -> Made:
    return Made(
        number=NUMBER,
        reference=REFERENCE,
        road="Main Street",
        spot="Outside the school",
        is_on_the_map=False,
        degrees="",
        parish="Billesdon",
        council="Billesdon Parish Council",
        kind="Speeding vehicles",
        get_priority_display="Routine",
        owner=Made(name="Oscar Officer"),
        reason="Does not meet the criteria",
        explanation="We counted traffic for a week. It is slower than it looks.",
        next_step="We will count again in spring.",
        is_open=False,
    )


def case(happened: str, sentence: str, page: str) -> dict:
    """Return what a letter about one made-up enquiry is written from."""
    return {
        "enquiry": made_enquiry(),
        "event": Made(text=NEWS, by="Priya Officer"),
        "happened": happened,
        "sentence": sentence,
        "subject_line": f"{happened} – Main Street, Billesdon – {REFERENCE}",
        "brief": "Cars go too fast past the school.",
        "due": DUE,
        "url": settings.SITE_URL + reverse(page, args=[NUMBER]),
        "why": "you asked us about this",
    }


def for_body() -> dict:
    given = {"message": "Please look at the gullies.", "answer_to": "highways@county.example"}
    clerk = Made(name="Alice Clerk", email="clerk@parish.example")
    return case("For you to deal with", "", "case") | given | {"clerk": clerk}


def digest() -> dict:
    line = Made(
        enquiry=made_enquiry(), place="Main Street, Billesdon", words="answer due 3 Dec 2026"
    )
    return {
        "agenda": [Made(title="Due today", total=1, lines=[line], more=0)],
        "day": DUE,
        "counts": "1 due today",
        "url": settings.SITE_URL + reverse("my_work"),
    }


def monthly() -> dict:
    line = Made(road="Main Street", reference=REFERENCE, words=f"reply by {DUE}")
    desk = Made(
        council="Billesdon Parish Council", answered=2, open=1, waiting=0, lines=[line], more=0
    )
    return {"month": "November 2026", "desks": [desk], "url": settings.SITE_URL + reverse("home")}


def where_to_write() -> dict:
    happened = "We could not take your e-mail"
    return {
        "happened": happened,
        "subject_line": f"{happened} – Main Street, Billesdon – {REFERENCE}",
        "sentences": ["This enquiry is closed, so nothing was added to it."],
        "url": settings.SITE_URL + reverse("enquiry", args=[NUMBER]),
    }


def calendar_runs_out() -> dict:
    left = Horizon(today=date(2026, 11, 1), last_known=date(2026, 12, 31))
    return {"left": left, "url": settings.SITE_URL + reverse("holidays_import")}


def make_known() -> None:
    """Say which letters there are; called once, when the product starts."""
    for whom, page, kinds in (
        ("clerks", "enquiry", TO_CLERKS),
        ("officers", "case", TO_OFFICERS),
    ):
        for kind, (happened, sentence) in kinds.items():
            sample = partial(case, happened, sentence, page)
            know(kind, f"To {whom}: {happened}", sample, CASE_FIELDS)
    know("for_body", "To other bodies: for them to deal with", for_body, CASE_FIELDS)
    know("digest", "To officers: what is due today", digest)
    know("monthly", "To clerks: the monthly summary", monthly)
    know("where_to_write", "To clerks: where to write to us", where_to_write)
    know("calendar_runs_out", "To administrators: the calendar is running out", calendar_runs_out)


def know(kind: str, label: str, sample: Callable[[], dict], fields=None) -> None:
    wordings.letter(f"enquiries/{kind}", wordings.Known(label, sample, fields or {}))
