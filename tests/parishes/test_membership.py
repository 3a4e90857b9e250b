"""A person acts for a council from a day to a day, and for nobody else."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from parishes.models import Membership
from parishes.permissions import check_may_act_for, councils_of, may_act_for, parishes_of


def test_clerk_and_deputy_act_for_the_same_council(alice, deputy, council, parish, today):
    for user in [alice, deputy]:
        assert list(councils_of(user, today)) == [council]
        assert list(parishes_of(user, today)) == [parish]


def test_a_clerk_elsewhere_sees_nothing_of_it(carol, council, parish, today):
    assert council not in councils_of(carol, today)
    assert parish not in parishes_of(carol, today)


def test_the_last_day_counts_and_the_next_does_not(gone, council, today):
    yesterday = today - timedelta(days=1)
    assert may_act_for(gone, council, yesterday)
    assert not may_act_for(gone, council, today)
    with pytest.raises(PermissionDenied, match="You do not act for Billesdon"):
        check_may_act_for(gone, council, today)


def test_the_first_day_counts(alice, council):
    assert may_act_for(alice, council, date(2024, 5, 1))
    assert not may_act_for(alice, council, date(2024, 4, 30))


def test_two_councils_over_one_parish_give_it_once(alice, other_council, parish, today):
    other_council.parishes.add(parish)
    Membership.objects.create(council=other_council, user=alice, starts_on=today)
    assert list(parishes_of(alice, today)).count(parish) == 1


def test_strangers_and_the_countys_people_act_for_nobody(oscar, maya, council, today):
    for user in [AnonymousUser(), oscar, maya]:
        assert not councils_of(user, today).exists()
        assert not parishes_of(user, today).exists()


def test_a_membership_cannot_end_before_it_starts(alice, council, today):
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            council=council, user=alice, starts_on=today, ends_on=today - timedelta(days=1)
        )
