"""One enquiry in twenty is sorted twice, blind, and the figure says how far both agree."""

import uuid

import pytest

from accounts.models import User
from consistency.models import SecondLook
from consistency.panels.looks import second_looks
from consistency.selection import By, Selection
from consistency.workflows.looks import choose, judge, waiting_for
from enquiries import workflows
from enquiries.models import Enquiry, Kind

from .conftest import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(db) -> User:
    return User.objects.create_user("priya@people.example", name="Priya Shah", is_officer=True)


@pytest.fixture
def look(enquiry, now) -> SecondLook:
    return SecondLook.objects.create(enquiry=enquiry, chosen_on=now.date())


def test_about_one_in_twenty_is_chosen_once_and_nobody_can_steer_it(write, places, kinds, now):
    for number in range(200):
        enquiry = write(Case(places[0], kinds[0], came=1))
        Enquiry.objects.filter(pk=enquiry.pk).update(form_token=uuid.UUID(int=number))
    chosen = choose(at=now)
    assert 2 <= chosen <= 20
    assert choose(at=now) == 0
    write(Case(places[0], kinds[0], came=30))
    assert SecondLook.objects.filter(enquiry__received_at__lt=now).count() == chosen


def test_it_is_blind_and_for_officers_who_had_no_part(look, signed_in, oscar, priya, alice, now):
    workflows.claim(enquiry=look.enquiry, at=now, by=oscar)
    assert not waiting_for(oscar).exists()
    url = f"/consistency/second-looks/{look.pk}/"
    assert signed_in(oscar).get(url).status_code == 404
    assert signed_in(alice).get("/consistency/second-looks/").status_code == 404
    page = signed_in(priya).get(url).content.decode()
    main = page[page.index("<dl") : page.index("</dl>")]
    assert "Cars go too fast" in main and "Speeding vehicles" not in main and "P3" not in main


def test_the_second_judgement_stands_beside_the_first(look, signed_in, priya, kind, now):
    client, url = signed_in(priya), f"/consistency/second-looks/{look.pk}/"
    assert (
        "There is a problem" in client.post(url, {"kind": "x", "priority": "P9"}).content.decode()
    )
    assert client.post(url, {"kind": kind.pk, "priority": "P1"}).status_code == 302
    look.refresh_from_db()
    assert (look.first_priority, look.second_priority) == ("P3", "P1")
    assert (look.judged_by, look.judged_at) == (priya, now)
    assert client.post(url, {"kind": kind.pk, "priority": "P2"}).status_code == 404
    assert not judge(look=look, kind=kind, priority="P2", at=now, by=priya)


def test_the_figure_says_how_far_both_agree(write, places, kinds, priya, now):
    other = Kind.objects.exclude(pk=kinds[0].pk).get()
    for number in range(12):
        enquiry = write(Case(places[0], kinds[number % 2], came=1))
        look = SecondLook.objects.create(enquiry=enquiry, chosen_on=now.date())
        second = kinds[number % 2] if number else other
        judge(look=look, kind=second, priority="P3", at=now, by=priya)
    chosen = Selection(By.DISTRICT, now.date().replace(day=1), now.date(), now)
    panel = second_looks(chosen)
    kind_line, priority_line = panel.lines
    assert kind_line.cells[1].values == (11, 92)
    assert kind_line.cells[2].value == pytest.approx(0.833, abs=0.01)
    assert priority_line.cells[2].value is None
    assert "11 of 12 second looks (92%) gave the same kind of enquiry." in panel.sentences
