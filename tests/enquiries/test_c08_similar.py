"""C8: has somebody in the parish already reported this?"""

from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.models import Kind
from enquiries.similar import known_roads, similar_to

pytestmark = pytest.mark.django_db
WORDS = "Cars go too fast past the primary school in the morning."


@pytest.fixture
def draft(council, parish, kind, standard, holidays, alice, now):
    def made(road="Main Street", description=WORDS, **more):
        return workflows.start_draft(
            council=council, parish=parish, asked_by=alice, at=now, by=alice, road=road,
            description=description, **({"kind": kind} | more),
        )  # fmt: skip

    return made


def roads(found):
    return [enquiry.road for enquiry in found]


@pytest.mark.parametrize(
    "typed",
    ["Main Street", "main st", "Main Street near the school", "MAIN STREET", "Main Streeet"],
)
def test_c08_the_same_road_is_found_however_it_is_written(typed, draft, log, now):
    log(road="Main Street", at=now - timedelta(days=9))
    assert roads(similar_to(draft(typed), now=now)) == ["Main Street"]


@pytest.mark.parametrize("other", ["High Street", "Mill Street", "Church Lane", "The Street"])
def test_c08_another_road_is_not(other, draft, log, now):
    log(road=other, at=now - timedelta(days=9))
    assert similar_to(draft("Main Street"), now=now) == []


def test_c08_church_lane_is_not_church_street(draft, log, now):
    log(road="Church Lane", at=now - timedelta(days=9))
    assert similar_to(draft("Church Street"), now=now) == []


@pytest.mark.parametrize("road", ["Church Lane", "The Street", "School Lane", "Hill Road"])
def test_c08_a_road_of_common_words_is_found_again(road, draft, log, now):
    log(road=road, at=now - timedelta(days=9))
    assert roads(similar_to(draft(road), now=now)) == [road]


def test_c08_another_parish_is_not_looked_at(draft, log, other_council, other_parish, carol, now):
    log(
        council=other_council, parish=other_parish, asked_by=carol, by=carol, road="Main Street",
        at=now,
    )  # fmt: skip
    assert similar_to(draft(), now=now) == []


def test_c08_another_topic_on_the_same_road_is_not_the_same_matter(draft, log, kind, now, team):
    from enquiries.models import KindGroup

    log(road="Main Street", description="The drain is full.", at=now - timedelta(days=9))
    group = KindGroup.objects.create(name="Trees", order=9)
    trees = Kind.objects.create(code="TR1", group=group, name="Trees", priority="P3", team=team)
    assert similar_to(draft(kind=trees, description="A hedge grows over."), now=now) == []
    alike = draft(kind=trees, description="The drain is blocked and full of leaves.")
    assert roads(similar_to(alike, now=now)) == ["Main Street"]


def test_c08_long_closed_ones_are_left_in_peace(draft, log, oscar, outcomes, now):
    then = now - timedelta(days=200)
    closed = log(road="Main Street", at=then)
    workflows.answer(
        enquiry=closed, outcome=outcomes["already"], reason=None, explanation="Done.",
        next_step="Nothing.", at=now - timedelta(days=60), by=oscar,
    )  # fmt: skip
    assert roads(similar_to(draft(), now=now)) == ["Main Street"]
    assert similar_to(draft(), now=now + timedelta(days=31)) == []


def test_c08_a_spot_near_by_is_found_whatever_the_road_is_called(draft, log, now):
    there = log(road="The Green", at=now - timedelta(days=9))
    there.latitude, there.longitude = 52.6210, -0.9330
    there.save(update_fields=["latitude", "longitude"])
    near = {"latitude": 52.6220, "longitude": -0.9330, "spot_from": "map"}
    far = near | {"latitude": 52.6240}
    assert roads(similar_to(draft("Main Street", **near), now=now)) == ["The Green"]
    assert similar_to(draft("Main Street", **far), now=now) == []


def test_c08_the_likest_comes_first_and_five_are_enough(draft, log, now, django_assert_num_queries):
    for number in range(7):
        log(road="Main Street", description=f"Something {number}.", at=now - timedelta(days=9))
    likest = log(road="Main Street", description=WORDS, at=now - timedelta(days=20))
    mine = draft()
    with django_assert_num_queries(1):
        found = similar_to(mine, now=now)
    assert found[0] == likest
    assert len(found) == 5


def test_c08_roads_the_council_wrote_before_the_most_frequent_first(log, council, now):
    for road in ("Back Lane", "Main Street", "Main Street"):
        log(road=road, at=now)
    assert known_roads([council]) == ["Main Street", "Back Lane"]
