"""A second officer: an answer waits for him, and is sent as he approved it or goes back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Proposal
from enquiries.permissions import Refused
from post.models import Letter

pytestmark = pytest.mark.django_db
WORDS = {"explanation": "We counted.", "next_step": "We count again in May."}


@pytest.fixture
def priya(django_user_model, team):
    return django_user_model.objects.create_user(
        "priya@people.example", name="Priya Second", is_officer=True
    )


@pytest.fixture
def delicate(enquiry):
    enquiry.kind.needs_approval = True
    enquiry.kind.save()
    return enquiry


@pytest.fixture
def words(outcomes, enquiry) -> dict:
    return {"version": enquiry.version, "outcome": outcomes["advice"].pk, **WORDS}


@pytest.fixture
def proposal(delicate, outcomes, oscar, now) -> Proposal:
    given = {"outcome": outcomes["advice"], "reason": None, **WORDS}
    return workflows.propose(enquiry=delicate, at=now, by=oscar, **given)


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def hidden(page) -> dict:
    form = page.select_one("main form")
    return {box["name"]: box["value"] for box in form.select("input[type=hidden]")}


def to_clerk():
    return Letter.objects.filter(kind="enquiries/answered")


def test_an_answer_of_such_a_kind_waits_and_nothing_is_sent(signed_in, oscar, delicate, words):
    client, url = signed_in(oscar), reverse("case_answer", args=[delicate.number])
    check = soup(client.post(url, words))
    assert [b.get_text(strip=True) for b in check.select("main form button")] == [
        "Send for approval", "Change",
    ]  # fmt: skip
    client.post(url, hidden(check))
    row = Proposal.objects.get()
    delicate.refresh_from_db()
    assert delicate.status == "received" and not delicate.answers.exists() and not to_clerk()
    assert Letter.objects.filter(kind="enquiries/approval_wanted").count() == 1
    page = soup(client.get(reverse("case", args=[delicate.number])))
    said = page.select_one("section[aria-labelledby=next]").get_text()
    assert "waits for another officer to approve it" in said
    assert "the reply date, Wednesday 2 December 2026, still runs" in said
    assert page.find("a", href=reverse("case_approve", args=[delicate.number, row.pk]))


def test_no_verb_answers_it_past_a_second_officer(delicate, outcomes, oscar, now):
    with pytest.raises(Refused, match="Another officer approves"):
        workflows.answer(
            enquiry=delicate, outcome=outcomes["advice"], reason=None, at=now, by=oscar, **WORDS
        )


def test_the_clerk_sees_nothing_of_it(signed_in, alice, proposal):
    page = signed_in(alice).get(reverse("enquiry", args=[proposal.enquiry.number]))
    said = page.content.decode()
    assert "approv" not in said and "We counted." not in said and "Received" in said


def test_another_officer_sends_just_what_she_was_shown(signed_in, priya, oscar, proposal):
    url = reverse("case_approve", args=[proposal.enquiry.number, proposal.pk])
    client = signed_in(priya)
    whole = soup(client.get(url))
    assert "Written by Oscar Officer" in whole.get_text() and "We counted." in whole.get_text()
    page = soup(client.post(url, hidden(whole)))
    assert client.post(url, hidden(page) | {"seen": "forged"}).status_code == 200 and not to_clerk()
    assert client.post(url, hidden(page)).status_code == 302
    letter = to_clerk().get()
    assert letter.text == page.select_one("#letter").get_text()
    row = proposal.enquiry.answers.get()
    assert (row.answered_by, row.approved_by) == (oscar, priya)
    proposal.refresh_from_db()
    assert proposal.is_approved and proposal.decided_by == priya


@pytest.mark.parametrize("name", ["case_approve", "case_send_back"])
def test_o09_who_comes_too_late_is_told_who_decided(signed_in, priya, oscar, proposal, now, name):
    url = reverse(name, args=[proposal.enquiry.number, proposal.pk])
    workflows.send_back(proposal=proposal, comment="Give the figures.", at=now, by=priya)
    for method in ("get", "post"):
        page = soup(getattr(signed_in(oscar), method)(url, follow=True))
        assert "no longer waits for approval: Priya Second sent it back." in page.main.get_text()


def test_o01_my_work_shows_what_waits_for_ones_eyes(signed_in, priya, oscar, proposal, team):
    def said(person):
        return soup(signed_in(person).get(reverse("my_work"))).main.get_text()

    assert "wait for another officer to approve them (1)" in said(priya)
    assert "to approve them" not in said(oscar)
    elsewhere = type(team).objects.create(name="Drainage", email="drainage@county.example")
    priya.teams.add(elsewhere)
    assert "to approve them" not in said(priya)


def test_o01_what_waits_elsewhere_does_not_crowd_out_what_waits_for_her(
    signed_in, priya, oscar, proposal, log, team, now, monkeypatch
):
    monkeypatch.setattr("enquiries.views.officer_work.MOST_APPROVALS", 1)
    elsewhere = type(team).objects.create(name="Drainage", email="drainage@county.example")
    theirs = log(road="Far Lane")
    type(theirs).objects.filter(pk=theirs.pk).update(team=elsewhere)
    words = {"outcome": proposal.outcome, "reason": None, **WORDS}
    workflows.propose(enquiry=theirs, at=now - timedelta(days=1), by=oscar, **words)
    priya.teams.add(team)
    shown = soup(signed_in(priya).get(reverse("my_work"))).select_one("#approvals").parent
    assert proposal.enquiry.reference in shown.get_text()
    assert theirs.reference not in shown.get_text()


def test_o01_an_answer_of_an_earlier_round_waits_for_nobody(signed_in, priya, proposal):
    type(proposal.enquiry).objects.update(round=proposal.round + 1)
    assert not soup(signed_in(priya).get(reverse("my_work"))).select("#approvals")


def test_who_writes_another_is_told_first_that_one_waits(signed_in, priya, proposal):
    page = soup(signed_in(priya).get(reverse("case_answer", args=[proposal.enquiry.number])))
    first = page.select_one(".govuk-warning-text a")["href"]
    assert first == reverse("case_approve", args=[proposal.enquiry.number, proposal.pk])


def test_what_the_clerk_adds_meanwhile_is_read_first(signed_in, priya, alice, proposal, now):
    url = reverse("case_approve", args=[proposal.enquiry.number, proposal.pk])
    client = signed_in(priya)
    page = soup(client.post(url, hidden(soup(client.get(url)))))
    workflows.add_information(enquiry=proposal.enquiry, text="A child was hit.", at=now, by=alice)
    again = soup(client.post(url, hidden(page)))
    assert "A child was hit." in again.get_text() and not to_clerk()
    assert client.post(url, hidden(again)).status_code == 302


def test_nobody_approves_his_own(signed_in, oscar, proposal, now):
    url = reverse("case_approve", args=[proposal.enquiry.number, proposal.pk])
    client = signed_in(oscar)
    page = soup(client.post(url, hidden(soup(client.get(url)))))
    assert "Another officer has to approve what you wrote." in page.get_text()
    assert "Approve and send" not in page.get_text()
    refused = soup(client.post(url, hidden(page)))
    assert "Another officer has to approve" in refused.select_one(".govuk-error-summary").get_text()
    with pytest.raises(Refused):
        workflows.approve(proposal=proposal, at=now, by=oscar)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(is_approved=True, decided_at=now, decided_by=oscar)
    assert not to_clerk()


def test_sent_back_with_a_comment_it_can_be_written_anew(signed_in, priya, oscar, proposal, now):
    number = proposal.enquiry.number
    url = reverse("case_send_back", args=[number, proposal.pk])
    assert "Say what should change" in soup(signed_in(priya).post(url, {"comment": " "})).get_text()
    signed_in(priya).post(url, {"comment": "Give the figures."})
    letter = Letter.objects.get(kind="enquiries/sent_back")
    assert letter.to == oscar.email and "Give the figures." in letter.text
    page = soup(signed_in(oscar).get(reverse("case_answer", args=[number])))
    assert "Sent back by Priya Second" in page.get_text() and "Give the figures." in page.get_text()
    assert page.select_one("[name=explanation]").get_text().strip() == "We counted."
    with pytest.raises(Refused, match="no longer waits"):
        workflows.approve(proposal=proposal, at=now, by=priya)
    given = {"outcome": proposal.outcome, "reason": None, **WORDS}
    workflows.propose(enquiry=proposal.enquiry, at=now, by=oscar, **given)


def test_one_waits_at_a_time(proposal, priya, now):
    given = {"outcome": proposal.outcome, "reason": None, **WORDS}
    with pytest.raises(Refused, match="already waits"):
        workflows.propose(enquiry=proposal.enquiry, at=now, by=priya, **given)


def test_what_was_withdrawn_meanwhile_is_not_sent(proposal, alice, priya, now):
    workflows.withdraw(enquiry=proposal.enquiry, text="", at=now, by=alice)
    with pytest.raises(Refused, match="no longer waits"):
        workflows.approve(proposal=proposal, at=now, by=priya)
    assert not to_clerk()
