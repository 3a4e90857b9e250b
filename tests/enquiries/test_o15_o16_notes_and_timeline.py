"""O15 notes in one box, for officers only, withdrawn by their author; O16 a timeline that reads."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Event
from enquiries.permissions import Refused
from post.models import Letter

pytestmark = pytest.mark.django_db
SECRET = "Secret: the chair is the owner’s brother."


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def case(client, enquiry, query="") -> BeautifulSoup:
    return soup(client.get(reverse("case", args=[enquiry.number]) + query))


def lines(page) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.select(".app-timeline__item")]


def test_o15_a_note_saves_in_one_action_from_the_case(signed_in, oscar, enquiry):
    client = signed_in(oscar)
    form = case(client, enquiry).select_one("form[action*=note]")
    assert "Only officers can see this." in form.get_text()
    assert client.post(form["action"], {"text": SECRET}).status_code == 302
    page = case(client, enquiry)
    first = page.select_one(".app-timeline__item--internal")
    assert SECRET in first.get_text() and "only officers can see this" in first.get_text()
    box = str(page).index('name="text"')
    assert box < str(page).index(SECRET), "the box is above, the newest under it"


def test_o15_no_page_or_letter_of_the_clerks_has_a_note(
    signed_in, oscar, alice, enquiry, outcomes, now
):
    workflows.note(enquiry=enquiry, text=SECRET, at=now, by=oscar)
    workflows.update(enquiry=enquiry, text="On it.", at=now, by=oscar)
    workflows.answer(
        enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation="Told.",
        next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    page = signed_in(alice).get(reverse("enquiry", args=[enquiry.number])).content.decode()
    assert "Secret" not in page
    assert not [row for row in Letter.objects.all() if "Secret" in row.text + row.html]


def test_o15_its_author_withdraws_a_note_and_the_record_keeps_it(signed_in, oscar, enquiry, now):
    client = signed_in(oscar)
    note = workflows.note(enquiry=enquiry, text=SECRET, at=now, by=oscar)
    link = case(client, enquiry).find("a", string="Withdraw this note")["href"]
    assert client.get(link).status_code == 200 and enquiry.events.count() == 2
    assert client.post(link).status_code == 302
    page = case(client, enquiry)
    assert lines(page)[0].startswith("Note withdrawn by Oscar Officer")
    assert "Secret" not in str(page)
    assert Event.objects.get(pk=note.pk).text == SECRET
    assert client.post(link).status_code == 404


def test_o15_nobody_withdraws_anothers_note(signed_in, oscar, enquiry, now, django_user_model):
    priya = django_user_model.objects.create_user("p@x.example", name="Priya", is_officer=True)
    note = workflows.note(enquiry=enquiry, text=SECRET, at=now, by=oscar)
    client = signed_in(priya)
    assert "Withdraw this note" not in str(case(client, enquiry))
    url = reverse("note_withdraw", args=[enquiry.number, note.pk])
    assert client.get(url).status_code == client.post(url).status_code == 404
    with pytest.raises(Refused, match="Only who wrote"):
        workflows.withdraw_note(note=note, at=now, by=priya)


def test_o15_a_note_is_withdrawn_once_even_in_two_tabs(enquiry, oscar, now):
    note = workflows.note(enquiry=enquiry, text=SECRET, at=now, by=oscar)
    rows = [workflows.withdraw_note(note=note, at=now, by=oscar) for _ in range(2)]
    assert rows[0] == rows[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(enquiry=enquiry, what="unnoted", at=now, by=oscar, withdraws=note)


def test_o16_what_the_portal_or_an_officer_did_without_words_is_one_line(
    signed_in, oscar, enquiry, now
):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    item = case(signed_in(oscar), enquiry).select_one(".app-timeline__item")
    assert " ".join(item.get_text(" ").split()) == (
        "Taken on by an officer by Oscar Officer 18 November 2026, 10:00am – only officers can "
        "see this"
    )
    assert "app-timeline__item--line" in item["class"]
    assert not item.select(".app-timeline__body, details")


def test_o16_forty_events_few_headings_and_messages_by_address(
    signed_in, oscar, alice, enquiry, now
):
    whats = ["note", "claimed", "released", "update"]
    Event.objects.bulk_create(
        Event(
            enquiry=enquiry, what=whats[n % 4], at=now - timedelta(days=n), by=oscar,
            text=f"{n} " * 200 if n % 4 in (0, 3) else "", is_public=n % 4 == 3,
        )
        for n in range(40)
    )  # fmt: skip
    page = case(signed_in(oscar), enquiry)
    headings = [each.get_text() for each in page.select("h3.govuk-heading-s")]
    assert len(headings) <= 12 and headings[:2] == ["Today", "Yesterday"]
    assert len(page.select(".app-timeline__item > .app-timeline__body")) == 3
    said = lines(case(signed_in(oscar), enquiry, "?show=messages"))
    assert len(said) == 10 and all(line.startswith("Update") for line in said)
