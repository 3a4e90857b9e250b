"""Who was told, and whether it arrived: on the officer's case and on the clerk's enquiry."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from enquiries import workflows
from post.models import Address, Letter

pytestmark = pytest.mark.django_db
ALARM = "We could not e-mail this clerk"


@pytest.fixture
def case(signed_in, oscar, enquiry):
    """The officer's page of the enquiry, as words."""
    return lambda: words_of(signed_in(oscar), "case", enquiry)


@pytest.fixture
def hers(signed_in, alice, enquiry):
    """The clerk's page of the enquiry, as words."""
    return lambda: words_of(signed_in(alice), "enquiry", enquiry)


def words_of(client, name: str, enquiry) -> str:
    response = client.get(reverse(name, args=[enquiry.number]))
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def to(person, **changes) -> None:
    letters = Letter.objects.filter(person=person)
    assert letters.update(**changes) if changes else letters


def let_rest(address: str, now) -> None:
    Address.objects.create(address=address, last="hard", last_at=now, rests_since=now)


STATES = [
    ({}, "waiting to be sent"),
    ({"status": "sent", "sent_at": "now"}, "sent"),
    ({"status": "sent", "sent_at": "now", "delivered_at": "now"}, "delivered, 18 Nov 2026"),
    ({"status": "sent", "sent_at": "now", "bounced_at": "now"}, "came back, 18 Nov 2026"),
    ({"status": "failed", "error": "550 No such user"}, "could not be sent: 550 No such user"),
    ({"status": "parked", "error": "x"}, "may not have been sent, an administrator decides"),
    ({"status": "dropped", "error": "No longer true."}, "not sent: No longer true."),
    ({"status": "kept"}, "kept for the daily letter"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), STATES, ids=[said for _, said in STATES])
def test_an_officer_reads_what_became_of_each_letter(case, alice, now, changes, said):
    to(alice, **{name: now if value == "now" else value for name, value in changes.items()})
    assert "We have your enquiry , 18 November 2026, 10:00am. " in case()
    assert f"Alice Clerk: {said}" in case() and "traffic@county.example: waiting" in case()


def test_what_waits_for_an_address_that_rests_is_said_to(case, alice, now):
    let_rest(alice.email, now)
    assert "Alice Clerk: waiting to be sent, but letters to this address come back" in case()


def test_what_happened_is_told_in_one_sentence(case, alice, deputy, oscar, enquiry, now):
    Letter.objects.update(status="sent", sent_at=now)
    assert "Told 1 person on 18 Nov 2026." in case()
    enquiry.asked_by_id, deputies = alice.pk, [deputy]
    workflows.update(enquiry=enquiry, text="Counting.", at=now, by=oscar)
    original = Letter.objects.get(kind="enquiries/update")
    for n, person in enumerate([*deputies, oscar]):
        copy = Letter.objects.get(pk=original.pk)
        copy.pk, copy.person, copy.to = None, person, person.email
        copy.key, copy.message_id = f"{original.key}{n}", f"<{n}@x.example>"
        copy.save()
    news = Letter.objects.filter(kind="enquiries/update")
    news.update(status="sent", sent_at=now)
    assert "Told 3 people on 18 Nov 2026." in case()
    news.filter(person=deputy).update(bounced_at=now)
    assert "Told 2 people on 18 Nov 2026. 1 address is failing." in case()


def test_an_officer_is_told_that_the_clerk_gets_no_letters(case, alice, now):
    assert ALARM not in case()
    to(alice, status="sent", sent_at=now)
    assert ALARM not in case()
    let_rest(alice.email, now)
    assert f"{ALARM}. Alice Clerk may not know what we wrote." in case()
    alice.phone = "0116 123 4567"
    alice.save()
    assert "telephone 0116 123 4567" in case()


@pytest.mark.parametrize(
    "changes", [{"status": "failed", "error": "550"}, {"status": "sent", "bounced_at": 1}]
)
def test_the_last_letter_decides_whether_she_is_reached(case, alice, enquiry, oscar, now, changes):
    changes |= {"bounced_at": now, "sent_at": now} if "bounced_at" in changes else {}
    to(alice, **changes)
    assert ALARM in case()
    workflows.update(enquiry=enquiry, text="Counting.", at=now + timedelta(minutes=1), by=oscar)
    assert ALARM not in case()


def test_an_address_she_has_left_alarms_nobody(case, alice, now):
    let_rest(alice.email, now)
    assert ALARM in case()
    alice.email = "new@people.example"
    alice.save()
    assert ALARM not in case()


def test_a_clerk_reads_who_of_her_council_was_told(hers, alice, deputy, now):
    to(alice, status="sent", sent_at=now)
    said = hers()
    assert "Who was told by e-mail" in said and "We told Alice Clerk." in said
    assert "traffic@" not in said and alice.email not in said.split("Who was told")[1]
    assert "Dev Deputy" not in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "A letter to Alice Clerk is on the way."),
        ({"status": "failed", "error": "x"}, "We could not e-mail Alice Clerk."),
        ({"status": "parked", "error": "x"}, "We do not know if Alice Clerk was told."),
    ],
)
def test_a_clerk_reads_in_words_whether_it_arrived(hers, alice, changes, said):
    to(alice, **changes)
    assert said in hers()


def test_a_clerk_sees_no_name_of_the_county(hers, enquiry, oscar, alice, now):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=enquiry, text="North.", at=now, by=alice)
    assert Letter.objects.filter(person=oscar).exists()
    said = hers().split("Who was told")[1]
    assert "Oscar" not in said and "The council replied" not in said


def test_what_never_was_for_her_is_not_mentioned(hers, alice):
    to(alice, status="dropped", error="No longer true.")
    assert "Who was told" not in hers()


def test_what_is_for_officers_is_not_told_to_clerks(hers, enquiry, council, oscar, log, now):
    """Oscar acted for the council once, and works for the county now."""
    council.members.create(user=oscar, starts_on=now.date(), ends_on=now.date())
    letter = Letter.objects.filter(person__isnull=False).first()
    letter.pk, letter.person, letter.kind = None, oscar, "enquiries/escalated"
    letter.subject, letter.key, letter.message_id = "Urgent and late – Main Street", "k:e", "<e@x>"
    letter.save(force_insert=True)
    assert "Urgent and late" not in hers() and oscar.name not in hers()
