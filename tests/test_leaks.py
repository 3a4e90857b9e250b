"""No clerk reads what is the county's own: notes, officers' names, teams and reasons kept inside.

Markers are planted wherever officers write for each other, then every page that clerks can open and
every letter to them is searched. Who adds a page or a letter need do nothing: all are walked.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Body, Enquiry, Event
from enquiries.workflows.move import record
from post.models import Letter

from .test_registry import OURS, arguments, client_of, people, records  # noqa: F401

pytestmark = pytest.mark.django_db
MARKER = "Zanzibarov"
INSIDE = re.compile(MARKER, re.IGNORECASE)
PER_CASE = ["enquiry", "enquiry_sent", "enquiry_add", "enquiry_reply", "enquiry_withdraw",
            "enquiry_reopen"]  # fmt: skip


def plant(enquiry: Enquiry, who: dict) -> None:
    """Write whatever officers write for each other, and one inside event of every sort."""
    secret = f"{MARKER} says"
    workflows.note(enquiry=enquiry, text=secret, **who)
    workflows.change_priority(enquiry=enquiry, priority="P1", reason=secret, **who)
    workflows.note_reference(enquiry=enquiry, external_reference=secret, **who)
    workflows.assign(enquiry=enquiry, team=enquiry.team, owner=who["by"], reason=secret, **who)
    workflows.note_opening(enquiry=enquiry, **who)
    for what in set(Event.What) - {Event.What.MISSED}:
        record(enquiry=enquiry, what=what, text=f"{secret} {what}", public=False, **who)


@pytest.fixture
def cases(records, enquiry, log, oscar, maya, team, outcomes, reasons, now) -> list[Enquiry]:  # noqa: F811
    """Alice's enquiries at every turn, each with what is not for her eyes."""
    oscar.name, team.name, maya.name = f"Oscar {MARKER}", f"Queue {MARKER}", f"Maya {MARKER}"
    for row in (oscar, team, maya):
        row.save()
    who, secret = {"at": now, "by": oscar}, f"{MARKER} says"
    asked, planned, answered, passed, same, part = (log(road=f"Road {n}") for n in range(6))
    found = [enquiry, asked, planned, answered, passed, same, part]
    for each in found:
        plant(each, who)
        each.refresh_from_db()
    words = {"reason": None, "explanation": "We looked.", "next_step": "Nothing."}
    workflows.update(enquiry=enquiry, text="We count.", **who)
    workflows.ask(enquiry=asked, text="Which side?", **who)
    later = {"planned_for": (now + timedelta(days=30)).date(), **words}
    workflows.answer(enquiry=planned, outcome=outcomes["will-do"], **later, **who)
    workflows.answer(enquiry=answered, outcome=outcomes["already"], **words, **who)
    workflows.waive_survey(enquiry=answered, reason=secret, **who)
    body = Body.objects.create(name="National Highways", email="post@highways.example")
    told = {"message": secret, "send": True, "with_clerk": True}
    workflows.pass_on(enquiry=passed, body=body, explanation="Theirs.", **told, **who)
    workflows.split(
        enquiry=part, kind=part.kind, road="Hill", description="Two.", reason="Two.", **who
    )
    workflows.link(enquiry=part, other=enquiry, **who)
    workflows.merge(enquiry=same, main=enquiry, explanation="The same.", **who)
    workflows.extend(
        enquiry=enquiry, new_due_on=(now + timedelta(days=21)).date(), reason="Snow.", **who
    )
    return found


def pages(cases, records) -> list[str]:  # noqa: F811
    known = [reverse(name, kwargs=arguments(name, records)) for name in OURS]
    own = [reverse(name, args=[each.number]) for name in PER_CASE for each in cases]
    return [*known, *own, *(f"{path}?alone=1" for path in own)]


def test_no_page_of_a_clerk_shows_what_is_inside(people, records, cases, oscar, stopped_clock):  # noqa: F811
    leaks, read = [], 0
    for role in ("alice", "deputy", "carol", "anonymous"):
        client = client_of(role, people)
        for path in pages(cases, records):
            response = client.get(path)
            if response.status_code != 200 or response.streaming:
                continue
            read += 1
            if INSIDE.search(response.content.decode("utf-8", "replace")):
                leaks.append((role, path))
    assert leaks == [] and read > 100
    inside = client_of("oscar", people).get(reverse("case", args=[cases[0].number]))
    assert len(INSIDE.findall(inside.content.decode())) > 20, "the markers are there to be found"


def test_no_letter_to_a_clerk_says_what_is_inside(people, cases):  # noqa: F811
    clerks = [people[role].email for role in ("alice", "deputy", "carol")]
    letters = Letter.objects.filter(to__in=clerks)
    kinds = set(letters.values_list("kind", flat=True))
    assert {f"enquiries/{kind}" for kind in ("update", "question", "answered", "passed_on")} < kinds
    assert [
        (letter.kind, letter.to) for letter in letters
        if INSIDE.search(f"{letter.subject} {letter.text} {letter.html}")
    ] == []  # fmt: skip
