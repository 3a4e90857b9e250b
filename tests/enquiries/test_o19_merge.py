"""O19: an enquiry joined to another. Both references live, and everybody who heard is told."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Enquiry, Override
from enquiries.permissions import Refused
from enquiries.surveys.workflows import invite_all
from post.models import Letter

pytestmark = pytest.mark.django_db
WHY = "Both ask for the same crossing."


@pytest.fixture
def main(log) -> Enquiry:
    return log()


@pytest.fixture
def same(log, other_council, other_parish, carol) -> Enquiry:
    """Carol's enquiry about the matter that alice's `main` is about."""
    return log(council=other_council, parish=other_parish, asked_by=carol, by=carol)


@pytest.fixture
def join(same, main, oscar, now, outcomes, reasons):
    def do(**changes):
        words = {"enquiry": same, "main": main, "explanation": WHY, "at": now, "by": oscar}
        return workflows.merge(**{**words, **changes})

    return do


def said(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def page(client, name, enquiry, **query):
    return client.get(reverse(name, args=[enquiry.number]), query, follow=True)


def test_only_joining_ends_as_joined(enquiry, oscar, outcomes, reasons, now):
    words = {"reason": reasons["duplicate"], "explanation": "The same.", "next_step": "Nothing."}
    with pytest.raises(Refused, match="Join this to another enquiry"):
        workflows.answer(enquiry=enquiry, outcome=outcomes["merged"], **words, at=now, by=oscar)


def test_o19_the_merged_reference_shows_the_main_case_with_a_note(
    signed_in, oscar, carol, alice, same, main, outcomes, reasons
):
    url, words = reverse("case_merge", args=[same.number]), {"version": same.version}
    sent = {"main": main.reference.lower().replace("-", " "), "explanation": WHY, **words}
    first = signed_in(oscar).post(url, sent)
    same.refresh_from_db()
    assert (
        same.is_open and main.description in said(first) and "from another council" in said(first)
    )
    shown = BeautifulSoup(first.content, "html.parser").select_one("main form")
    assert shown.find("button").get_text(strip=True) == "Join them"
    sent["seen"] = shown.select_one("[name=seen]")["value"]
    assert signed_in(oscar).post(url, sent).status_code == 302
    note = f"{same.reference} was joined to this enquiry on Wednesday 18 November 2026"
    for person, name in ((oscar, "case"), (carol, "enquiry")):
        shown = page(signed_in(person), name, same)
        assert shown.redirect_chain[0][0].startswith(reverse(name, args=[main.number]))
        assert main.reference in said(shown) and note in said(shown)
        alone = page(signed_in(person), name, same, alone=1)
        assert not alone.redirect_chain and WHY in said(alone)
    # Alice may not read Carol's words, and is not told whose they are.
    assert note not in said(page(signed_in(alice), "enquiry", main))
    assert page(signed_in(alice), "enquiry", same).status_code == 404


def test_o19_it_ends_with_outcome_reason_and_what_next_and_leaves_the_queue(join, same, main):
    join()
    same.refresh_from_db()
    assert (same.status, same.outcome.code, same.reason.code) == ("answered", "merged", "duplicate")
    assert same.explanation == WHY and main.reference in same.next_step
    assert same.merged_into == main and same.answers.get().closed_at
    assert list(Enquiry.objects.open()) == [main]
    kept = Override.objects.get()
    assert (kept.what, kept.old, kept.new) == ("merged", same.reference, main.reference)


def test_o19_followers_of_both_are_told_once_and_hear_of_the_main_one(
    join, same, main, oscar, carol, alice, deputy, council, other_council, now
):
    workflows.follow(enquiry=main, council=council, at=now, by=deputy)
    Letter.objects.all().delete()
    join()
    told = sorted(Letter.objects.values_list("about", "to"))
    assert told == sorted(
        [(same.reference, carol.email), (main.reference, alice.email),
         (main.reference, deputy.email)]
    )  # fmt: skip
    assert not Letter.objects.filter(text__contains="Fleckney", about=main.reference).exists()
    later = {"at": now + timedelta(hours=1), "by": oscar}
    workflows.update(enquiry=main, text="We count on Monday.", **later)
    heard = set(Letter.objects.filter(text__contains="on Monday").values_list("to", flat=True))
    assert heard == {alice.email, deputy.email, carol.email}


def test_o19_the_same_clerk_is_not_told_twice(join, log, main, alice, oscar, now):
    hers = log(road="Main St")
    Letter.objects.all().delete()
    join(enquiry=hers)
    assert list(Letter.objects.values_list("about", "to")) == [(hers.reference, alice.email)]
    assert not main.followings.exists()


def test_o19_what_was_joined_before_goes_along(join, same, main, log):
    join()
    third = log(road="Church Lane")
    join(enquiry=main, main=third)
    same.refresh_from_db()
    assert same.merged_into == third


def test_o19_what_cannot_be_joined_says_why(join, same, main, log, alice, oscar, now, outcomes):
    with pytest.raises(Refused, match="reference of another"):
        join(main=same)
    with pytest.raises(Refused, match="Say why"):
        join(explanation=" ")
    workflows.withdraw(enquiry=main, text="", at=now, by=alice)
    with pytest.raises(Refused, match="is closed, so nothing can be joined"):
        join()
    works = log(road="Hill Road")
    day = (now + timedelta(days=30)).date()
    words = {"reason": None, "explanation": "Yes.", "next_step": "Works.", "planned_for": day}
    workflows.answer(enquiry=works, outcome=outcomes["will-do"], at=now, by=oscar, **words)
    with pytest.raises(Refused, match="already promised"):
        join(enquiry=works, main=same)
    assert same.events.count() == 1


@pytest.mark.parametrize("text", ["", "PE-99-999-999", "nonsense", "PE", "9" * 30, "\0"])
def test_o19_a_reference_that_is_none_is_explained(signed_in, oscar, same, text):
    url = reverse("case_merge", args=[same.number])
    sent = {"main": text, "explanation": WHY, "version": same.version}
    response = signed_in(oscar).post(url, sent)
    assert response.status_code == 200 and WHY in response.content.decode()
    assert "There is a problem" in said(response)


def test_no_survey_follows_and_opening_it_again_parts_them(join, same, main, carol, now):
    join()
    assert invite_all(at=now + timedelta(days=1)) == 0
    same.refresh_from_db()
    workflows.reopen(enquiry=same, text="It is another bend.", at=now, by=carol)
    same.refresh_from_db()
    assert same.merged_into is None and same.is_open


def test_a_missed_date_stays_missed_through_a_merger(join, same, now):
    row = same.deadlines.get(stage="answer")
    row.missed_at = row.target_at
    row.save()
    join(at=row.target_at + timedelta(days=1))
    row.refresh_from_db()
    assert row.missed_at and not row.was_on_time


def test_o19_who_may_not_read_the_main_one_keeps_her_own_page(join, same, carol, signed_in, now):
    join()
    main = same.__class__.objects.get(pk=same.pk).merged_into
    workflows.stop_following(enquiry=main, at=now, by=carol)
    shown = page(signed_in(carol), "enquiry", same)
    assert shown.status_code == 200 and not shown.redirect_chain and WHY in said(shown)
