"""The desk: two pairs of eyes, nothing lost between two editors, nothing sent by mistake."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from briefings.models import Correction, Edition, Item, Recipient
from briefings.permissions import Refused
from briefings.states import MOVES, Status
from briefings.workflows import editions, items, sending
from post.models import Letter

pytestmark = pytest.mark.django_db


def fresh(row):
    row.refresh_from_db()
    return row


def test_items_are_gathered_by_any_officer_and_taken_in_by_an_editor(
    oscar, alice, edith, edition, now
):
    words = {"kind": "roadworks", "body": "Main Street is closed.", "at": now}
    item = items.add_item(title="Main Street", by=oscar, **words)
    with pytest.raises(Refused, match="work for the county"):
        items.add_item(title="Main Street", by=alice, **words)
    with pytest.raises(Refused, match="Only editors"):
        editions.take_in(edition=edition, items=[item], at=now, by=oscar)
    assert editions.take_in(edition=edition, items=[item], at=now, by=edith) == 1
    assert editions.take_in(edition=edition, items=[item], at=now, by=edith) == 0
    with pytest.raises(Refused, match="Ask one of them"):
        items.change_item(item=fresh(item), version=item.version, title="X", at=now, by=oscar)


def test_items_are_put_in_order_and_back(write, edition, edith, now):
    rows = [write(f"Item {n}", edition=edition) for n in range(3)]
    editions.shift(item=fresh(rows[2]), up=True, at=now, by=edith)
    assert [one.title for one in edition.items.all()] == ["Item 0", "Item 2", "Item 1"]
    editions.shift(item=fresh(rows[0]), up=True, at=now, by=edith)
    editions.put_back(item=fresh(rows[2]), at=now, by=edith)
    assert [one.title for one in edition.items.all()] == ["Item 0", "Item 1"]
    assert fresh(rows[2]).edition is None


def test_the_same_title_twice_has_two_anchors(write, edition):
    first, second = (write("Hanging baskets", edition=edition) for _ in range(2))
    assert (first.anchor, second.anchor) == ("hanging-baskets", "hanging-baskets-2")


def test_nobody_approves_what_she_had_a_hand_in(edition, item, edith, maya, adam, oscar, now):
    fresh(edition)
    editions.submit(edition=edition, version=edition.version, at=now, by=edith)
    fresh(edition)
    with pytest.raises(Refused, match="did not write this"):
        editions.approve(edition=edition, version=edition.version, at=now, by=edith)
    with pytest.raises(Refused, match="Only another editor"):
        editions.approve(edition=edition, version=edition.version, at=now, by=oscar)
    editions.approve(edition=edition, version=edition.version, at=now, by=maya)
    assert fresh(edition).status == Status.APPROVED
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(approved_by=edith)


def test_nobody_approves_what_others_changed_after_her(
    edition, item, write, edith, maya, adam, now
):
    """Once adam changed edith's words, edith's hand is still in them; so is an item's writer's."""
    write("Grit bins", edition=None, by=maya)
    waiting = Item.objects.get(title="Grit bins")
    editions.take_in(edition=edition, items=[waiting], at=now, by=edith)
    version = fresh(edition).version
    editions.change_edition(edition=edition, version=version, at=now, by=adam, title="Roads")
    Edition.objects.update(made_by=adam)
    Item.objects.filter(added_by=edith).update(added_by=adam, changed_by=adam)
    editions.submit(edition=edition, version=fresh(edition).version, at=now, by=adam)
    for hand in (edith, maya):
        with pytest.raises(Refused, match="did not write this"):
            editions.approve(edition=edition, version=fresh(edition).version, at=now, by=hand)


def test_a_change_after_approval_has_to_be_seen_again(scheduled, item, edith, now):
    words = {"version": fresh(item).version, "body": "New words.", "at": now, "by": edith}
    items.change_item(item=item, **words)
    row = fresh(scheduled)
    assert row.status == Status.DRAFT
    assert row.approved_at is row.approved_by is row.scheduled_for is None


def test_what_was_changed_meanwhile_is_not_approved(edition, item, edith, maya, now):
    fresh(edition)
    seen = edition.version
    editions.submit(edition=edition, version=seen, at=now, by=edith)
    with pytest.raises(Refused, match="Somebody else changed this"):
        editions.approve(edition=edition, version=seen, at=now, by=maya)


def test_two_editors_at_once_never_overwrite_each_other(edition, item, edith, adam, now):
    seen = fresh(item).version
    items.change_item(item=item, version=seen, title="Baskets", at=now, by=edith)
    with pytest.raises(Refused, match="Your words are still below"):
        items.change_item(item=item, version=seen, title="Pots", at=now, by=adam)
    assert fresh(item).title == "Baskets"
    seen = fresh(edition).version
    editions.change_edition(edition=edition, version=seen, title="A", at=now, by=edith)
    with pytest.raises(Refused, match="Your words are still below"):
        editions.change_edition(edition=edition, version=seen, title="B", at=now, by=adam)


def test_an_audience_of_nobody_is_refused(edition, item, edith, now):
    """No council has anybody, so nobody would get it."""
    fresh(edition)
    with pytest.raises(Refused, match="Nobody would get this"):
        editions.submit(edition=edition, version=edition.version, at=now, by=edith)


@pytest.fixture(autouse=True)
def somebody(request):
    if "nobody_is_refused" not in request.node.name:
        request.getfixturevalue("alice")


def test_a_time_that_is_over_is_refused(approved, edith, now):
    with pytest.raises(Refused, match="This time is over"):
        editions.schedule(
            edition=approved, moment=now - timedelta(minutes=1), at=now, by=edith
        )  # fmt: skip


def test_a_schedule_can_be_taken_back(scheduled, edith, now):
    editions.unschedule(edition=scheduled, at=now, by=edith)
    assert sending.send_due(at=now + timedelta(days=1)) == 0
    assert fresh(scheduled).status == Status.APPROVED


def test_it_leaves_at_its_time_and_not_before(scheduled, alice, now):
    assert sending.send_due(at=now) == 0
    assert sending.send_due(at=now + timedelta(hours=1)) == 1
    row = fresh(scheduled)
    assert row.is_sent and row.sent_by == row.scheduled_by
    assert sending.send_due(at=now + timedelta(hours=2)) == 0
    assert [letter.to for letter in row.mailing.letters.all()] == [alice.email]


def test_an_edition_that_is_sent_is_neither_changed_nor_deleted(sent, item, edith, now):
    for verb, words in (
        (editions.delete_edition, {"edition": sent}),
        (editions.change_edition, {"edition": sent, "version": sent.version, "title": "X"}),
        (editions.put_back, {"item": fresh(item)}),
        (items.change_item, {"item": item, "version": item.version, "body": "X"}),
        (items.remove_item, {"item": item}),
        (editions.unschedule, {"edition": sent}),
    ):
        with pytest.raises(Refused, match="This edition is sent"):
            verb(**words, at=now, by=edith)
    assert Recipient.objects.filter(edition=sent).count() == 1


def test_a_deleted_edition_leaves_its_items_waiting(edition, item, edith, now):
    editions.delete_edition(edition=edition, at=now, by=edith)
    assert Item.objects.waiting().get().pk == item.pk


def test_b09_a_correction_says_when_and_what(sent, item, edith, now, signed_in):
    """After sending nothing changes silently."""
    later = now + timedelta(days=1)
    words = {"title": item.title, "body": "New.", "note": "the day was wrong"}
    items.correct_item(item=fresh(item), version=item.version, at=later, by=edith, **words)
    row = Correction.objects.get()
    assert row.body_before.startswith("Ask us") and fresh(item).anchor == "hanging-baskets"
    page = signed_in(edith).get("/briefings/30/").content.decode()
    assert "Updated on 19 November 2026: the day was wrong" in page
    assert Letter.objects.filter(kind="briefings/edition").count() == 1


def test_a_correction_of_nothing_or_of_what_is_not_sent_is_refused(edition, item, edith, now):
    words = {"version": item.version, "note": "x", "at": now, "by": edith}
    with pytest.raises(Refused, match="not sent yet"):
        items.correct_item(item=item, title="A", body="B", **words)


def test_a_test_goes_to_who_asks_and_to_nobody_else(edition, item, edith, now):
    sending.send_test(edition=edition, at=now, by=edith)
    letter = Letter.objects.get()
    assert letter.to == edith.email and letter.subject.startswith("Test: Briefing 30")
    assert fresh(edition).status == Status.DRAFT and not Recipient.objects.exists()


def test_paused_and_ended(sent, edith, now):
    assert sending.pause(edition=sent, at=now, by=edith)
    assert sending.resume(edition=sent, at=now, by=edith)
    assert sending.stop(edition=sent, at=now, by=edith) == 1
    assert sent.mailing.letters.get().error == "Its mailing was cancelled."


def test_two_at_once_number_an_edition_once(edition, edith, now):
    with pytest.raises(Refused, match="a briefing with this number"):
        editions.start_edition(number=30, title="X", at=now, by=edith)


def test_moves_are_a_table():
    assert set(MOVES) == set(Status)
    assert {to for moves in MOVES.values() for to in moves} <= set(Status)


def test_b09_before_sending_the_editor_sees_everything(signed_in, edith, edition, item, alice):
    """Preview, plain text, reading age, short version with its length, who and why."""
    client = signed_in(edith)
    page = client.get("/briefings/desk/30/preview/").content.decode()
    assert "Plain text" in page and "characters)" in page
    assert "Alice Clerk" in page and "Clerk of Billesdon Parish Council" in page
    assert client.get("/briefings/desk/30/preview/?as=nobody").status_code == 200


@pytest.mark.parametrize(
    ("address", "mine", "theirs"),
    [
        ("audiences/{}/", {"name": "Mine", "to_councils": "on"}, {"name": "Theirs"}),
        ("rhythm/", {"weeks": 4, "lead_days": 7, "meeting_weeks": 6}, {"weeks": 5}),
    ],
    ids=["audience", "rhythm"],
)
def test_of_two_editors_of_an_audience_or_the_rhythm_the_second_sees_both(
    clerks, edith, signed_in, address, mine, theirs
):
    client, page = signed_in(edith), "/briefings/desk/" + address.format(clerks.pk)
    shown = client.get(page).context["form"]
    seen = {"version": shown["version"].value()}
    assert client.post(page, mine | theirs | seen).status_code == 302
    second = client.post(page, mine | seen)
    assert second.status_code == 200 and "Your words are still below" in second.content.decode()
    [name] = theirs
    form = second.context["form"]
    assert [words for _, words in form.theirs] == [str(theirs[name])]
    assert str(form[name].value()) == str(mine[name])
    assert str(client.get(page).context["form"][name].value()) == str(theirs[name])
    again = {"version": form["version"].value()}
    assert client.post(page, mine | again).status_code == 302, "she has seen both"
    assert str(client.get(page).context["form"][name].value()) == str(mine[name])


def test_the_second_of_two_editors_of_an_item_sees_what_differs_and_can_save(
    item, edith, adam, signed_in, now
):
    path = f"/briefings/desk/items/{item.pk}/"
    shown = signed_in(edith).get(path).context["form"]
    typed = {box.name: box.value() for box in shown if box.value() is not None}
    typed |= {"due_on-day": 4, "due_on-month": 12, "due_on-year": 2026}
    assert signed_in(edith).post(path, typed).status_code == 302
    assert signed_in(edith).post(path, typed).status_code == 302, "sent twice is done once"
    words = {"title": "Baskets", "body": item.body}
    items.change_item(item=fresh(item), version=item.version, at=now, by=adam, **words)
    mine = typed | {"body": "Mine.", "due_on-day": 5}
    second = signed_in(edith).post(path, mine)
    form = second.context["form"]
    assert dict(form.theirs) == {
        "Title": "Baskets", "Text": item.body, "To go out by": "4 12 2026"
    }  # fmt: skip
    assert "Saved by somebody else meanwhile" in second.content.decode()
    again = mine | {"version": form["version"].value()}
    assert signed_in(edith).post(path, again).status_code == 302
    assert (fresh(item).title, item.body) == ("Hanging baskets", "Mine.")


def test_to_take_nothing_in_is_not_called_added(edition, item, write, edith, signed_in):
    client, path = signed_in(edith), "/briefings/desk/30/items/"
    assert "Tick what should go in" in client.post(path, follow=True).content.decode()
    waiting = write("Grit bins")
    page = client.post(path, {"item": [waiting.pk]}, follow=True).content.decode()
    assert "1 item added." in page


@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        ("desk/editions/new/", {"number": 30, "title": "X", "version": 0}, "number"),
        ("desk/audiences/new/", {"name": "Clerks", "to_councils": "on", "version": 0}, "name"),
        ("desk/rhythm/", {"is_on": "on", "weeks": 3, "lead_days": 7, "meeting_weeks": 6,
                          "version": 1}, "next_on"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_beside_its_field(edition, edith, signed_in, path, typed, field):
    page = signed_in(edith).post(f"/briefings/{path}", typed)
    assert page.context["form"].errors.keys() == {field}
