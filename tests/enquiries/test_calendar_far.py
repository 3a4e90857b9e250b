"""A date beyond the bank holidays loaded: people read a sentence, administrators a cure."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enquiries import workflows
from enquiries.deadlines.models import ClosureDay
from enquiries.models import DateChange, Deadline, Enquiry
from enquiries.views.attempt import TOO_FAR
from post.models import Letter

pytestmark = pytest.mark.django_db
FAR = {"new_due_on-day": "3", "new_due_on-month": "1", "new_due_on-year": "2029"}


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def is_plain(text: str) -> bool:
    return TOO_FAR in text and "manage.py" not in text and "<title>Error" in text


def rows() -> tuple[int, int, int]:
    return DateChange.objects.count(), Deadline.objects.count(), Letter.objects.count()


def test_an_officer_reads_a_plain_sentence(signed_in, oscar, enquiry):
    before = rows()
    url = reverse("case_extend", args=[enquiry.number])
    text = text_of(
        signed_in(oscar).post(url, {**FAR, "reason": "A long survey.", "version": enquiry.version})
    )
    assert is_plain(text) and "A long survey." in text and rows() == before


def test_a_clerk_reads_a_plain_sentence_and_keeps_her_words(
    signed_in, stopped_clock, alice, oscar, log, outcomes, now
):
    late = now.replace(year=2028, month=12, day=13)
    enquiry = log(at=late)
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=late, by=oscar, **words)
    stopped_clock.move_to(late + timedelta(days=7))
    before = rows()
    url = reverse("enquiry_reopen", args=[enquiry.number])
    text = text_of(signed_in(alice).post(url, {"text": "It is broken again."}))
    assert is_plain(text) and "It is broken again." in text
    assert rows() == before and not Enquiry.objects.open().exists()


def test_an_administrator_reads_what_to_load(signed_in, stopped_clock, adam, log, now):
    late = now.replace(year=2028, month=12, day=13)
    log(at=late)
    stopped_clock.move_to(late)
    day = {"date-day": "27", "date-month": "12", "date-year": "2028", "why": "Storm"}
    for confirmed in ({}, {"confirmed": "yes"}):
        text = text_of(signed_in(adam).post(reverse("closure_add"), {**day, **confirmed}))
        assert "manage.py import_holidays FILE" in text and TOO_FAR not in text
    assert not ClosureDay.objects.exists()
