"""A part split off counts from the day of the whole; its letters are of today."""

from datetime import timedelta

import pytest

from accounts.models import User
from enquiries import workflows
from enquiries.models import Link
from parishes.models import Membership
from post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(council, alice, now) -> User:
    """Alice's time ended yesterday; who follows her acts for the council since."""
    user = User.objects.create_user("hanna@parish.example", name="Hanna Heir")
    day = (now + timedelta(days=9)).date()
    council.members.filter(user=alice).update(ends_on=day)
    Membership.objects.create(council=council, user=user, starts_on=day)
    return user


def test_a_part_is_told_of_now_to_those_who_act_now(enquiry, successor, oscar, alice, now):
    later = now + timedelta(days=14)
    Letter.objects.all().delete()
    part = workflows.split(
        enquiry=enquiry, kind=enquiry.kind, road="Church Lane", description="The other half.",
        reason="It asks two things.", at=later, by=oscar,
    )  # fmt: skip
    assert part.received_at == enquiry.received_at and part.due_on == enquiry.due_on
    assert Link.objects.get().how == Link.How.SPLIT
    told = Letter.objects.filter(kind="enquiries/received")
    assert {letter.person for letter in told} == {successor}
    assert {letter.created_at for letter in Letter.objects.all()} == {later}
