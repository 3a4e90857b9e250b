"""O18 and its neighbours: pass on, treat as something else, split, and link."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.deadlines.models import BankHoliday, Standard
from enquiries.models import Body, Enquiry, Kind, Link, Override
from enquiries.permissions import Refused
from post.models import Letter

pytestmark = pytest.mark.django_db
WHY = "You ask for records that we hold."


@pytest.fixture
def highways(db) -> Body:
    site = {"website": "https://nationalhighways.example/", "contact": "0300 123 5000"}
    return Body.objects.create(name="National Highways", **site)


@pytest.fixture
def information(db) -> Body:
    return Body.objects.create(name="Requests for information", is_procedure=True, answer_days=20)


@pytest.fixture
def do(signed_in, oscar, enquiry):
    def post(name, **data):
        url = reverse(name, args=[enquiry.number])
        return signed_in(oscar).post(url, {"version": enquiry.version, **data})

    return post


def said(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def clerks(client, enquiry):
    return client.get(reverse("enquiry", args=[enquiry.number]))


def test_o18_passed_on_with_a_link_and_out_of_the_queue(
    do, signed_in, alice, oscar, enquiry, highways, outcomes
):
    text = {"explanation": "The A46 is a trunk road.", "message": "Please look at the gullies."}
    assert do("case_pass_on", body=highways.pk, **text).status_code == 302
    page = clerks(signed_in(alice), enquiry)
    assert "looked after by National Highways. We passed it to them on Wednesday 18" in said(page)
    assert 'href="https://nationalhighways.example/"' in page.content.decode()
    assert "0300 123 5000" in said(page) and "gullies" not in page.content.decode()
    letter, reach = Letter.objects.get(kind="enquiries/passed_on"), "0300 123 5000"
    assert f"How to reach National Highways: {reach}, https://nationalhighways" in letter.text
    assert (
        'href="https://nationalhighways.example/"' in letter.html and "gullies" not in letter.text
    )
    assert not Enquiry.objects.open().exists()
    ours = signed_in(alice).get(reverse("our_enquiries")).content.decode()
    assert enquiry.reference in ours
    desk = signed_in(oscar)
    assert "Please look at the gullies." in said(desk.get(reverse("case", args=[enquiry.number])))
    do("case_reference", external_reference="NH 4711")
    enquiry.refresh_from_db()
    assert enquiry.external_reference == "NH 4711"


def test_an_information_request_leaves_this_clock_for_the_statutory_one(
    do, signed_in, alice, enquiry, information, outcomes
):
    for nation in ("scotland", "northern-ireland"):
        rows = BankHoliday.objects.filter(nation="england-and-wales")
        BankHoliday.objects.bulk_create(
            BankHoliday(nation=nation, date=row.date, title=row.title) for row in list(rows)
        )
    BankHoliday.objects.create(nation="scotland", date="2026-11-30", title="St Andrew's Day")
    do("case_treat_as", body=information.pk, explanation=WHY)
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.outcome.code) == ("passed_on", "procedure")
    # 20 working days from Wednesday 18 November; St Andrew's Day does not count by law.
    by_law = "you get an answer by Thursday 17 December 2026"
    assert by_law in enquiry.next_step
    page = said(clerks(signed_in(alice), enquiry))
    assert "under another procedure since Wednesday 18 November 2026" in page and by_law in page
    assert by_law in Letter.objects.get(kind="enquiries/passed_on").text.replace("\n", " ")
    assert not enquiry.deadlines.filter(met_at__isnull=False).exists()
    assert not [row for row in enquiry.deadlines.all() if row.is_running]
    kept = Override.objects.get()
    assert (kept.what, kept.new, kept.reason) == ("treated", "Requests for information", WHY)


def test_a_complaint_has_no_date_of_law_and_what_was_missed_stays_missed(
    enquiry, oscar, now, outcomes
):
    complaints = Body.objects.create(name="Complaints", is_procedure=True)
    row = enquiry.deadlines.get(stage="answer")
    row.missed_at = row.target_at
    row.save()
    later = {"at": row.target_at + timedelta(days=1), "by": oscar}
    workflows.treat_as(enquiry=enquiry, body=complaints, explanation="Unhappy.", **later)
    row.refresh_from_db()
    assert row.missed_at and row.met_at is None and row.stopped_at
    enquiry.refresh_from_db()
    assert "not by the date we gave" in enquiry.next_step


def test_a_body_is_no_procedure_and_a_procedure_is_no_body(
    do, enquiry, highways, information, oscar, now, outcomes
):
    with pytest.raises(Refused, match="is another body"):
        workflows.treat_as(enquiry=enquiry, body=highways, explanation=WHY, at=now, by=oscar)
    with pytest.raises(Refused, match="is a procedure of ours"):
        workflows.pass_on(enquiry=enquiry, body=information, explanation=WHY, at=now, by=oscar)
    assert "There is a problem" in said(do("case_treat_as", body=highways.pk, explanation=WHY))
    assert "There is a problem" in said(do("case_pass_on", body=information.pk, explanation=WHY))


@pytest.fixture
def parking(kind) -> Kind:
    other = Kind.objects.create(code="PK1", group=kind.group, name="Parking", team=kind.team)
    Standard.objects.create(kind=other, first_reply_days=1, answer_days=5, valid_from="2019-01-01")
    return other


def test_split_in_two_wins_no_time_and_the_clerk_is_told_of_both(
    do, signed_in, alice, oscar, enquiry, parking, stopped_clock
):
    stopped_clock.shift(timedelta(days=1))
    Letter.objects.all().delete()
    words = {"road": "Church Lane", "description": "Cars on the verge.", "reason": "Two teams."}
    assert do("case_split", kind=parking.pk, **words).status_code == 302
    part = Enquiry.objects.exclude(pk=enquiry.pk).get()
    assert (part.asked_by, part.council, part.parish) == (alice, enquiry.council, enquiry.parish)
    assert part.received_at == enquiry.received_at
    assert str(part.promised_on) == "2026-11-25"  # five working days from receipt, not from today
    link = Link.objects.get()
    assert (link.enquiry, link.other, link.how) == (part, enquiry, "split")
    told = set(Letter.objects.filter(to=alice.email).values_list("about", "kind"))
    assert told == {
        (part.reference, "enquiries/received"), (enquiry.reference, "enquiries/update"),
    }  # fmt: skip
    for one, other in ((part, enquiry), (enquiry, part)):
        assert f"The other: {other.reference}" in said(clerks(signed_in(alice), one))
        case = signed_in(oscar).get(reverse("case", args=[one.number]))
        assert other.reference in said(case)


def test_related_enquiries_are_linked_for_officers_only(do, signed_in, alice, oscar, enquiry, log):
    other = log(road="Church Lane")
    do("case_link", other=other.reference)
    assert "is linked already" in said(do("case_link", other=other.reference))
    assert "reference of another enquiry" in said(do("case_link", other=enquiry.reference))
    case = signed_in(oscar).get(reverse("case", args=[other.number]))
    assert f"Related: {enquiry.reference}" in said(case)
    for each, strange in ((enquiry, other), (other, enquiry)):
        assert strange.reference not in said(clerks(signed_in(alice), each))
    do("case_unlink", other=other.reference)
    assert not Link.objects.exists() and enquiry.events.first().what == "unlinked"
    assert "is not linked" in said(do("case_unlink", other=other.reference))


ACTIONS = ["case_merge", "case_split", "case_link", "case_unlink", "case_treat_as"]


@pytest.mark.parametrize("name", ACTIONS)
def test_o11_each_is_a_page_with_a_way_out(signed_in, oscar, maya, enquiry, name):
    url = reverse(name, args=[enquiry.number])
    page = BeautifulSoup(signed_in(oscar).get(url).content, "html.parser")
    assert page.select_one("main form[method=post] button[type=submit]")
    assert page.find("a", string="Cancel")["href"] == reverse("case", args=[enquiry.number])
    assert signed_in(maya).post(url).status_code == 403
