"""C9: is it ours? Say who looks after it, and never refuse."""

from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.elsewhere import who_else
from enquiries.models import Body, Enquiry, Kind, RoadOwner, Signpost

pytestmark = pytest.mark.django_db
WORDS = "Lorries shake the houses at night."


@pytest.fixture
def motorway(db) -> RoadOwner:
    body = Body.objects.create(name="National Highways", website="https://highways.example/")
    return RoadOwner.objects.create(name="M1", body=body, source="the map")


@pytest.fixture
def bins(kind, standard) -> Kind:
    """A kind that the district looks after."""
    other = Kind.objects.create(
        code="EW3", group=kind.group, name="Missed bin", priority="P4", owner="District council",
        in_scope="no", signpost_to="district council for the parish",
    )  # fmt: skip
    standard.pk, standard.kind = None, other
    standard.save()
    return other


@pytest.fixture
def draft(council, parish, kind, standard, holidays, alice, now):
    def made(road="The M1 bridge", **more):
        return workflows.start_draft(
            council=council, parish=parish, asked_by=alice, at=now, by=alice, road=road,
            description=WORDS, **({"kind": kind} | more),
        )  # fmt: skip

    return made


def page(draft, name="who"):
    return f"/enquiries/new/{draft.token}/{name}/"


def test_c09_a_road_of_another_body_is_pointed_out_before_the_check_page(
    motorway, draft, alice, signed_in
):
    mine, client = draft(), signed_in(alice)
    sent = client.post(page(mine, "what"), {"kind": mine.kind_id, "description": WORDS})
    assert sent.url == page(mine)
    shown = client.get(page(mine)).content.decode()
    assert "National Highways looks after the M1, or parts of it" in shown
    assert 'href="https://highways.example/"' in shown


@pytest.mark.parametrize("road", ["M10 slip road", "Room1 Lane", "AM1", "Main Street"])
def test_c09_a_road_that_only_looks_like_it_is_left_alone(road, motorway, draft):
    assert who_else(draft(road)) is None


def test_c09_a_road_may_be_theirs_in_one_parish_only(motorway, draft, other_parish):
    motorway.only_parish = other_parish
    motorway.save()
    assert who_else(draft()) is None


def test_c09_a_matter_of_the_district_names_the_parishs_own_district(bins, draft, alice, signed_in):
    Body.objects.create(name="Harborough District Council", website="https://district.example/")
    shown = signed_in(alice).get(page(draft("Main Street", kind=bins))).content.decode()
    assert "Harborough District Council looks after this, not the county council" in shown
    assert "https://district.example/" in shown


@pytest.mark.parametrize(("choice", "leads_to"), [("not_theirs", "check"), ("anyway", "check")])
def test_c09_she_goes_on_and_her_choice_is_kept(
    choice, leads_to, motorway, draft, alice, now, signed_in
):
    mine, client = draft(), signed_in(alice)
    assert client.post(page(mine), {"choice": choice}).url == page(mine, leads_to)
    assert Signpost.objects.get().choice == choice
    client.post(page(mine, "check"), {"shown": ""})
    assert Signpost.objects.get().enquiry == Enquiry.objects.get()


def test_c09_it_is_theirs_and_the_draft_is_kept(motorway, draft, alice, signed_in):
    mine, client = draft(), signed_in(alice)
    response = client.post(page(mine), {"choice": "theirs"}, follow=True)
    assert "Tell National Highways." in response.content.decode()
    assert page(mine, "check") in response.content.decode()
    assert Signpost.objects.get().choice == "theirs"
    assert not Enquiry.objects.exists()


def test_c09_a_choice_that_there_is_not_is_asked_again(motorway, draft, alice, signed_in):
    mine = draft()
    response = signed_in(alice).post(page(mine), {"choice": "shrug"}, follow=True)
    assert "Choose what you want to do." in response.content.decode()
    assert Signpost.objects.get().choice == "shown"


def test_c09_told_twice_is_counted_once_and_looking_counts_nothing(
    motorway, draft, alice, signed_in
):
    mine, client = draft(), signed_in(alice)
    assert client.get(page(mine)).status_code == 200
    assert not Signpost.objects.exists()
    for _ in range(2):
        client.post(page(mine, "what"), {"kind": mine.kind_id, "description": WORDS})
    assert Signpost.objects.get().choice == "shown"


def test_c09_the_officer_sees_what_was_said(motorway, draft, alice, oscar, now, signed_in):
    mine = draft()
    signed_in(alice).post(page(mine), {"choice": "anyway"})
    enquiry = workflows.send_draft(draft=mine, at=now, by=alice)
    shown = signed_in(oscar).get(f"/officer/enquiries/{enquiry.reference}/").content.decode()
    assert "Sent to us anyway" in shown
    Signpost.objects.update(enquiry=None)
    shown = signed_in(oscar).get(f"/officer/enquiries/{enquiry.reference}/").content.decode()
    assert "We named" not in shown


def test_c09_signposting_is_counted(motorway, bins, draft, alice, now, django_assert_num_queries):
    told = [(draft(), "theirs"), (draft(), "anyway"), (draft(), ""), (draft("A", kind=bins), "")]
    for made, choice in told:
        shown = workflows.show_signpost(draft=made, elsewhere=who_else(made), at=now, by=alice)
        if choice:
            workflows.choose_signpost(signpost=shown, choice=choice, at=now, by=alice)
    span = {"since": now, "until": now + timedelta(hours=1)}
    with django_assert_num_queries(1):
        counted = list(Signpost.objects.shown_in(**span).by_owner())
    assert counted[0] == {
        "owner": "National Highways", "shown": 3, "theirs": 1, "anyway": 1, "not_theirs": 0,
        "no_choice": 1,
    }  # fmt: skip
    assert [row["shown"] for row in counted[1:]] == [1]
    assert not Signpost.objects.shown_in(since=now - timedelta(hours=1), until=now).exists()


def test_c09_nothing_elsewhere_leads_on(draft, alice, signed_in):
    mine = draft("Main Street")
    assert signed_in(alice).get(page(mine)).url == page(mine, "check")
