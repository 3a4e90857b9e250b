"""O9: two officers at one case. Each sees the other, and the slower one loses nothing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import User
from enquiries import workflows
from enquiries.models import Body, Enquiry, Opening
from enquiries.views.officer_rows import RowWriter
from enquiries.wording import opened_by
from enquiries.workflows import sweeps
from enquiries.workflows.move import Changed
from post.models import Letter

pytestmark = pytest.mark.django_db
WORDS = {"explanation": "Traffic was counted.", "next_step": "Nothing more."}


@pytest.fixture
def priya(team) -> User:
    user = User.objects.create_user("priya@people.example", name="Priya Shah", is_officer=True)
    user.teams.add(team)
    return user


def page(client, name, enquiry) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(name, args=[enquiry.number])).content, "html.parser")


def said(page) -> str:
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize("name", ["case", "case_answer", "case_note"])
def test_o09_the_other_is_told_who_has_it_open_and_since_when(
    signed_in, oscar, priya, maya, enquiry, stopped_clock, name
):
    page(signed_in(priya), name, enquiry)
    page(signed_in(maya), "case", enquiry)  # managers cannot act, so they are in nobody's way
    stopped_clock.shift(timedelta(minutes=2))
    seen = said(page(signed_in(oscar), name, enquiry))
    assert "Priya Shah opened this 2 minutes ago" in seen
    assert "Maya" not in seen
    assert "Oscar Officer opened" not in said(page(signed_in(oscar), name, enquiry))


def test_o09_who_is_gone_is_forgotten_and_who_stays_keeps_her_time(
    signed_in, oscar, priya, enquiry, stopped_clock, settings, now
):
    settings.OPENING_MINUTES = 10
    for _ in range(3):  # she looks again and again: still since the first time
        page(signed_in(priya), "case", enquiry)
        stopped_clock.shift(timedelta(minutes=8))
    assert "opened this 24 minutes ago" in said(page(signed_in(oscar), "case", enquiry))
    stopped_clock.shift(timedelta(minutes=3))
    assert "Priya" not in said(page(signed_in(oscar), "case", enquiry))
    page(signed_in(priya), "case", enquiry)
    row = Opening.objects.get(person=priya)
    assert row.opened_at == row.seen_at == now + timedelta(minutes=27)


def test_looks_of_long_ago_are_forgotten(enquiry, log, oscar, priya, now):
    later, long_ago = now + timedelta(days=91), log(road="Elsewhere")
    for case, at in ((long_ago, now), (enquiry, now), (enquiry, later - timedelta(days=90))):
        workflows.note_opening(enquiry=case, at=at, by=oscar)
    sweeps.daily(now=later)
    assert [row.enquiry for row in Opening.objects.all()] == [enquiry]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "just now"), (1, "1 minute ago"), (59.9, "59 minutes ago"), (61, "18 November 2026,")],
)
def test_since_when_in_words(now, minutes, words):
    assert words in opened_by("Priya Shah", now, now + timedelta(minutes=minutes))


@pytest.mark.parametrize("rows", [1, 3])
def test_o09_a_list_asks_once_who_has_its_cases_open(
    log, oscar, priya, now, rows, django_assert_num_queries
):
    found = [log(road=f"Road {n}") for n in range(rows)]
    for enquiry in found:
        workflows.note_opening(enquiry=enquiry, at=now, by=priya)
        workflows.note_opening(enquiry=enquiry, at=now, by=oscar)
    writer = RowWriter(now, now.date(), may_claim=True, viewer=oscar)
    with django_assert_num_queries(2):
        read = writer.read(Enquiry.objects.all())
    assert [row.note for row in read] == ["Priya Shah opened this just now"] * rows
    later = RowWriter(now + timedelta(hours=1), now.date(), may_claim=True, viewer=oscar)
    assert not any(row.note for row in later.read(Enquiry.objects.all()))


def acts(enquiry, outcomes, body, other_kind, today) -> dict[str, dict]:
    def day(name, days):
        date = today + timedelta(days=days)
        return {f"{name}-day": date.day, f"{name}-month": date.month, f"{name}-year": date.year}

    return {
        "case_answer": {"outcome": outcomes["already"].pk, **WORDS},
        "case_update": {"text": "We count on Monday."},
        "case_ask": {"text": "Which end?"},
        "case_pass_on": {"body": body.pk, "explanation": "A trunk road."},
        "case_extend": {**day("new_due_on", 16), "reason": "The survey is late."},
        "case_correct_kind": {"kind": other_kind.pk, "reason": "It is about parking."},
        "case_give_back": {},
    }


@pytest.fixture
def acting(enquiry, outcomes, reasons, kind, standard, today) -> dict[str, dict]:
    body = Body.objects.create(name="National Highways")
    other = type(kind).objects.create(code="PK1", group=kind.group, name="Parking", team=kind.team)
    return acts(enquiry, outcomes, body, other, today)


ACTS = ["case_answer", "case_update", "case_ask", "case_pass_on", "case_extend",
        "case_correct_kind", "case_give_back"]  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_o09_the_slower_is_shown_both_and_loses_nothing(
    signed_in, oscar, priya, enquiry, now, acting, name
):
    workflows.claim(enquiry=enquiry, at=now - timedelta(hours=1), by=oscar)
    desk, sent = signed_in(oscar), acting[name]
    form = page(desk, name, enquiry)
    seen = form.select_one("[name=version]")["value"]
    workflows.update(enquiry=enquiry, text="I rang the clerk.", at=now, by=priya)
    letters, events = Letter.objects.count(), enquiry.events.count()

    url = reverse(name, args=[enquiry.number])
    refused = BeautifulSoup(desk.post(url, {"version": seen, **sent}).content, "html.parser")
    assert "This enquiry has changed since you opened it" in said(refused)
    assert "by Priya Shah" in said(refused) and "I rang the clerk." in said(refused)
    for field, value in sent.items():
        box = refused.select_one(f"main [name={field}]")
        held = box.get_text().strip() if box.name == "textarea" else box.get("value")
        chosen = refused.select_one(f"[name={field}][checked], [name={field}] option[selected]")
        assert str(value) in (held, chosen and chosen["value"]), field
    assert (Letter.objects.count(), enquiry.events.count()) == (letters, events)

    again = refused.select_one("[name=version]")["value"]
    done = desk.post(url, {"version": again, **sent})
    if mark := BeautifulSoup(done.content, "html.parser").select_one("[name=seen]"):
        done = desk.post(url, {"version": again, "seen": mark["value"], **sent})
    assert done.status_code == 302
    assert enquiry.events.count() == events + 1


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40, "1e9"])
def test_o09_who_does_not_say_what_she_saw_has_seen_nothing(signed_in, oscar, enquiry, version):
    url = reverse("case_update", args=[enquiry.number])
    response = signed_in(oscar).post(url, {"text": "We count on Monday.", "version": version})
    assert "has changed since you opened it" in response.content.decode()
    assert enquiry.events.count() == 1


def test_o09_sent_twice_is_sent_once(signed_in, oscar, enquiry):
    desk, url = signed_in(oscar), reverse("case_update", args=[enquiry.number])
    sent = {"text": "We count on Monday.", "version": enquiry.version}
    assert [desk.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Letter.objects.filter(kind="enquiries/update").count() == 1


def test_what_the_clerk_adds_is_news_and_what_the_portal_notes_is_not(enquiry, alice, oscar, now):
    seen = enquiry.version
    enquiry.events.create(what="missed", at=now, by=None)
    assert enquiry.version == seen
    workflows.add_information(enquiry=enquiry, text="A child was hit.", at=now, by=alice)
    with pytest.raises(Changed) as changed:
        workflows.update(enquiry=enquiry, text="No news.", at=now, by=oscar, version=seen)
    assert [event.text for event in changed.value.events] == ["A child was hit."]
