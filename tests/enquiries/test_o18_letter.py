"""O18: what is passed on can be written to the other body too, as the officer saw it beforehand."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Body, Enquiry, Event
from enquiries.permissions import Refused
from enquiries.workflows.passing import DIRECT, NAMELESS
from post.models import Letter

pytestmark = pytest.mark.django_db
ADDRESS = "post@highways.example"
MESSAGE = "The gullies by the slip road are blocked."
WORDS = {"explanation": "The A46 is a trunk road.", "message": MESSAGE, "send": "on"}


@pytest.fixture
def highways(db) -> Body:
    return Body.objects.create(name="National Highways", email=ADDRESS)


@pytest.fixture
def do(signed_in, oscar, enquiry, highways, outcomes):
    def post(**data):
        known = {"version": enquiry.version, "body": highways.pk, **WORDS}
        return signed_in(oscar).post(reverse("case_pass_on", args=[enquiry.number]), known | data)

    return post


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def seen(response) -> str:
    return page_of(response).find(attrs={"name": "seen"})["value"]


def written() -> Letter:
    return Letter.objects.get(kind="enquiries/for_body")


def test_o18_the_letter_is_seen_and_then_sent_as_it_was_seen(do, enquiry, highways, oscar, team):
    team.email = "traffic@county.example"
    team.save()
    enquiry.refresh_from_db()
    check = do()
    enquiry.refresh_from_db()
    assert check.status_code == 200 and enquiry.status == "received"
    assert not Letter.objects.filter(kind__in=["enquiries/for_body", "enquiries/passed_on"])
    assert do(seen=seen(check)).status_code == 302
    letter = written()
    assert page_of(check).find(id="to-them").text == letter.text
    clerks = Letter.objects.get(kind="enquiries/passed_on")
    assert page_of(check).find(id="letter").text == clerks.text
    assert (letter.to, letter.reply_to) == (ADDRESS, team.email)
    assert MESSAGE in letter.text and enquiry.reference in letter.subject
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.passed_to) == ("passed_on", highways)


def test_nothing_of_a_person_or_from_inside_goes_with_it_unless_chosen(do, enquiry, alice, oscar):
    workflows.note(enquiry=enquiry, text="Awkward", at=enquiry.received_at, by=oscar)
    enquiry.refresh_from_db()
    do(seen=seen(do()))
    letter = written()
    for inside in (alice.name, alice.email, oscar.name, "Awkward", enquiry.description):
        assert inside not in letter.text + letter.html


def test_the_clerk_is_named_where_it_is_chosen_and_seen_and_she_is_told(do, alice, enquiry):
    check = do(with_clerk="on")
    line = f"Please answer {alice.name} of {enquiry.council}: {alice.email}"
    assert line in page_of(check).find(id="to-them").text
    do(seen=seen(check), with_clerk="on")
    assert line in written().text
    assert "We gave them your name and e-mail address" in told(DIRECT)


def test_the_clerk_is_not_promised_an_answer_by_those_who_cannot_write_to_her(do):
    do(seen=seen(do()))
    assert NAMELESS in told(NAMELESS) and DIRECT not in told(NAMELESS)


def told(what_next: str) -> str:
    """What the clerk reads of it, after her page has said the same."""
    enquiry = Enquiry.objects.get(status="passed_on")
    assert enquiry.next_step == what_next and what_next in enquiry.sentence_at(enquiry.closed_at)
    return " ".join(Letter.objects.get(kind="enquiries/passed_on").text.split())


def test_it_is_kept_in_the_timeline_for_officers_alone(do, signed_in, alice, oscar, enquiry):
    do(seen=seen(do()))
    event = enquiry.events.get(what=Event.What.WROTE)
    assert not event.is_public and ADDRESS in event.text and MESSAGE in event.text
    case = signed_in(oscar).get(reverse("case", args=[enquiry.number])).content.decode()
    assert "Letter to another body" in case and MESSAGE in case
    hers = signed_in(alice).get(reverse("enquiry", args=[enquiry.number])).content.decode()
    assert MESSAGE not in hers and ADDRESS not in hers


@pytest.mark.parametrize("mark", ["", "another"])
def test_what_was_not_seen_is_not_sent(do, enquiry, mark):
    response = do(seen=mark)
    assert "changed since you looked" in response.content.decode()
    enquiry.refresh_from_db()
    assert enquiry.status == "received" and MESSAGE in response.content.decode()


def test_without_an_address_nothing_is_offered_and_nothing_sent(
    do, signed_in, oscar, enquiry, highways, now
):
    water = Body.objects.create(name="The water company")
    refused = page_of(do(body=water.pk)).find(class_="govuk-error-summary").text
    assert "We have no e-mail address of The water company" in refused
    with pytest.raises(Refused, match="no e-mail address"):
        words = {"explanation": "Theirs.", "message": MESSAGE, "send": True}
        workflows.pass_on(enquiry=enquiry, body=water, at=now, by=oscar, **words)
    highways.email = ""
    highways.save()
    page = signed_in(oscar).get(reverse("case_pass_on", args=[enquiry.number]))
    assert not page_of(page).find(attrs={"name": "send"})
    assert "changed since you looked" in do(seen="x").content.decode()
    assert not Letter.objects.filter(kind__in=["enquiries/for_body", "enquiries/passed_on"])


@pytest.mark.parametrize("message, why", [("", "Write what you tell them"), ("[what]", "Fill in")])
def test_a_letter_says_something_whole(do, enquiry, message, why):
    response = do(message=message)
    assert why in page_of(response).find(class_="govuk-error-summary").text
    enquiry.refresh_from_db()
    assert enquiry.status == "received"


def test_what_was_written_can_be_changed(do, enquiry):
    page = page_of(do(change="yes", seen="x"))
    assert MESSAGE in page.find(attrs={"name": "message"}).text
    assert page.find(attrs={"name": "send"}).has_attr("checked")
    assert not page.find(class_="govuk-error-summary")
    enquiry.refresh_from_db()
    assert enquiry.status == "received"


def test_an_officer_whom_the_team_does_not_let_act_writes_to_nobody(
    do, enquiry, team, oscar, highways, now
):
    team.is_closed = True
    team.save()
    oscar.teams.clear()
    enquiry.refresh_from_db()
    with pytest.raises(Refused, match="Only officers of"):
        words = {"explanation": "Theirs.", "message": MESSAGE, "send": True}
        workflows.pass_on(enquiry=enquiry, body=highways, at=now, by=oscar, **words)
    assert do().status_code == 403 and do(seen="x").status_code == 403
    assert not Letter.objects.filter(kind="enquiries/for_body").exists()


def test_somebody_who_was_faster_is_told_of_and_the_words_stay(do, enquiry, oscar, now):
    workflows.update(enquiry=enquiry, text="We looked.", at=now, by=oscar)
    response = do(version=0)
    assert MESSAGE in response.content.decode() and not page_of(response).find(id="to-them")
