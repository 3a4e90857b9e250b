"""The main job, in a browser: asked, promised, answered with reasons, told, measured."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consistency.workflows import catch_up
from enquiries.models import Answer, Draft, Enquiry
from enquiries.surveys.workflows import invite_all
from enquiries.surveys.workflows.asking import ONE_DAY, is_time_to_ask

from .hands import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Cars go past the school much too fast at half past eight. Could you count them?"
DAY = r"(Monday|Tuesday|Wednesday|Thursday|Friday) \d{1,2} [A-Z][a-z]+ 20\d\d"


def ask_as_if_closed_last_week() -> None:
    """Send the survey of what was closed just now, as on a working day of last week."""
    noon = timezone.now().replace(hour=12)
    days = (noon - timedelta(days=back) for back in range(5, 15))
    at = next(day for day in days if is_time_to_ask(day) and is_time_to_ask(day - ONE_DAY))
    Answer.objects.update(closed_at=at - ONE_DAY)
    assert invite_all(at=at) == 1


def log_an_enquiry(page: Page, look, photo) -> str:
    """Where, what, check, send. Return the promised day as the check page wrote it."""
    look(page, "home-empty")
    press(page, "Send an enquiry")
    press(page, "Continue")
    look(page, "where-error")
    page.get_by_label("Road or place").fill("Main Street")
    press(page, "Continue")
    look(page, "what")
    page.get_by_label("Tell us what is happening").fill(WORDS)
    page.get_by_label("Photos").set_input_files(photo)
    press(page, "Continue")
    look(page, "what-error")
    assert page.get_by_label("Tell us what is happening").input_value() == WORDS
    expect(page.get_by_text("the road.jpg").first).to_be_visible()
    kind = page.get_by_label("What kind of enquiry is it?")
    kind.select_option(label="Speeding vehicles")
    press(page, "Continue")
    look(page, "check")
    return re.search(DAY, page.get_by_role("main").inner_text())[0]


def send_it(clerk: Page, look, photo) -> tuple[str, str]:
    """She signs in and sends it. Return its reference and the day promised."""
    clerk.goto("/")
    look(clerk, "landing")
    clerk.goto("/sign-in/")
    look(clerk, "sign-in")
    sign_in(clerk, "clerk@parish.example")

    promised = log_an_enquiry(clerk, look, photo)
    press(clerk, "Send enquiry")
    look(clerk, "sent")
    reference = re.search(r"PE-\d+-\d+", clerk.get_by_role("main").inner_text())[0]
    expect(clerk.get_by_role("main")).to_contain_text(promised)
    enquiry = Enquiry.objects.get()
    assert enquiry.reference == reference and enquiry.photos.count() == 1
    return reference, promised


def letters_left(sink, reference: str, promised: str) -> None:
    """She and the desk are told the same day."""
    received = sink.wait_for(2)
    letter = sink.to("clerk@parish.example")[0]
    assert promised in letter.get_body(("plain",)).get_content()
    assert promised in letter.get_body(("html",)).get_content()
    assert reference in letter["Subject"]
    assert {m["X-Envelope-To"] for m in received} == {
        "clerk@parish.example", "traffic@county.example",
    }  # fmt: skip


def take_it_on(officer: Page, look, reference: str, promised: str) -> None:
    """An officer finds it, claims it and has it among her own."""
    sign_in(officer, "officer@county.example")
    look(officer, "my-work-empty")
    officer.goto("/officer/enquiries/")
    look(officer, "all-enquiries")
    press(officer, f"Claim {reference}")
    look(officer, "claimed")
    officer.goto("/officer/")
    look(officer, "my-work")
    officer.goto(f"/officer/enquiries/{reference}/")
    expect(officer.get_by_role("main")).to_contain_text(promised)
    look(officer, "case")


def note_update_and_ask(officer: Page, look, reference: str) -> None:
    """A note nobody else reads, a word on progress, and a question."""
    officer.get_by_label("Note").fill("Secret: ring the headteacher.")
    press(officer, "Save note")
    officer.goto(f"/officer/enquiries/{reference}/update/")
    look(officer, "update")
    officer.get_by_label("Update for the clerk").fill("We will count cars next week.")
    press(officer, "Send update")
    look(officer, "case-updated")
    officer.goto(f"/officer/enquiries/{reference}/ask/")
    officer.get_by_label("Your question for the clerk").fill("Which side of the school?")
    look(officer, "ask")
    press(officer, "Send question")
    look(officer, "case-waiting")


def reply_to_it(clerk: Page, look, reference: str) -> None:
    """Her question is the first thing she sees."""
    clerk.goto("/")
    look(clerk, "home-waiting")
    expect(clerk.get_by_role("main")).to_contain_text("Which side of the school?")
    clerk.goto(f"/enquiries/{reference}/reply/")
    look(clerk, "reply")
    clerk.get_by_label("Your reply").fill("The north side.")
    press(clerk, "Send reply")
    look(clerk, "case-replied")


def answer_it(officer: Page, look, reference: str) -> None:
    """No answer leaves without an outcome, a reason and what happens next."""
    officer.goto(f"/officer/enquiries/{reference}/answer/")
    press(officer, "Check the answer")
    look(officer, "answer-error")
    officer.get_by_label("Not at this time").check()
    officer.get_by_label("Reasons in plain English").fill("We counted. Most keep to the limit.")
    officer.get_by_label("What happens next").fill("We count again in May 2027.")
    press(officer, "Check the answer")
    look(officer, "answer-needs-reason")
    officer.get_by_label("The evidence does not show that it is needed").check()
    press(officer, "Check the answer")
    look(officer, "answer-check")
    expect(officer.locator("#letter")).to_contain_text("We counted. Most keep to the limit.")
    press(officer, "Send answer")
    look(officer, "case-answered")


def read_the_answer(clerk: Page, look, reference: str) -> None:
    """The reasons, and nothing that is the officers' own."""
    clerk.goto(f"/enquiries/{reference}/")
    look(clerk, "case-answered")
    expect(clerk.get_by_role("main")).to_contain_text("We counted. Most keep to the limit.")
    expect(clerk.get_by_role("main")).to_contain_text("Not at this time")
    html = clerk.content()
    assert "Secret" not in html and "Oscar" not in html and "Surname" not in html


def invitation_in(sink) -> str:
    """Return where the survey is, of which one letter tells."""
    ask_as_if_closed_last_week()
    sink.wait_for(7)
    subjects = [m["Subject"] for m in sink.to("clerk@parish.example")]
    assert len(subjects) == len(set(subjects)) == 5, subjects
    invitation = sink.to("clerk@parish.example")[-1].get_body(("plain",)).get_content()
    return re.search(r"/surveys/[^\s]+", invitation)[0]


def say_how_it_was(stranger: Page, look, path: str) -> None:
    """Nothing is chosen beforehand, and once is enough."""
    stranger.goto(path)
    look(stranger, "survey")
    press(stranger, "Send your answers")
    look(stranger, "survey-error")
    for question in stranger.get_by_label("Satisfied", exact=True).all():
        question.check()
    press(stranger, "Send your answers")
    look(stranger, "thanks")
    stranger.goto(path)
    look(stranger, "already-answered")


def read_the_figures(manager: Page, look) -> None:
    """The answer is counted, in the table as in its CSV."""
    sign_in(manager, "manager@county.example")
    catch_up(at=timezone.now())
    this_month = f"?since={timezone.localdate():%Y-%m}&until={timezone.localdate():%Y-%m}"
    manager.goto(f"/consistency/{this_month}")
    look(manager, "consistency")
    row = manager.locator("#on-time-table").get_by_role("row").filter(has_text="Harborough")
    expect(row).to_contain_text("1 of 1")
    csv = manager.request.get(f"/consistency/on-time.csv{this_month}")
    assert "Harborough" in csv.text()
    assert not Draft.objects.filter(enquiry=None).exists()


def test_the_main_job(people, open_browser, look, photo, sink, celery_worker_process, javascript):
    clerk, officer = open_browser("clerk"), open_browser("officer")
    reference, promised = send_it(clerk, look, photo)
    letters_left(sink, reference, promised)
    clerk.goto(f"/enquiries/{reference}/")
    look(clerk, "case-received")
    expect(clerk.get_by_role("main")).to_contain_text(promised)
    take_it_on(officer, look, reference, promised)
    note_update_and_ask(officer, look, reference)
    reply_to_it(clerk, look, reference)
    answer_it(officer, look, reference)
    read_the_answer(clerk, look, reference)
    say_how_it_was(open_browser("survey"), look, invitation_in(sink))
    read_the_figures(open_browser("manager"), look)
