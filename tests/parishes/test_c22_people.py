"""C22: who acts for a council is the council's own business; its cases stay when a person goes."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import User
from enquiries import workflows as enquiry_workflows
from enquiries.permissions import Refused as EnquiryRefused
from enquiries.readers import enquiry_people
from parishes import workflows
from parishes.models import Invitation, Membership
from parishes.permissions import may_manage
from post.hooks import why_not
from post.models import Letter

ADDRESS = "nora@people.example"


@pytest.fixture
def page(council):
    return reverse("council", args=[council.pk])


def invite(client, council, **changes):
    sent = {"name": "Nora New", "email": ADDRESS, "role": "deputy", **changes}
    return client.post(reverse("council_invite", args=[council.pk]), sent)


def letter() -> Letter:
    return Letter.objects.filter(kind="parishes/invitation").first()


def link() -> str:
    return re.search(r"https?://\S+(/invitations/\S+)", letter().text)[1]


def last_day(client, council, member, day: date):
    parts = {"last_day-day": day.day, "last_day-month": day.month, "last_day-year": day.year}
    return client.post(reverse("council_end", args=[council.pk, member.pk]), parts)


def of(user, council) -> Membership:
    return council.members.get(user=user)


def test_c22_the_page_says_who_acts_since_when_and_for_where(signed_in, alice, deputy, gone, page):
    text = signed_in(alice).get(page).content.decode()
    for words in ["Alice Clerk", "Dev Deputy", "Clerk since 1 May 2024", "Billesdon, Harborough"]:
        assert words in text
    assert "Gwen Gone" not in text and "Invite a colleague" in text
    assert "Invite a colleague" not in signed_in(deputy).get(page).content.decode()
    assert signed_in(alice).get("/councils/").url == page


def test_c22_meetings_are_kept(signed_in, deputy, council, page, today):
    client, url = signed_in(deputy), reverse("council_meetings", args=[council.pk])
    parts = {"last_on-day": "3", "last_on-month": "11", "last_on-year": "2026"}
    parts |= {"next_on-day": "1", "next_on-month": "12", "next_on-year": "2026"}
    assert client.post(url, parts).url == page
    text = client.get(page).content.decode()
    assert "3 November 2026" in text and "1 December 2026" in text
    for wrong in ({"last_on-month": "12"}, {"next_on-month": "10"}, {"last_on-day": "x"}):
        assert "There is a problem" in client.post(url, parts | wrong).content.decode()
    client.post(url, {})
    assert "Not provided" in client.get(page).content.decode()


def test_c22_a_deputy_is_invited_and_starts(signed_in, alice, council, page, log, today):
    log()
    assert invite(signed_in(alice), council).url == page
    row = letter()
    assert (
        row.to == ADDRESS and row.priority == Letter.Priority.FIRST and "deputy clerk" in row.text
    )
    for _ in range(3):
        seen = Client().get(link())
        assert "Alice Clerk asks you, Nora New" in seen.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists(), "looking makes nobody"
    hers = Client(enforce_csrf_checks=True)
    token = hers.get(link()).context["csrf_token"]
    assert hers.post(link(), {"csrfmiddlewaretoken": str(token)}).url == reverse("home")
    nora = User.objects.get(email=ADDRESS)
    assert of(nora, council).starts_on == today and of(nora, council).role == "deputy"
    assert not nora.has_usable_password()
    home = hers.get("/").content.decode()
    assert "You now act for Billesdon Parish Council." in home and "Main Street" in home
    assert "Present password" not in hers.get("/password/").content.decode()
    again = Client().post(link())
    assert again.status_code == 404 and "taken up already" in again.content.decode()
    assert why_not(row, at=row.created_at)


def test_c22_who_has_an_account_signs_in_as_ever(signed_in, alice, carol, council):
    invite(signed_in(alice), council, email=" Carol@People.example ")
    client = Client()
    assert client.post(link()).url == reverse("sign_in")
    assert "_auth_user_id" not in client.session
    assert of(carol, council).role == "deputy" and carol.councils.count() == 2
    assert Letter.objects.get(kind="parishes/invitation").person == carol


def test_c22_another_role_ends_the_first(signed_in, alice, deputy, council, today):
    invite(signed_in(alice), council, email=deputy.email, role="chair")
    signed_in(deputy).post(link())
    roles = council.members.filter(user=deputy).order_by("pk").values_list("role", "ends_on")
    assert list(roles) == [("deputy", today), ("chair", None)]


def test_c22_switched_off_cannot_come_back_by_invitation(signed_in, alice, gone, council):
    gone.is_active = False
    gone.save()
    invite(signed_in(alice), council, email=gone.email)
    refused = Client().post(link())
    assert refused.status_code == 403 and "switched off" in refused.content.decode()
    assert Invitation.objects.get().taken_up_at is None


def test_c22_a_withdrawn_link_is_dead(signed_in, alice, council, page):
    client = signed_in(alice)
    invite(client, council)
    row, dead = Invitation.objects.get(), link()
    url = reverse("council_withdraw", args=[council.pk, row.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).url == page and client.post(url).url == page
    for response in (Client().get(dead), Client().post(dead)):
        assert response.status_code == 404 and "withdrew it" in response.content.decode()
    assert why_not(letter(), at=row.invited_at) and not User.objects.filter(email=ADDRESS)


def test_c22_after_14_days_a_link_is_dead(signed_in, alice, council, stopped_clock):
    invite(signed_in(alice), council)
    stopped_clock.shift(timedelta(days=14))
    assert Client().post(link()).status_code == 404


@pytest.mark.parametrize("name", ["x", "A" * 43, "%00", "%FF", "x" * 3000])
def test_c22_a_made_up_link_is_explained(client, db, name):
    for method in ("get", "post"):
        response = getattr(client, method)(f"/invitations/{name}/")
        assert response.status_code == 404 and b"14 days" in response.content


def test_c22_twice_the_same_is_one_letter(signed_in, alice, council):
    for _ in range(2):
        assert invite(signed_in(alice), council).status_code == 302
    assert Letter.objects.filter(kind="parishes/invitation").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your colleague"),
        ({"name": "x" * 151}, "150 characters"),
        ({"email": "no address"}, "correct format"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "correct format"),
        ({"role": "mayor"}, "Select"),
        ({"role": ""}, "Select what"),
        ({"email": "deputy@people.example"}, "acts for your council already"),
        ({"hands_over_on-day": "1", "hands_over_on-month": "1", "hands_over_on-year": "2020"}, ""),
    ],
)
def test_c22_what_cannot_be_invited(signed_in, alice, deputy, council, changes, words):
    response = invite(signed_in(alice), council, **changes)
    text = response.content.decode()
    assert response.status_code == 200 and "There is a problem" in text and words in text
    assert not Invitation.objects.exists()


def test_c22_a_name_of_many_lines_is_one_line(signed_in, alice, council):
    invite(signed_in(alice), council, name="Nora\r\nBcc: all@people.example\t<b>")
    assert Invitation.objects.get().name == "Nora Bcc: all@people.example <b>"
    assert "<b>" not in Client().get(link()).content.decode()
    council.name = "A\r\nBcc: b@c.example"
    council.save()
    invite(signed_in(alice), council, email="second@people.example")
    assert "\n" not in letter().subject


def test_c22_ten_invitations_are_enough(signed_in, alice, council):
    for number in range(11):
        response = invite(signed_in(alice), council, email=f"p{number}@people.example")
    assert "Withdraw one first" in response.content.decode()
    assert Invitation.objects.count() == 10


def test_c22_foreign_councils_do_not_exist(signed_in, alice, carol, oscar, gone, council):
    invite(signed_in(alice), council)
    row, member = Invitation.objects.get(), of(alice, council)
    paths = [
        reverse("council", args=[council.pk]),
        reverse("council_invite", args=[council.pk]),
        reverse("council_meetings", args=[council.pk]),
        reverse("council_end", args=[council.pk, member.pk]),
        reverse("council_withdraw", args=[council.pk, row.pk]),
    ]
    for user in (carol, oscar, gone):
        for path in paths:
            assert signed_in(user).post(path).status_code in (404, 405)
            assert signed_in(user).get(path).status_code in (404, 405)
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_c22_rows_of_another_council_are_not_reached_through_ones_own(
    signed_in, alice, carol, council, other_council
):
    invite(signed_in(carol), other_council)
    row, member = Invitation.objects.get(), of(carol, other_council)
    client = signed_in(alice)
    assert client.post(f"/councils/{council.pk}/invitations/{row.pk}/withdraw/").status_code == 404
    assert client.post(f"/councils/{council.pk}/people/{member.pk}/end/").status_code == 404


def test_c22_deputies_do_not_manage(signed_in, alice, deputy, council):
    client = signed_in(deputy)
    refused = invite(client, council)
    assert refused.status_code == 403 and "Only the clerk of" in refused.content.decode()
    assert last_day(client, council, of(alice, council), date(2026, 12, 1)).status_code == 403


def test_c22_a_leaver_sees_nothing_the_next_day_and_the_cases_stay(
    signed_in, alice, deputy, council, enquiry, stopped_clock, today, oscar, now
):
    """C22's own test: B still sees and replies to what A asked, and hears of it."""
    assert last_day(signed_in(alice), council, of(alice, council), today).status_code == 302
    assert signed_in(alice).get(f"/enquiries/{enquiry.reference}/").status_code == 200
    stopped_clock.shift(timedelta(days=1))
    later = now + timedelta(days=1)
    assert signed_in(alice).get(f"/enquiries/{enquiry.reference}/").status_code == 404
    assert signed_in(deputy).get(f"/enquiries/{enquiry.reference}/").status_code == 200
    assert list(enquiry_people(enquiry, later)) == [deputy]
    enquiry_workflows.ask(enquiry=enquiry, text="Which side?", at=later, by=oscar)
    assert Letter.objects.filter(kind="enquiries/question").get().to == deputy.email
    reply = signed_in(deputy).post(f"/enquiries/{enquiry.reference}/reply/", {"text": "North."})
    assert reply.status_code == 302
    assert may_manage(deputy, council, today + timedelta(days=1)), "the deputy takes over"


def test_c22_her_drafts_stay_hers_and_cannot_be_sent(
    signed_in, alice, deputy, council, parish, kind, standard, holidays, now, today
):
    draft = enquiry_workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", kind=kind,
        description="Ice.", at=now, by=alice,
    )  # fmt: skip
    workflows.end_membership(membership=of(alice, council), last_day=today, at=now, by=alice)
    later = now + timedelta(days=1)
    with pytest.raises(EnquiryRefused, match="a council you act for"):
        enquiry_workflows.send_draft(draft=draft, at=later, by=alice)
    assert signed_in(deputy).get(f"/enquiries/new/{draft.token}/what/").status_code == 404


def test_c22_the_last_one_cannot_leave(signed_in, alice, deputy, council, today, stopped_clock):
    deputy.is_active = False
    deputy.save()
    refused = last_day(signed_in(alice), council, of(alice, council), today)
    assert "Nobody else would act" in refused.content.decode()
    deputy.is_active = True
    deputy.save()
    soon = today + timedelta(days=5)
    assert last_day(signed_in(alice), council, of(deputy, council), soon).status_code == 302
    assert last_day(signed_in(alice), council, of(alice, council), today).status_code == 302
    assert of(deputy, council).ends_on == soon
    refused = last_day(signed_in(alice), council, of(alice, council), soon)
    assert "Nobody else would act" in refused.content.decode(), "both would be gone on that day"
    past = last_day(signed_in(alice), council, of(deputy, council), today - timedelta(days=1))
    assert "before today" in past.content.decode()


def test_c22_what_a_leaver_invited_others_to_goes_with_her(alice, deputy, council, now, today):
    who = {"council": council, "name": "Nora", "email": ADDRESS, "role": "clerk", "at": now}
    of(deputy, council)
    council.members.filter(user=deputy).update(role="clerk")
    workflows.invite(**who, by=deputy)
    workflows.end_membership(membership=of(deputy, council), last_day=today, at=now, by=alice)
    row = Invitation.objects.get()
    assert row.withdrawn_by == alice and row.withdrawn_at == now


def test_c22_a_clerk_hands_over(signed_in, alice, council, enquiry, today, stopped_clock, now):
    soon = today + timedelta(days=7)
    parts = {"day": soon.day, "month": soon.month, "year": soon.year}
    parts = {f"hands_over_on-{part}": value for part, value in parts.items()}
    invite(signed_in(alice), council, role="clerk", **parts)
    assert of(alice, council).ends_on is None, "until somebody follows her nothing changes"
    stopped_clock.shift(timedelta(days=9))
    client = Client()
    client.post(link())
    assert of(alice, council).ends_on == today + timedelta(days=9), "not before the new one came"
    stopped_clock.shift(timedelta(days=1))
    assert signed_in(alice).get(f"/enquiries/{enquiry.reference}/").status_code == 404
    client = signed_in(User.objects.get(email=ADDRESS))
    assert client.get(f"/enquiries/{enquiry.reference}/").status_code == 200
    assert invite(client, council, email="third@people.example").status_code == 302


def test_c22_the_chair_of_a_meeting_without_a_clerk_does_all_of_it(
    signed_in, alice, deputy, council, log, today, now
):
    council.members.filter(user=alice).update(role="chair")
    council.kind = "parish meeting"
    council.save()
    client = signed_in(alice)
    assert log().asked_by == alice
    assert client.get("/enquiries/new/").status_code == 200
    assert invite(client, council).status_code == 302
    Membership.objects.create(council=council, user=deputy, role="clerk", starts_on=today)
    assert invite(client, council, email="x@people.example").status_code == 403, "a clerk came"


def test_c22_the_verbs_check_for_themselves(carol, alice, deputy, council, now, today):
    member = of(alice, council)
    with pytest.raises(PermissionDenied):
        workflows.end_membership(membership=member, last_day=today, at=now, by=carol)
    with pytest.raises(PermissionDenied):
        workflows.invite(council=council, name="N", email=ADDRESS, role="clerk", at=now, by=deputy)
    with pytest.raises(PermissionDenied):
        workflows.set_meetings(council=council, last_on=today, next_on=None, at=now, by=carol)
