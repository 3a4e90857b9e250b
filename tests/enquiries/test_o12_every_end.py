"""O12: however an enquiry ends, the clerk learns what was decided, why, and what happens next."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Answer, Batch, Body, Enquiry
from enquiries.permissions import Refused
from enquiries.states import CLOSED, MOVES, Status

pytestmark = pytest.mark.django_db
WORDS = {"explanation": "We counted the traffic.", "next_step": "We count again in May."}
ENDS = {verb for moves in MOVES.values() for to, verb in moves.items() if to in CLOSED}


@pytest.fixture
def body(db) -> Body:
    return Body.objects.create(name="National Highways")


@pytest.fixture
def ends(log, alice, oscar, outcomes, reasons, body, now):
    """`ends[verb](**changes)` ends a new enquiry by that verb; the changes make it incomplete."""
    act, speak = {"at": now, "by": oscar}, {"at": now, "by": alice}

    def plan() -> Enquiry:
        enquiry, day = log(), (now + timedelta(days=60)).date()
        planned = {"outcome": outcomes["will-do"], "reason": None, "planned_for": day}
        workflows.answer(enquiry=enquiry, **planned, **WORDS, **act)
        return enquiry

    def end(verb, enquiry, **words):
        verb(enquiry=enquiry, **words)
        enquiry.refresh_from_db()
        return enquiry

    no = {"outcome": outcomes["not-now"], "reason": reasons["evidence"], **WORDS, **act}
    done = {"text": "Painted.", "next_step": "Nothing.", **act}
    theirs = {"body": body, "explanation": "It is a trunk road.", **act}
    return {
        "answer": lambda **c: end(workflows.answer, log(), **no | c),
        "close": lambda **c: end(workflows.close, plan(), **done | c),
        "pass_on": lambda **c: end(workflows.pass_on, log(), **theirs | c),
        "withdraw": lambda **c: end(workflows.withdraw, log(), **{"text": "", **speak} | c),
    }


def test_o12_every_verb_that_ends_an_enquiry_is_walked_here(ends):
    assert set(ends) == ENDS


@pytest.mark.parametrize("verb", sorted(ENDS))
def test_o12_every_end_says_what_why_and_what_next(ends, verb, signed_in, alice, oscar):
    enquiry = ends[verb]()
    assert enquiry.status in CLOSED and enquiry.outcome and enquiry.explanation
    assert enquiry.reason or not enquiry.outcome.needs_reason
    assert enquiry.next_step
    reader, page = (oscar, "case") if verb == "withdraw" else (alice, "enquiry")
    page = signed_in(reader).get(reverse(page, args=[enquiry.number])).content
    said = BeautifulSoup(page, "html.parser").select_one("main").get_text()
    for words in (enquiry.outcome.wording, enquiry.explanation, enquiry.next_step):
        assert words in said


def test_o13_work_is_not_said_to_be_done_with_a_blank(ends):
    for words in ({"text": "Painted on [date]."}, {"next_step": "Ring [number]."}):
        with pytest.raises(Refused, match="Fill in"):
            ends["close"](**words)


@pytest.mark.parametrize(
    ("verb", "missing"),
    [("answer", "reason"), ("answer", "explanation"), ("answer", "next_step"),
     ("close", "text"), ("close", "next_step"), ("pass_on", "explanation")],
)  # fmt: skip
def test_o12_no_verb_ends_an_enquiry_without_them(ends, verb, missing):
    with pytest.raises(Refused):
        ends[verb](**{missing: None if missing == "reason" else " \n"})
    assert (
        not Enquiry.objects.closed().exists()
        and not Answer.objects.exclude(closed_at=None).exists()
    )


@pytest.mark.parametrize(
    "missing", [{"next_step": ""}, {"explanation": ""}, {"outcome": None}, {"closed_at": None},
                {"closed_by": None}, {"reason": None}],
)  # fmt: skip
def test_o12_nor_does_the_database_whoever_writes(ends, log, now, oscar, missing):
    """A bulk update, a script or the admin writes past the verbs, and not past this."""
    whole = ends["answer"]()
    words = {"outcome": whole.outcome, "reason": whole.reason, **WORDS, "closed_at": now}
    closing = {"status": Status.ANSWERED, **words, "closed_by": oscar}
    rows = Enquiry.objects.filter(pk=log().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**closing | missing)
    assert rows.update(**closing) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**missing)


def test_o12_nor_by_adding_a_row_that_is_closed(ends):
    whole = ends["answer"]()
    fields = {field.attname: getattr(whole, field.attname) for field in whole._meta.fields}
    fields |= {"id": None, "number": whole.number + 1000, "form_token": uuid.uuid4()}
    with pytest.raises(IntegrityError, match="needs one of the listed"), transaction.atomic():
        Enquiry.objects.bulk_create([Enquiry(**fields | {"reason_id": None})])


def test_o12_an_outcome_that_needs_a_reason_from_now_on_leaves_old_answers_be(ends, outcomes):
    enquiry = ends["withdraw"]()
    enquiry.outcome.needs_reason = True
    enquiry.outcome.save()
    enquiry.external_reference = "779135"
    enquiry.save()


def test_o12_an_answer_that_is_kept_says_it_too(ends):
    row = ends["answer"]().answers.get()
    for missing in ("explanation", "next_step"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.filter(pk=row.pk).update(**{missing: ""})


def test_o12_nor_several_at_once(log, outcomes, reasons, oscar, now):
    """Each is refused by itself, in the words of the verb."""
    several = [log(), log()]
    words = {"outcome": outcomes["not-now"], "reason": None, **WORDS}
    how = {"what": Batch.What.CLOSE, "enquiries": several, "to": "No", "at": now, "by": oscar}
    batch = workflows.run_batch(words=words, token=uuid.uuid4(), **how)
    assert [row["done"] for row in batch.results] == [False, False]
    assert "Choose the reason" in batch.results[0]["why"]
    assert not Enquiry.objects.closed().exists()
    words["reason"] = reasons["evidence"]
    batch = workflows.run_batch(words=words, token=uuid.uuid4(), **how)
    assert [row["done"] for row in batch.results] == [True, True]


def test_o12_the_admin_ends_nothing(rf, adam):
    """Enquiries and answers are only looked at there."""
    for model in (Enquiry, Answer):
        page, request = admin.site.get_model_admin(model), rf.get("/")
        request.user = adam
        assert not page.has_change_permission(request) and not page.has_add_permission(request)
        assert not page.has_delete_permission(request)
