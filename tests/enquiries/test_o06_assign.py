"""O6: claim, assign to a person or a team, give back; and what is corrected keeps its reason."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from accounts.models import Team, User
from enquiries import workflows
from enquiries.models import Override
from enquiries.permissions import Refused
from enquiries.surveys.models import NotSent, Survey
from enquiries.surveys.workflows import invite_all
from post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(db) -> User:
    return User.objects.create_user("priya@people.example", name="Priya Shah", is_officer=True)


@pytest.fixture
def drains(db) -> Team:
    return Team.objects.create(name="Drainage", email="drains@county.example")


@pytest.fixture
def do(signed_in, oscar, enquiry):
    def post(name, **data):
        url = reverse(name, args=[enquiry.number])
        return signed_in(oscar).post(url, {"version": enquiry.version, **data})

    return post


def said(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def decisions() -> list[tuple]:
    return list(Override.objects.values_list("what", "old", "new", "reason", "by__name"))


def test_o06_assign_to_a_person_and_then_to_another_with_a_reason(do, enquiry, priya, oscar, team):
    do("case_assign", team=team.pk, owner=priya.pk)
    enquiry.refresh_from_db()
    assert enquiry.owner == priya and enquiry.status == "received"
    assert enquiry.events.first().text == "To Priya Shah (Traffic and Signals)"
    assert not decisions()  # nobody had it: nothing was taken from anybody

    refused = do("case_assign", team=team.pk, owner=oscar.pk)
    assert "Say why. The reason is kept on record." in said(refused)
    enquiry.refresh_from_db()
    assert enquiry.owner == priya
    do("case_assign", team=team.pk, owner=oscar.pk, reason="Priya is on leave.")
    enquiry.refresh_from_db()
    had = "Priya Shah (Traffic and Signals)", "Oscar Officer (Traffic and Signals)"
    assert enquiry.owner == oscar
    assert decisions() == [("assigned", *had, "Priya is on leave.", "Oscar Officer")]


def test_o06_assign_to_a_team_tells_its_mailbox(do, enquiry, drains):
    do("case_assign", team=drains.pk, owner="", reason="It is a culvert.")
    enquiry.refresh_from_db()
    assert enquiry.team == drains and enquiry.owner is None
    assert Letter.objects.filter(to="drains@county.example").count() == 1
    assert [row[0] for row in decisions()] == ["assigned"]


def test_o06_only_officers_can_be_given_work(enquiry, alice, maya, oscar, team, now):
    for person in (alice, maya):
        with pytest.raises(Refused, match="is not an officer"):
            workflows.assign(enquiry=enquiry, team=team, owner=person, at=now, by=oscar)
    with pytest.raises(Refused, match="Choose a team or a person"):
        workflows.assign(enquiry=enquiry, team=None, owner=None, reason="-", at=now, by=oscar)


def test_o06_what_another_has_is_not_given_back_behind_her_back(enquiry, priya, oscar, now):
    workflows.claim(enquiry=enquiry, at=now, by=priya)
    with pytest.raises(Refused, match="Priya Shah has this enquiry"):
        workflows.give_back(enquiry=enquiry, at=now, by=oscar)
    priya.is_active = False
    priya.save()
    workflows.give_back(enquiry=enquiry, at=now, by=oscar)


def dates(enquiry) -> list[tuple]:
    return list(enquiry.deadlines.values_list("stage", "promised_on", "due_at", "target_at"))


def test_priority_and_parish_are_corrected_with_a_reason_and_no_date_moves(
    do, enquiry, other_parish
):
    before = dates(enquiry)
    assert "Enter why the priority changes" in said(do("case_priority", priority="P1"))
    do("case_priority", priority="P1", reason="A member rang.")
    do("case_parish", parish=other_parish.pk, reason="The lane is over the boundary.")
    enquiry.refresh_from_db()
    assert (enquiry.priority, enquiry.parish, dates(enquiry)) == ("P1", other_parish, before)
    assert {row[0]: row[1:4] for row in decisions()} == {
        "priority": ("P3: normal", "P1: danger or loss of access", "A member rang."),
        "parish": ("Billesdon", "Fleckney", "The lane is over the boundary."),
    }
    assert "already P1" in said(do("case_priority", priority="P1", reason="Again."))


def test_extending_and_correcting_a_kind_are_on_record(enquiry, oscar, kind, now, today):
    other = type(kind).objects.create(code="X1", group=kind.group, name="Verges", priority="P4")
    workflows.correct_kind(enquiry=enquiry, kind=other, reason="The verge.", at=now, by=oscar)
    day = today.replace(month=12, day=9)
    workflows.extend(enquiry=enquiry, new_due_on=day, reason="Snow.", at=now, by=oscar)
    found = {row[0]: row[1:4] for row in decisions()}
    assert found == {
        "kind": ("Speeding vehicles", "Verges", "The verge."),
        "extended": ("2026-12-02", "2026-12-09", "Snow."),
    }


def test_a_decision_needs_a_reason_and_is_never_rewritten(do, enquiry):
    do("case_priority", priority="P1", reason="A member rang.")
    row = Override.objects.get()
    for rewrite in (lambda: Override.objects.update(reason="x"), row.delete):
        with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
            rewrite()
    for blank in ("", "  \n"):
        row.pk, row.reason = None, blank
        with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
            row.save(force_insert=True)


def test_no_survey_follows_where_an_officer_said_so_and_why(
    log, oscar, now, outcomes, signed_in, stopped_clock
):
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    one, other = log(), log(road="Church Lane")
    for enquiry in (one, other):
        workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=now, by=oscar, **words)
    url = reverse("case_no_survey", args=[one.number])
    desk = signed_in(oscar)
    assert "Enter why no survey should follow" in said(desk.post(url, {"version": one.version}))
    desk.post(url, {"version": one.version, "reason": "The clerk is bereaved."})
    assert decisions()[0][:1] == ("survey",)
    assert invite_all(at=now + timedelta(days=1)) == 1
    assert not Survey.objects.filter(answer__enquiry=one).exists()
    assert NotSent.objects.get().why == NotSent.Why.WAIVED
    again = desk.post(url, {"version": one.version, "reason": "Again."})
    assert "already said that no survey follows" in said(again)
    late = reverse("case_no_survey", args=[other.number])
    refused = desk.post(late, {"version": other.version, "reason": "Too late."})
    assert "The survey has been sent already." in said(refused)


def test_a_reference_of_another_system_is_a_box_to_copy_from(do, enquiry, signed_in, oscar):
    do("case_reference", external_reference="Confirm 779135")
    page = BeautifulSoup(
        signed_in(oscar).get(reverse("case", args=[enquiry.number])).content, "html.parser"
    )
    box = page.select_one("input[readonly]")
    assert box["value"] == "Confirm 779135" and page.find("label", attrs={"for": box["id"]})
    assert page.select_one("button[data-copy]").parent.has_attr("hidden")  # until a script can copy
    do("case_reference", external_reference="")
    enquiry.refresh_from_db()
    assert enquiry.external_reference == ""


ACTIONS = ["case_assign", "case_priority", "case_parish", "case_reference", "case_no_survey"]


@pytest.mark.parametrize("name", ACTIONS)
def test_o11_each_is_a_page_with_a_way_out(signed_in, oscar, maya, enquiry, name):
    url = reverse(name, args=[enquiry.number])
    page = BeautifulSoup(signed_in(oscar).get(url).content, "html.parser")
    assert page.select_one("main form[method=post] button[type=submit]")
    assert page.find("a", string="Cancel")["href"] == reverse("case", args=[enquiry.number])
    assert signed_in(maya).post(url).status_code == 403
