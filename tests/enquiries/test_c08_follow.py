"""C8: following instead of sending the same matter again."""

from datetime import date, timedelta

import pytest

from enquiries import workflows
from enquiries.models import Event, Following
from enquiries.permissions import Refused
from enquiries.workflows import calendar
from parishes.models import Council, Membership
from post.models import Letter

pytestmark = pytest.mark.django_db
WORDS = "Cars go too fast past the primary school in the morning."


@pytest.fixture
def neighbour(parish, carol, now):
    """A second council that serves the same parish; carol acts for it."""
    council = Council.objects.create(name="Billesdon Joint Burial Board", kind="other")
    council.parishes.add(parish)
    Membership.objects.create(council=council, user=carol, starts_on=now.date())
    return council


@pytest.fixture
def draft_of(parish, kind, now):
    def made(person, council, **words):
        return workflows.start_draft(
            council=council, parish=parish, asked_by=person, at=now, by=person, kind=kind,
            **({"road": "Main Street", "description": WORDS} | words),
        )  # fmt: skip

    return made


def step(draft, name="similar"):
    return f"/enquiries/new/{draft.token}/{name}/"


def test_c08_what_is_alike_is_offered_before_the_check_page(enquiry, draft_of, alice, signed_in):
    draft = draft_of(alice, enquiry.council)
    answers = {"kind": draft.kind_id, "description": WORDS, "minute": ""}
    client = signed_in(alice)
    response = client.post(step(draft, "what"), answers, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == step(draft)
    assert "Has this been reported already?" in page
    assert enquiry.reference in page
    on = client.post(step(draft), {"follow": ""})
    assert on.url == step(draft, "check")


def test_c08_nothing_alike_leads_straight_to_the_check_page(
    draft_of, council, standard, alice, signed_in
):
    draft = draft_of(alice, council)
    response = signed_in(alice).get(step(draft))
    assert response.url == step(draft, "check")


def test_c08_following_shows_the_enquiry_and_keeps_the_draft(
    enquiry, draft_of, neighbour, carol, signed_in
):
    draft = draft_of(carol, neighbour)
    client = signed_in(carol)
    assert client.get(f"/enquiries/{enquiry.reference}/").status_code == 404
    response = client.post(step(draft), {"follow": enquiry.number}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == f"/enquiries/{enquiry.reference}/"
    assert "You follow this enquiry for Billesdon Joint Burial Board" in page
    home = client.get("/").content.decode()
    assert "Followed (1)" in home
    assert step(draft, "check") in home


def test_c08_another_councils_words_are_not_shown_before_she_follows(
    log, draft_of, neighbour, carol, signed_in
):
    log(road="Main Street", description="Cars go too fast: SECRET WORDS")
    page = signed_in(carol).get(step(draft_of(carol, neighbour))).content.decode()
    assert "by another council" in page
    assert "SECRET" not in page


def test_c08_a_follower_reads_and_does_not_act(enquiry, neighbour, carol, now, signed_in):
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    client = signed_in(carol)
    page = client.get(f"/enquiries/{enquiry.reference}/").content.decode()
    assert "Withdraw" not in page and "Send another about the same place" not in page
    for action in ("add", "withdraw", "reply", "reopen"):
        assert client.get(f"/enquiries/{enquiry.reference}/{action}/").status_code == 404
    assert client.post(f"/enquiries/{enquiry.reference}/again/").status_code == 404


def test_c08_who_no_longer_acts_for_the_council_no_longer_reads(
    enquiry, neighbour, carol, now, signed_in
):
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    Membership.objects.filter(council=neighbour).update(
        starts_on=now.date() - timedelta(9), ends_on=now.date() - timedelta(1)
    )
    assert signed_in(carol).get(f"/enquiries/{enquiry.reference}/").status_code == 404


def test_c08_following_twice_is_once_and_ends(enquiry, neighbour, carol, now, signed_in):
    for _ in range(2):
        workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    assert Following.objects.count() == 1
    assert Event.objects.filter(what="followed").count() == 1
    assert signed_in(carol).post(f"/enquiries/{enquiry.reference}/unfollow/").url == "/"
    assert signed_in(carol).get(f"/enquiries/{enquiry.reference}/").status_code == 404
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    assert Following.objects.filter(ended_at=None).count() == 1


def test_c08_only_a_council_of_the_parish_may_follow(enquiry, other_council, carol, now):
    with pytest.raises(Refused, match="does not serve"):
        workflows.follow(enquiry=enquiry, council=other_council, at=now, by=carol)


def test_c08_a_foreign_number_follows_nothing(
    enquiry, draft_of, council, log, alice, now, signed_in
):
    elsewhere = log(road="Nether End", description="Nothing of the kind.")
    signed_in(alice).post(step(draft_of(alice, council)), {"follow": elsewhere.number})
    assert not Following.objects.exists()


def test_c08_followers_are_told_and_not_asked(
    enquiry, neighbour, alice, carol, oscar, outcomes, now
):
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    workflows.follow(enquiry=enquiry, council=enquiry.council, at=now, by=alice)
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    assert not Letter.objects.filter(person=carol).exists()
    workflows.update(enquiry=enquiry, text="We came and saw.", at=now, by=oscar)
    [letter] = Letter.objects.filter(person=carol)
    assert "you follow this for Billesdon Joint Burial Board" in letter.text
    assert Letter.objects.filter(person=alice, kind="enquiries/update").count() == 1


def test_c08_followers_are_told_that_the_date_moved(enquiry, neighbour, carol, adam, now):
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    calendar.add_closure(date=date(2026, 11, 25), why="Storm", at=now, by=adam)
    letter = Letter.objects.get(person=carol, kind="enquiries/date_moved")
    assert "you follow this for Billesdon Joint Burial Board" in letter.text
    assert "Storm" in letter.text


def test_c08_who_left_the_council_is_told_no_more(enquiry, neighbour, carol, oscar, now):
    workflows.follow(enquiry=enquiry, council=neighbour, at=now, by=carol)
    Membership.objects.filter(council=neighbour).update(
        starts_on=now.date() - timedelta(9), ends_on=now.date() - timedelta(1)
    )
    workflows.update(enquiry=enquiry, text="We came and saw.", at=now, by=oscar)
    assert not Letter.objects.filter(person=carol).exists()
