"""O13: standard wording as reviewed, put in without JavaScript, and no blank of it is ever sent."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from enquiries import workflows
from enquiries.blanks import blanks, is_as_written, pieces
from enquiries.models import Answer, Body, Kind, StandardWording
from enquiries.permissions import Refused

pytestmark = pytest.mark.django_db
TEXT = "We surveyed [road] on [date of survey]. The average speed was [speed] mph."
FILLED = "We surveyed Main Street on 3 November. The average speed was 31 mph."


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def survey(kind) -> StandardWording:
    row = StandardWording.objects.create(
        title="Speed survey done", text=TEXT, next_step="We will look again in a year.",
        reviewed_on=date(2026, 11, 3), reviewer="the road safety manager",
    )  # fmt: skip
    row.kinds.add(kind)
    return row


@pytest.fixture
def post(desk, enquiry):
    def send(**words) -> BeautifulSoup:
        words = {"version": enquiry.version, **words}
        response = desk.post(reverse("case_answer", args=[enquiry.number]), words)
        page = BeautifulSoup(response.content, "html.parser")
        page.status = response.status_code
        return page

    return send


def box(page, name) -> str:
    return page.select_one(f"[name={name}]").get_text().removeprefix("\n")


def offered(page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select("#wording h2")]


def errors(page) -> list[str]:
    return [item.get_text(strip=True) for item in page.select(".govuk-error-summary__list li")]


def test_o13_wording_shows_who_reviewed_it_and_when(desk, enquiry, survey):
    page = desk.get(reverse("case_answer", args=[enquiry.number])).content
    section = BeautifulSoup(page, "html.parser").select_one("#wording")
    assert "Last reviewed 3 November 2026 by the road safety manager" in section.get_text()
    marked = [mark.get_text() for mark in section.select("mark")]
    assert marked == ["[road]", "[date of survey]", "[speed]"]
    assert "Use this wording" in section.get_text()


def test_o13_put_in_its_blanks_are_marked_and_what_was_typed_stays(post, survey, outcomes):
    typed = {"explanation": "Thank you for writing.", "outcome": outcomes["advice"].pk}
    page = post(use=survey.pk, **typed)
    assert box(page, "explanation") == (
        "Thank you for writing.\n\nWe surveyed Main Street on [date of survey]. "
        "The average speed was [speed] mph."
    )
    assert box(page, "next_step") == "We will look again in a year."
    chosen = page.select_one("input[name=outcome][checked]")
    assert chosen["value"] == str(outcomes["advice"].pk)
    marks = [mark.get_text() for mark in page.select("form > p mark")]
    assert marks == ["[date of survey]", "[speed]"]
    assert not errors(page)


def test_o13_nothing_is_sent_with_a_blank(post, survey, outcomes, enquiry, oscar, now):
    words = {"outcome": outcomes["advice"].pk, "explanation": TEXT, "next_step": "Ring [number]"}
    page = post(seen="x", wording=survey.pk, **words)
    assert errors(page) == [
        "Fill in [road] and [date of survey] and [speed], or take it out",
        "Fill in [number], or take it out",
    ]
    with pytest.raises(Refused, match="date of survey"):
        workflows.answer(
            enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation=TEXT,
            next_step="Nothing.", at=now, by=oscar,
        )  # fmt: skip
    body = Body.objects.create(name="National Highways")
    with pytest.raises(Refused, match="date of survey"):
        workflows.pass_on(enquiry=enquiry, body=body, explanation=TEXT, at=now, by=oscar)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("text", "said", "edited"),
    [(FILLED, "as written", False), (FILLED + " Please be patient.", "edited", True),
     (FILLED.replace("\n", "\r\n"), "as written", False)],
)  # fmt: skip
def test_o13_edited_text_is_marked_as_edited(post, survey, outcomes, text, said, edited):
    words = {"outcome": outcomes["advice"].pk, "explanation": text, "next_step": "Nothing."}
    page = post(wording=survey.pk, **words)
    assert f"Standard wording: Speed survey done – {said}." in page.get_text()
    seen = page.find("input", {"name": "seen"})["value"]
    assert post(wording=survey.pk, seen=seen, **words).status == 302
    row = Answer.objects.get()
    assert row.wording == survey and row.is_wording_edited == edited


def test_o13_search_finds_by_title_text_and_kind(post, survey, kind):
    other = StandardWording.objects.create(title="Gritting routes", text="We grit main roads.")
    assert offered(post(find="yes", words="average speed")) == ["Speed survey done"]
    assert offered(post(find="yes", words="gritting")) == [other.title]
    assert offered(post(find="yes", words=kind.name)) == ["Speed survey done"]
    page = post(find="yes", words="submarines", explanation="Half a line")
    assert "Nothing found for “submarines”" in page.get_text()
    assert box(page, "explanation") == "Half a line" and not errors(page)


def test_o13_what_fits_the_kind_and_outcome_comes_first(post, survey, outcomes, kind):
    other = Kind.objects.create(code="X1", group=kind.group, name="Verges")
    StandardWording.objects.create(title="A general reply", text="Thank you.")
    no = StandardWording.objects.create(title="No", text="No.", outcome=outcomes["not-now"])
    verges = StandardWording.objects.create(title="Verges", text="We cut.")
    verges.kinds.add(other)
    assert offered(post(find="yes")) == ["Speed survey done", "A general reply", "No"]
    advice = offered(post(find="yes", outcome=outcomes["advice"].pk))
    assert advice == ["Speed survey done", "A general reply"]
    page = post(use=no.pk)
    assert page.select_one("input[name=outcome][checked]")["value"] == str(no.outcome_id)


@pytest.mark.parametrize(
    ("months", "is_offered"),
    [((None, None), True), ((10, 4), True), ((11, 11), True), ((4, 9), False), ((12, 3), False)],
)
def test_o13_seasonal_rows_come_and_go(post, survey, months, is_offered):
    """It is November here."""
    survey.from_month, survey.to_month = months
    survey.save()
    assert (offered(post(find="yes")) == ["Speed survey done"]) == is_offered


def test_o13_what_is_switched_off_is_neither_offered_nor_put_in(post, survey):
    survey.is_active = False
    survey.save()
    assert offered(post(find="yes")) == [] and box(post(use=survey.pk), "explanation") == ""


def test_o13_samples_say_that_they_are_samples(post, survey):
    survey.is_sample = True
    survey.save()
    assert "not the council’s wording" in offered(post(find="yes"))[0]


@pytest.mark.parametrize("odd", ["0", "-1", "9" * 40, "x", "²", ""])
def test_o13_a_key_that_is_none_puts_nothing_in(post, survey, odd):
    assert box(post(use=odd, explanation="Mine"), "explanation") == "Mine"


def test_o13_a_review_names_its_reviewer_and_months_come_in_pairs(survey):
    rows = StandardWording.objects.filter(pk=survey.pk)
    for odd in ({"reviewer": ""}, {"from_month": 3}, {"from_month": 3, "to_month": 13}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**odd)


def test_o13_what_counts_as_a_blank():
    assert blanks("On [date] and [date], see [1] and [] (or [Name of officer]).") == [
        "[date]", "[Name of officer]",
    ]  # fmt: skip
    assert "".join(piece for piece, _ in pieces(TEXT)) == TEXT
    assert is_as_written(FILLED, TEXT) and not is_as_written(TEXT[:20], TEXT)
    assert not is_as_written(FILLED.replace("3 November", " "), TEXT)
