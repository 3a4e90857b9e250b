"""How a date was worked out, and how an officer moves one, as people see it in a browser."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import london_day
from enquiries.models import Enquiry, Kind, Outcome
from parishes.models import Council

from .hands import follow, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enquiry(people) -> Enquiry:
    """The clerk's enquiry of five days ago, with a question that she has answered."""
    council = Council.objects.get(parishes__name="Billesdon")
    clerk, officer, at = people["clerk"], people["officer"], timezone.now() - timedelta(days=5)
    made = workflows.log_enquiry(
        council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
        road="Main Street", description="Cars go too fast.", asked_by=clerk, token=uuid.uuid4(),
        at=at, by=clerk,
    )  # fmt: skip
    workflows.ask(enquiry=made, text="Which side?", at=at + timedelta(days=1), by=officer)
    workflows.reply(enquiry=made, text="North.", at=at + timedelta(days=3), by=clerk)
    return made


def receipt_of(stage: str) -> re.Pattern:
    """The link's name: words that only a screen reader hears may stand apart by a space."""
    return re.compile(rf"How we worked out this date\s*: {stage}")


def fill_date(page, day) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def test_a_date_is_moved_in_sight_and_explained(people, enquiry, open_browser, look):
    officer, desk = open_browser("officer"), f"/officer/enquiries/{enquiry.reference}/"
    sign_in(officer, "officer@county.example")
    officer.goto(desk)
    follow(officer, "Take longer to answer")
    press(officer, "Tell the clerk the new date")
    look(officer, "extend-error")
    enquiry.refresh_from_db()
    day, calendar = enquiry.due_on, service_calendar(since=london_day(enquiry.received_at))
    day = next(
        later
        for later in (day + timedelta(days=n) for n in range(3, 20))
        if calendar.is_working_day(later)
    )
    fill_date(officer, day)
    officer.get_by_label("Why we need longer").fill("The survey is next week.")
    press(officer, "Tell the clerk the new date")
    look(officer, "case-extended")
    officer.goto(f"{desk}kind/")
    look(officer, "kind")
    officer.goto(desk)
    follow(officer, receipt_of("Full answer"))
    look(officer, "receipt")
    expect(officer.get_by_role("main")).to_contain_text("Oscar Surname")

    clerk = open_browser("clerk")
    sign_in(clerk, "clerk@parish.example")
    clerk.goto(f"/enquiries/{enquiry.reference}/")
    look(clerk, "case-extended")
    expect(clerk.get_by_role("main")).to_contain_text("The survey is next week. We are sorry.")
    follow(clerk, receipt_of("full answer"))
    look(clerk, "receipt")
    main = clerk.get_by_role("main")
    expect(main).to_contain_text("Waiting for the parish")
    expect(main).not_to_contain_text("Oscar")
    clerk.goto(f"/enquiries/{enquiry.reference}/sent/")
    look(clerk, "sent")


def test_planned_work_is_planned_anew(people, enquiry, open_browser, look):
    officer, now = open_browser("officer"), timezone.now()
    workflows.answer(
        enquiry=enquiry, outcome=Outcome.objects.get(code="will-do"), reason=None,
        explanation="It scored high.", next_step="Signs.", at=now, by=people["officer"],
        planned_for=london_day(now) + timedelta(days=40),
    )  # fmt: skip
    sign_in(officer, "officer@county.example")
    officer.goto(f"/officer/enquiries/{enquiry.reference}/")
    follow(officer, "Change the date of the work")
    look(officer, "replan")
    fill_date(officer, london_day(now) + timedelta(days=60))
    officer.get_by_label("Why the date changes").fill("The road closes first.")
    press(officer, "Tell the clerk the new date")
    follow(officer, receipt_of("Work done"))
    look(officer, "receipt-of-work")
    expect(officer.get_by_role("main")).to_contain_text("The road closes first.")
