"""Surveys in a browser: by the link, by telephone, on paper, looked into, and taken in by file."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from enquiries import workflows
from enquiries.models import Enquiry, Kind, Outcome
from enquiries.surveys.elsewhere import signed_reference
from enquiries.surveys.models import Reply, Survey
from parishes.models import Council
from post.models import Letter

from .conftest import PASSWORD
from .hands import follow, press, sign_in
from .test_main_job import ask_as_if_closed_last_week

pytestmark = pytest.mark.django_db(transaction=True)
NINE_DAYS = timedelta(days=9)


@pytest.fixture
def enquiries(people) -> list[Enquiry]:
    """Three answered enquiries of Billesdon, each asked about by now; Priya did not answer them."""
    User.objects.create_user("priya@county.example", PASSWORD, name="Priya", is_officer=True)
    council = Council.objects.get(parishes__name="Billesdon")
    clerk, at, made = people["clerk"], timezone.now() - NINE_DAYS, []
    for number in range(3):
        enquiry = workflows.log_enquiry(
            council=council, parish=council.parishes.first(), kind=Kind.objects.get(code="SP1"),
            road=f"Road {number}", description="Cars go too fast.", asked_by=clerk,
            token=uuid.uuid4(), at=at, by=clerk,
        )  # fmt: skip
        workflows.answer(
            enquiry=enquiry, outcome=Outcome.objects.get(code="advice"), reason=None,
            explanation="We looked.", next_step="Nothing.", at=at, by=people["officer"],
        )  # fmt: skip
        ask_as_if_closed_last_week()
        made.append(enquiry)
    return made


def answer_all(page, label: str) -> None:
    for question in page.get_by_label(label, exact=True).all():
        question.check()


@pytest.mark.parametrize(
    ("size", "javascript"), [("phone", False), ("desktop", True)], indirect=True
)
def test_surveys_from_the_link_to_the_figures(enquiries, open_browser, look, tmp_path):
    letter = Letter.objects.filter(kind="surveys/invitation").order_by("pk").first()
    link = re.search(r"/surveys/[^\s]+", letter.text)[0]
    answer_by_the_link(open_browser("stranger"), look, link)
    take_by_telephone(open_browser("officer"), look, enquiries[1].reference)
    manager = open_browser("manager")
    look_into_what_went_wrong(manager, look, enquiries[0].reference)
    take_in_a_file(manager, look, enquiries[2], tmp_path)


def answer_by_the_link(stranger, look, link: str) -> None:
    stranger.goto(link)
    look(stranger, "survey")
    press(stranger, "Send your answers")
    look(stranger, "survey-error")
    answer_all(stranger, "Dissatisfied")
    press(stranger, "Send your answers")
    look(stranger, "thanks-and-why")
    stranger.get_by_label("What went wrong?").fill("Nobody told us anything.")
    press(stranger, "Send these words")
    stranger.goto(f"{link}change/")
    look(stranger, "survey-change")


def take_by_telephone(officer, look, reference: str) -> None:
    sign_in(officer, "priya@county.example")
    officer.goto(f"/surveys/of/{reference}/")
    look(officer, "case-survey")
    officer.goto(f"/surveys/of/{reference}/paper/")
    look(officer, "paper")
    officer.goto(f"/surveys/of/{reference}/take/")
    answer_all(officer, "Satisfied")
    officer.get_by_label("By telephone").check()
    look(officer, "take")
    press(officer, "Keep these answers")
    look(officer, "case-survey-taken")
    officer.goto("/surveys/results/")
    look(officer, "results-officer")


def look_into_what_went_wrong(manager, look, reference: str) -> None:
    sign_in(manager, "manager@county.example")
    for page in ("results", "words", "reviews"):
        manager.goto(f"/surveys/{page}/")
        look(manager, page)
    follow(manager, reference)
    expect(manager.get_by_role("main")).to_contain_text("Nobody told us anything.")
    look(manager, "review")
    manager.get_by_label("What did you find").fill("We had not written. We are sorry.")
    press(manager, "Reviewed")
    look(manager, "reviews-done")


def take_in_a_file(manager, look, enquiry, folder) -> None:
    survey, sheet = Survey.objects.get(answer__enquiry=enquiry), folder / "results.csv"
    head, day = "reference,answered_at,overall", (timezone.now() - timedelta(days=1)).date()
    for overall, name in ((9, "import-faults"), (4, "import-check")):
        sheet.write_text(f"{head}\n{signed_reference(survey)},{day},{overall}\n")
        manager.goto("/surveys/import/")
        manager.get_by_label("Results as CSV").set_input_files(sheet)
        press(manager, "Check the file")
        look(manager, name)
    press(manager, "Take these in")
    look(manager, "imported")
    assert sorted(Reply.objects.values_list("via", flat=True)) == [
        "import", "link", "link", "telephone",
    ]  # fmt: skip
