"""Every pair of statuses is either a move of the table or refused, in the code and in the row."""

import itertools
from pathlib import Path

import pytest
from django.db import transaction

from enquiries.management.commands.draw_states import page
from enquiries.models import Body, Enquiry, Event, Outcome
from enquiries.states import CLOSED, LOOKS, MOVES, OPEN, IllegalMove, Status
from enquiries.workflows.move import move

PAIRS = list(itertools.product(Status, Status))


def test_every_status_is_open_or_closed_and_has_a_look():
    assert set(OPEN) | set(CLOSED) == set(Status) == set(LOOKS) == set(MOVES)
    assert not set(OPEN) & set(CLOSED)


def fields_for(status: Status, oscar, now, reasons) -> dict:
    """What the database asks of a row in this status."""
    needs = {"closed_at": None, "closed_by": None}
    if status in CLOSED:
        outcome = Outcome.objects.filter(leads_to=status).first()
        needs = {"closed_at": now, "closed_by": oscar, "outcome": outcome, "explanation": "Why."}
        needs |= {"next_step": "Nothing.", "reason": reasons["criteria"]}
    if status == Status.PLANNED:
        needs["planned_for"] = now.date()
    if status == Status.PASSED_ON:
        needs["passed_to"] = Body.objects.get_or_create(name="Severn Trent")[0]
    return needs


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda status: str(status))
def test_the_door_opens_only_for_moves_of_the_table(
    old, new, enquiry, oscar, now, outcomes, reasons
):
    held = fields_for(old, oscar, now, reasons)
    Enquiry.objects.filter(pk=enquiry.pk).update(status=old, **held)
    enquiry.refresh_from_db()
    before = Event.objects.count()
    changes = fields_for(new, oscar, now, reasons)
    if new in MOVES[old]:
        with transaction.atomic():
            move(enquiry=enquiry, to=new, what=Event.What.NOTE, at=now, by=oscar, **changes)
    else:
        with pytest.raises(IllegalMove, match="cannot be done now"), transaction.atomic():
            move(enquiry=enquiry, to=new, what=Event.What.NOTE, at=now, by=oscar, **changes)
    enquiry.refresh_from_db()
    moved = new in MOVES[old]
    assert enquiry.status == (new if moved else old)
    assert Event.objects.count() - before == moved


def test_the_drawing_in_docs_is_the_table_of_today():
    drawn = Path("docs/states.md").read_text(encoding="utf-8")
    assert drawn == page(), "Run manage.py draw_states"
