"""Whom an edition reaches, and why; nobody twice; each who gets none has a reason."""

from datetime import date

import pytest

from briefings import audiences
from briefings.models import Group, Subscriber
from briefings.workflows import sending
from parishes.models import Council, District, Membership
from post.models import Address

pytestmark = pytest.mark.django_db


def told(audience, items, on=date(2026, 11, 18)) -> dict[str, str]:
    found = audiences.reach(audience, items, on=on)
    return {reader.name: reader.not_sent for reader in found.readers}


@pytest.fixture
def items(item, edition):
    return list(edition.items.whole())


def subscriber(kind, name, now, **more) -> Subscriber:
    given = {"email": f"{name.lower()}@readers.example", "asked_at": now} | more
    return Subscriber.objects.create(kind=kind, name=name, **given)


def test_everybody_is_named_with_why_and_why_not(
    everybody, items, alice, deputy, carol, gone, now, other_council
):
    Council.objects.create(name="Empty Parish Council")
    subscriber("partner", "Association", now)
    subscriber("member", "Member", now)
    subscriber("public", "Patient", now)
    subscriber("public", "Reader", now, confirmed_at=now)
    subscriber("public", "Leaver", now, confirmed_at=now, left_at=now)
    Subscriber.objects.create(kind="person", person=carol, asked_at=now, left_at=now)
    deputy.is_active = False
    deputy.save()
    assert told(everybody, items) == {
        "Alice Clerk": "", "Association": "", "Member": "", "Reader": "",
        "Dev Deputy": "This person cannot sign in any more.",
        "Carol Clerk": "Unsubscribed from briefings.",
        "Empty Parish Council": "Nobody acts for this council here yet.",
        "Patient": "Has not confirmed the address.",
        "Leaver": "Unsubscribed from briefings.",
    }  # fmt: skip
    reach = audiences.reach(everybody, items, on=date(2026, 11, 18))
    assert all(reader.why for reader in reach.readers)


def test_nobody_twice(everybody, items, alice, council, other_council, now):
    """Alice serves two councils, and her address stands in the list of partners too."""
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2024, 5, 1))
    subscriber("partner", "Association", now, email=alice.email.upper())
    found = told(everybody, items)
    assert found == {
        "Alice Clerk": "", "Association": "Shares an address with Alice Clerk."
    }  # fmt: skip
    [reader] = audiences.reach(everybody, items, on=date(2026, 11, 18)).sent
    assert set(reader.councils) == {council.pk, other_council.pk}


@pytest.mark.parametrize("only", ["roles", "kinds", "districts", "groups"])
def test_an_audience_is_narrowed(clerks, items, alice, deputy, carol, council, district, only):
    other = District.objects.create(gss_code="E07000129", name="Blaby")
    far = Council.objects.get(name__startswith="Fleckney")
    far.parishes.update(district=other)
    pilot = Group.objects.create(name="Pilot")
    pilot.councils.add(council)
    Council.objects.filter(pk=far.pk).update(kind="town council")
    clerks.roles, clerks.kinds = [], []
    expected = {"Alice Clerk", "Dev Deputy"}
    if only == "roles":
        clerks.roles, expected = ["deputy"], {"Dev Deputy", "Billesdon Parish Council",
                                              "Fleckney Parish Council"}  # fmt: skip
    if only == "kinds":
        clerks.kinds = ["parish council"]
    clerks.save()
    if only == "districts":
        clerks.districts.add(district)
    if only == "groups":
        clerks.groups.add(pilot)
    found = told(clerks, items)
    assert {name for name, why in found.items() if not why} <= expected
    assert "Carol Clerk" not in found or only == "none"


def test_items_go_where_they_are_about(clerks, write, edition, alice, carol, parish, topic, now):
    near = write("Near", edition=edition, parishes=[parish])
    all_over = write("All over", edition=edition)
    rows = list(edition.items.whole())
    found = {reader.name: reader for reader in
             audiences.reach(clerks, rows, on=date(2026, 11, 18)).sent}  # fmt: skip
    assert found["Alice Clerk"].items == (near.pk, all_over.pk)
    assert found["Carol Clerk"].items == (all_over.pk,)
    only_near = [row for row in rows if row.pk == near.pk]
    assert told(clerks, only_near)["Carol Clerk"] == audiences.NOTHING_FOR_HER


def test_interests_choose_items(clerks, write, edition, alice, topic, now):
    from briefings.models import Topic

    other = Topic.objects.create(name="Trees", slug="trees")
    write("Speed", edition=edition, topic=topic)
    trees = write("Trees", edition=edition, topic=other)
    choice = Subscriber.objects.create(kind="person", person=alice, asked_at=now)
    choice.topics.add(other)
    [reader] = audiences.reach(clerks, list(edition.items.whole()), on=date(2026, 11, 18)).sent
    assert reader.items == (trees.pk,)


def test_an_address_that_rests_or_is_none_is_said_before_sending(clerks, items, alice, carol, now):
    Address.objects.create(address=alice.email, last="hard", last_at=now, rests_since=now)
    type(carol).objects.filter(pk=carol.pk).update(email="nonsense")
    assert all(told(clerks, items).values())


def test_the_ledger_is_what_the_preview_said(everybody, scheduled, alice, carol, now):
    scheduled.audience = everybody
    scheduled.save()
    subscriber("public", "Patient", now)
    said = sending.reach_of(scheduled, at=now).readers
    sending.send_due(at=scheduled.scheduled_for)
    rows = scheduled.recipients.all()
    assert [(row.key, row.not_sent) for row in rows] == [(one.key, one.not_sent) for one in said]
    assert scheduled.recipients.filter(not_sent="").count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_reach_costs_the_same_for_many(
    clerks, items, alice, council, number, now, django_assert_num_queries
):
    from tests.conftest import person

    for n in range(number):
        user = person(f"p{n}", f"P {n}")
        Membership.objects.create(council=council, user=user, starts_on=date(2024, 5, 1))
    with django_assert_num_queries(10):
        audiences.reach(clerks, items, on=date(2026, 11, 18))
