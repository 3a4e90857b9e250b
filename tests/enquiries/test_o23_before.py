"""O23: how like enquiries were answered, beside the answer; and a line of why where one departs."""

import uuid
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enquiries import workflows
from enquiries.deadlines.models import Standard
from enquiries.models import Answer, Event, Kind, Override
from enquiries.precedents import FEWEST, MOST_COMPARED
from enquiries.views.before import answered_before, departure, precedents_of
from post.models import Letter

pytestmark = pytest.mark.django_db
WORDS = {"explanation": "We counted.", "next_step": "Nothing more."}
WHY = "The school moved to this road in May."


@pytest.fixture
def answered(log, oscar, outcomes, reasons, now):
    """`answered("not-now", times=3)` are like enquiries with that answer, each an hour later."""

    def answer_some(code, times=1, at=now, **changes):
        reason = reasons["evidence"] if outcomes[code].needs_reason else None
        for number in range(times):
            workflows.answer(
                enquiry=log(at=at, **changes), outcome=outcomes[code], reason=reason,
                at=at + timedelta(minutes=number), by=oscar, **WORDS,
            )  # fmt: skip

    return answer_some


@pytest.fixture
def panel(signed_in, oscar):
    def read(enquiry) -> str:
        page = signed_in(oscar).get(reverse("case", args=[enquiry.number])).content
        aside = BeautifulSoup(page, "html.parser").aside
        return " ".join(aside.get_text(" ").partition("How we answered before")[2].split())

    return read


def test_o23_no_similar_enquiries_yet(panel, enquiry):
    assert panel(enquiry) == "No similar enquiries yet."


def test_o23_the_last_five_of_the_same_kind_with_outcome_reason_and_link(
    signed_in, oscar, enquiry, answered
):
    other = Kind.objects.create(code="X1", group=enquiry.kind.group, name="Verges")
    Standard.objects.create(
        kind=other, first_reply_days=2, answer_days=10, valid_from=date(2026, 1, 1)
    )
    answered("advice", kind=other)
    answered("not-now", times=6, road="Elsewhere")
    page = signed_in(oscar).get(reverse("case", args=[enquiry.number])).content
    heading = BeautifulSoup(page, "html.parser").find("h2", string="How we answered before")
    items = heading.find_next("ul").select("li")
    assert len(items) == 5
    for item in items:
        assert "Not at this time: The evidence does not show that it is needed" in " ".join(
            item.get_text().split()
        )
        assert signed_in(oscar).get(item.a["href"]).status_code == 200


def test_o23_the_same_road_comes_first_however_long_ago(
    enquiry, answered, now, other_council, other_parish, carol
):
    answered("advice", at=now - timedelta(days=90), road="Main St, near the school")
    foreign = {"council": other_council, "parish": other_parish, "asked_by": carol, "by": carol}
    answered("not-now", times=7, road="Main Street", **foreign)
    found = answered_before(enquiry)
    assert [each.is_here for each in found] == [True, False, False, False, False]
    assert found[0].outcome == "Advice given" and found[1].parish == "Fleckney"


def test_o23_an_enquirys_own_answers_are_not_its_precedents(enquiry, answered):
    answered("advice")
    own = Answer.objects.get().enquiry
    assert answered_before(own) == []


def test_o23_what_was_joined_to_another_decided_nothing(
    panel, enquiry, answered, log, outcomes, reasons, oscar, now
):
    answered("advice", times=FEWEST)
    main = log(road="Elsewhere")
    for _ in range(FEWEST):
        workflows.merge(enquiry=log(), main=main, explanation="The same.", at=now, by=oscar)
    workflows.answer(
        enquiry=log(), outcome=outcomes["not-now"], reason=reasons["duplicate"], at=now, by=oscar,
        **WORDS,
    )  # fmt: skip
    said = panel(enquiry)
    assert "Joined to another" not in said and "Not at this time" not in said
    assert f"Advice given: {FEWEST} of {FEWEST} (100%)" in said
    assert departure(enquiry, outcomes["advice"]) is None
    assert departure(enquiry, outcomes["not-now"]) == (0, FEWEST)


@pytest.mark.parametrize(
    ("no", "yes", "said"),
    [(3, 1, ["Not at this time: 3 of 4", "Advice given: 1 of 4"]),
     (6, 4, ["Not at this time: 6 of 10 (60%)", "Advice given: 4 of 10 (40%)"])],
)  # fmt: skip
def test_o23_shares_county_wide_respect_small_numbers(panel, enquiry, answered, no, yes, said):
    answered("not-now", times=no)
    answered("advice", times=yes)
    for words in said:
        assert words in panel(enquiry)
    assert ("%" in panel(enquiry)) == (no + yes >= FEWEST)


def test_o23_the_panel_reads_two_indexes_however_many_there_are(enquiry, answered, outcomes):
    answered("not-now", times=3)
    row = Answer.objects.first()
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.fields if not f.primary_key}
    Answer.objects.bulk_create(Answer(**fields | {"round": n}) for n in range(2, 2 + 300))
    with CaptureQueriesContext(connection) as queries:
        assert precedents_of(enquiry).total == MOST_COMPARED
    assert len(queries) == 2


def answer_page(client, enquiry, **words):
    words = {"version": enquiry.version, **words}
    response = client.post(reverse("case_answer", args=[enquiry.number]), words)
    return BeautifulSoup(response.content, "html.parser"), response


def chosen(outcomes, code, **more) -> dict:
    return {"outcome": outcomes[code].pk, **WORDS, **more}


def test_o23_an_answer_that_departs_asks_for_a_line_of_why(
    signed_in, oscar, maya, alice, enquiry, answered, outcomes
):
    answered("not-now", times=12)
    client = signed_in(oscar)
    page, _ = answer_page(client, enquiry, **chosen(outcomes, "advice"))
    asked = page.select_one(".govuk-inset-text ~ .govuk-form-group, form .govuk-inset-text")
    assert "Of the last 12 answers to this kind of enquiry" in asked.get_text()
    assert "none had this outcome" in asked.get_text() and page.select("[name=why_different]")
    seen = page.find("input", {"name": "seen"})["value"]
    words = chosen(outcomes, "advice", seen=seen, why_different=WHY)
    assert answer_page(client, enquiry, **words)[1].status_code == 302
    row = enquiry.answers.get()
    assert (row.alike, row.alike_same) == (12, 0)
    kept = Override.objects.get(what="departed")
    assert (kept.reason, kept.old, kept.new, kept.by) == (
        WHY, "0 of 12 like answers", "Advice given", oscar,
    )  # fmt: skip
    assert WHY in signed_in(maya).get(reverse("consistency_decisions")).content.decode()
    case = reverse("case", args=[enquiry.number])
    assert WHY in signed_in(maya).get(case).content.decode()
    hers = signed_in(alice).get(reverse("enquiry", args=[enquiry.number])).content.decode()
    assert WHY not in hers and "unlike" not in hers
    assert not [row for row in Letter.objects.all() if WHY in row.text + row.html]


def test_o23_the_notice_is_gentle_but_silence_is_recorded(
    signed_in, oscar, enquiry, answered, outcomes
):
    answered("not-now", times=12)
    client = signed_in(oscar)
    page, _ = answer_page(client, enquiry, **chosen(outcomes, "advice"))
    seen = page.find("input", {"name": "seen"})["value"]
    answer_page(client, enquiry, **chosen(outcomes, "advice", seen=seen))
    event = Event.objects.get(what="departed")
    assert not event.is_public and event.text.endswith("No reason was given.")
    assert Override.objects.get().reason == "No reason was given."


def test_o23_several_at_once_may_say_why_too(signed_in, oscar, enquiry, answered, outcomes):
    answered("not-now", times=12)
    words = {"outcome": outcomes["advice"].pk, "why_different": WHY, "token": uuid.uuid4(), **WORDS}
    signed_in(oscar).post(f"/officer/several/?do=close&pick={enquiry.reference}", words)
    assert Override.objects.get(what="departed").reason == WHY


@pytest.mark.parametrize(("like", "code"), [(9, "advice"), (12, "not-now")])
def test_o23_nothing_is_asked_of_few_or_of_the_usual(
    signed_in, oscar, enquiry, answered, outcomes, reasons, like, code
):
    answered("not-now", times=like)
    words = chosen(outcomes, code, reason=reasons["evidence"].pk)
    page, _ = answer_page(signed_in(oscar), enquiry, **words)
    assert page.select_one("#letter") and not page.select("[name=why_different]")
