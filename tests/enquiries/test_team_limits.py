"""What an officer of another team may do, and what a team may keep to its own officers."""

import pytest
from django.urls import reverse

from accounts.models import Team, User
from enquiries import workflows
from enquiries.permissions import Refused

from ..test_registry import OFFICER, OURS, REGISTRY

pytestmark = pytest.mark.django_db
ACTS = [
    name for name, route in REGISTRY.items()
    if name.startswith("case_") and OURS[name] == {"number"} and route.get == OFFICER
]  # fmt: skip
FREE = {"case_note", "case_photos", "case_link", "case_unlink", "case_reference"}


@pytest.fixture
def priya(db) -> User:
    """An officer of another team."""
    user = User.objects.create_user("priya@people.example", name="Priya Shah", is_officer=True)
    user.teams.add(Team.objects.create(name="Drainage"))
    return user


def test_all_acts_are_walked():
    assert set(ACTS) > FREE and {"case_answer", "case_assign", "case_merge"} < set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_another_team_may_help_out_unless_the_team_keeps_its_work(
    signed_in, priya, oscar, enquiry, team, name
):
    client, url = signed_in(priya), reverse(name, args=[enquiry.number])
    assert client.get(url).status_code == 200
    team.is_closed = True
    team.save()
    status = 200 if name in FREE else 403
    assert client.get(url).status_code == status
    if name not in FREE:
        refused = client.post(url, {"version": enquiry.version, "text": "No"})
        assert refused.status_code == 403
        assert "Only officers of Traffic and Signals can do this" in refused.content.decode()
        assert enquiry.events.count() == 1
    assert signed_in(oscar).get(url).status_code == 200
    assert client.get(reverse("case", args=[enquiry.number])).status_code == 200


def test_who_was_given_it_may_act_and_the_verb_refuses_by_itself(enquiry, priya, oscar, team, now):
    team.is_closed = True
    team.save()
    enquiry.refresh_from_db()
    with pytest.raises(Refused, match="Only officers of Traffic"):
        workflows.update(enquiry=enquiry, text="No.", at=now, by=priya)
    workflows.assign(enquiry=enquiry, team=team, owner=priya, at=now, by=oscar)
    enquiry.refresh_from_db()
    workflows.update(enquiry=enquiry, text="Yes.", at=now, by=priya)


def test_nor_approve_or_send_back_what_the_team_wrote(
    signed_in, priya, oscar, enquiry, team, outcomes, now
):
    words = {"reason": None, "explanation": "No.", "next_step": "Nothing."}
    row = workflows.propose(enquiry=enquiry, outcome=outcomes["advice"], at=now, by=oscar, **words)
    team.is_closed = True
    team.save()
    row.refresh_from_db()
    for verb, more in ((workflows.approve, {}), (workflows.send_back, {"comment": "Shorter."})):
        with pytest.raises(Refused, match="Only officers of Traffic"):
            verb(proposal=row, at=now, by=priya, **more)
    for name in ("case_approve", "case_send_back"):
        url = reverse(name, args=[enquiry.number, row.pk])
        assert signed_in(priya).get(url).status_code == 403
        assert signed_in(oscar).get(url).status_code == 200
