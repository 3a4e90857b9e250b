"""The post today, for administrators: what waits, what is stuck, and what they may decide."""

import re
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from post.models import Address, Letter, Mailing, Receipt
from post.permissions import Refused
from post.workflows import desk

pytestmark = pytest.mark.django_db
SECRET = "Only for Alice’s eyes"
DATES = {"sent": "sent_at", "sending": "leased_until"}
TODAY_QUERIES, LETTERS_QUERIES = 17, 6


@pytest.fixture
def letter(now):
    """`letter("parked", subject="…")` is a letter in a state, with what that state needs."""

    def made(status: str = "waiting", **changes) -> Letter:
        number = Letter.objects.count()
        facts = {
            "kind": "test/plain", "key": f"key:{number}", "message_id": f"<{number}@x.example>",
            "to": f"reader{number}@people.example", "subject": f"Letter {number}", "text": SECRET,
            "html": "", "created_at": now, "not_before": now, "status": status,
        }  # fmt: skip
        facts |= {DATES[status]: now} if status in DATES else {}
        facts |= {"error": "It said no."} if status in ("failed", "parked", "dropped") else {}
        return Letter.objects.create(**(facts | changes))

    return made


@pytest.fixture
def rest(now):
    def made(address: str, **changes) -> Address:
        facts = {"last": "hard", "last_at": now, "rests_since": now, "words": "550 No such user"}
        return Address.objects.create(address=address, **(facts | changes))

    return made


@pytest.fixture
def admin(signed_in, adam):
    return signed_in(adam)


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def post_to(client, name: str, *args, **words) -> str:
    response = client.post(reverse(name, args=args), words, follow=True)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_nothing_to_do_is_said(admin):
    said = page(admin, "post_today")
    for sentence in ("No letter waits for a person.", "Every letter was sent", "No address rests."):
        assert sentence in said
    assert "Needs attention" not in said


def test_one_screen_says_where_the_letters_are(admin, letter, now):
    letter("waiting", created_at=now - timedelta(hours=3), not_before=now - timedelta(hours=3))
    for status in ("sending", "sent", "failed", "parked", "kept", "dropped"):
        letter(status)
    letter("sent", sent_at=now - timedelta(days=1))
    letter("sent", bounced_at=now)
    said = page(admin, "post_today")
    rows = re.findall(r"\?state=(\w+)\">[^<]+</a></th> <td[^>]*>(\d+)</td>", said)
    assert dict(rows) == {
        "waiting": "1", "sending": "1", "today": "2", "failed": "1", "parked": "1", "kept": "1",
        "back": "1", "dropped": "1",
    }  # fmt: skip
    assert "the oldest has waited 3 hours" in said and said.count("Needs attention") == 3


def test_not_sent_is_grouped_by_its_reason(admin, letter):
    for _ in range(3):
        letter("dropped", error="There is no address.")
    letter("dropped", error="It came too late to be of use.")
    said = page(admin, "post_today")
    assert said.index("There is no address.") < said.index("It came too late")
    assert "3 letters" in said and "1 letter<" in said
    found = page(admin, "post_letters", state="dropped", why="There is no address.")
    assert found.count("There is no address.") == 4 and "too late" not in found


def test_a_letter_is_shown_with_its_life(admin, letter, now, adam):
    parked = letter("parked", attempts=1, data_started_at=now, about="PE-26-1")
    desk.release(letter=parked, at=now + timedelta(minutes=1), by=adam)
    said = page(admin, "post_letter", parked.pk)
    assert SECRET in said and "Released by a person" in said and "by Adam Administrator" in said
    assert said.index("Released by a person") < said.index("Taken in hand") < said.index("Decided")
    assert page(admin, "post_letters", q="pe-26-1").count("Letter 0") == 1


def test_what_lets_a_reader_in_is_not_shown(admin, letter):
    token = "Zx9-_" * 8
    survey = letter("failed", text=f"Tell us: https://example.org/surveys/{token}/ Thank you.")
    said = page(admin, "post_letter", survey.pk)
    assert token not in said and "https://example.org/surveys/…/ Thank you." in said
    code = letter("failed", kind="accounts/code", text="Your code is 123456.")
    said = page(admin, "post_letter", code.pk)
    assert "123456" not in said and "only its reader may see" in said


def test_nobody_else_sees_anything(signed_in, alice, oscar, maya, letter):
    parked = letter("parked")
    for person in (alice, oscar, maya):
        client = signed_in(person)
        for name, args in (("post_today", []), ("post_letters", []), ("post_letter", [parked.pk])):
            assert client.get(reverse(name, args=args)).status_code == 404
        assert client.post(reverse("post_release", args=[parked.pk])).status_code == 404
        with pytest.raises(Refused, match="Only administrators"):
            desk.release(letter=parked, at=parked.created_at, by=person)


@pytest.mark.parametrize("status", ["failed", "parked"])
def test_a_letter_is_released_once(admin, letter, status, adam, now):
    stuck = letter(status, attempts=2)
    assert "waits to be sent" in post_to(admin, "post_release", stuck.pk)
    stuck.refresh_from_db()
    assert (stuck.status, stuck.error, stuck.attempts) == ("waiting", "", 2)
    assert "Somebody has decided" in post_to(admin, "post_release", stuck.pk)
    receipt = Receipt.objects.get()
    assert (receipt.what, receipt.by, receipt.words) == ("released", adam, "It said no.")


def test_a_cancelled_letter_says_who_and_why(admin, letter, adam):
    stuck = letter("parked")
    assert "There is a problem" in post_to(admin, "post_cancel", stuck.pk, why="")
    stuck.refresh_from_db()
    assert stuck.status == "parked"
    assert "is not sent" in post_to(admin, "post_cancel", stuck.pk, why="She telephoned.")
    stuck.refresh_from_db()
    assert stuck.status == "dropped" and stuck.error.endswith("She telephoned.")
    receipt = Receipt.objects.get()
    assert (receipt.what, receipt.by, receipt.words) == ("cancelled", adam, "She telephoned.")
    for name in ("post_cancel", "post_release"):
        assert "Somebody has decided" in post_to(admin, name, stuck.pk, why="Again.")


@pytest.mark.parametrize("status", ["waiting", "sending", "sent", "kept", "told", "dropped"])
def test_only_what_waits_for_a_person_is_decided(letter, status, adam, now):
    more = {"daily": letter()} if status == "told" else {}
    other = letter(status, **more)
    for verb, words in ((desk.release, {}), (desk.cancel, {"why": "x"})):
        with pytest.raises(Refused):
            verb(letter=other, at=now, by=adam, **words)
    assert not Receipt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_click_at_once_and_one_is_told(letter, adam, now, monkeypatch):
    """Each waits for the other between looking and deciding; the lock lets only one so far."""
    stuck, meet, said, note = letter("parked"), Barrier(2), [], desk.note

    def note_together(*args, **words) -> None:
        with suppress(BrokenBarrierError):
            meet.wait(timeout=2)
        note(*args, **words)

    def click() -> None:
        try:
            desk.release(letter=stuck, at=now, by=adam)
            said.append("done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    monkeypatch.setattr(desk, "note", note_together)
    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(said) == [desk.TOO_LATE, "done"]
    assert Receipt.objects.count() == 1


def test_an_address_is_let_go_again(admin, rest):
    address = rest("reader@people.example")
    said = page(admin, "post_today")
    assert "reader@people.example" in said and "550 No such user" in said
    assert "go to reader@people.example again" in post_to(admin, "post_end_rest", address.pk)
    assert "No address rests." in page(admin, "post_today")
    address.refresh_from_db()
    assert (address.rest_ended_at is not None, address.rest_ended_by.is_staff) == (True, True)


def test_a_mailing_shows_how_far_it_is_and_is_paused(admin, letter, now):
    mailing = Mailing.objects.create(
        key="m", kind="test", name="Briefing 30", created_at=now, written_at=now
    )
    for status in ("waiting", "waiting", "sent", "failed"):
        letter(status, mailing=mailing)
    said = page(admin, "post_today")
    assert "Under way" in said and "1 of 4 letters sent, 2 to go, 1 not sent, 300 a minute." in said
    assert "Briefing 30 is paused." in post_to(admin, "post_pause", mailing.pk)
    assert "done already" in post_to(admin, "post_pause", mailing.pk)
    assert "Paused" in page(admin, "post_today")
    assert "Briefing 30 goes on." in post_to(admin, "post_resume", mailing.pk)
    mailing.refresh_from_db()
    assert mailing.paused_at is None


def test_a_mailing_is_cancelled_after_a_question(admin, letter, now):
    mailing = Mailing.objects.create(key="m", kind="test", name="Briefing 30", created_at=now)
    for status in ("waiting", "sent"):
        letter(status, mailing=mailing)
    asked = page(admin, "post_cancel_mailing", mailing.pk)
    assert "Cancel Briefing 30" in asked and "1 of 2 letters so far sent, 1 to go" in asked
    mailing.refresh_from_db()
    assert mailing.cancelled_at is None, "asking changes nothing"
    assert "Briefing 30 is cancelled." in post_to(admin, "post_cancel_mailing", mailing.pk)
    assert "done already" in post_to(admin, "post_cancel_mailing", mailing.pk)
    assert sorted(mailing.letters.values_list("status", flat=True)) == ["dropped", "sent"]
    today = page(admin, "post_today")
    assert "Cancelled" in today and reverse("post_cancel_mailing", args=[mailing.pk]) not in today


def test_the_list_is_paged_beside_its_rows(admin, letter):
    made = [letter() for _ in range(60)]
    first = page(admin, "post_letters")
    assert first.count(">Letter ") == 25 and f"?before={made[-25].pk}" in first
    assert "Newer" not in first
    second = page(admin, "post_letters", before=made[-25].pk)
    assert f"?after={made[-26].pk}" in second and f"?before={made[10].pk}" in second
    last = page(admin, "post_letters", before=made[10].pk)
    assert last.count(">Letter ") == 10 and "Older" not in last


@pytest.mark.parametrize(
    "query", ["before=-1", "after=abc", "before=" + "9" * 40, "state=nonsense", "q=%00", "why=%00"]
)
def test_whatever_the_address_says_is_a_page(admin, letter, query):
    letter()
    assert admin.get(f"{reverse('post_letters')}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_cost_the_same_for_one_row_and_thirty(admin, letter, rest, now, rows):
    for number in range(rows):
        mailing = Mailing.objects.create(key=f"m{number}", kind="t", name="B", created_at=now)
        for status in ("waiting", "failed", "dropped"):
            letter(status, mailing=mailing)
        rest(f"rests{number}@people.example")
    for name, expected in (("post_today", TODAY_QUERIES), ("post_letters", LETTERS_QUERIES)):
        with CaptureQueriesContext(connection) as queries:
            page(admin, name, **({"before": 2**40} if name == "post_letters" else {}))
        assert len(queries) == expected, [q["sql"] for q in queries.captured_queries]


def test_markup_in_a_letter_is_shown_as_text(admin, letter):
    bad = "<script>alert(1)</script>"
    stuck = letter("failed", subject=bad, text=bad, error=bad)
    for name, args in (("post_today", []), ("post_letter", [stuck.pk]), ("post_letters", [])):
        assert bad not in page(admin, name, *args)


def test_a_reader_whose_letters_come_back_is_told_on_every_page(signed_in, alice, rest, now):
    client = signed_in(alice)
    assert "come back" not in page(client, "home")
    rest(alice.email)
    for name in ("home", "our_enquiries", "contact", "change_password"):
        said = page(client, name)
        assert f"Letters to {alice.email} come back" in said and "550 No such user" in said


def test_a_reader_may_say_once_a_day_that_her_address_is_right(
    signed_in, alice, carol, rest, stopped_clock
):
    mine, hers = rest(alice.email), rest(carol.email)
    client, path = signed_in(alice), reverse("our_enquiries")
    response = client.post(reverse("my_address"), {"next": path})
    assert response.url == path
    assert "We will try your address again." in page(client, "our_enquiries")
    assert Address.objects.filter(rests_since__isnull=False).get() == hers
    Address.objects.filter(pk=mine.pk).update(rests_since=mine.rests_since)
    assert "You have said so today." in post_to(client, "my_address")
    stopped_clock.shift(timedelta(days=1))
    assert "We will try your address again." in post_to(signed_in(alice), "my_address")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_reader_is_not_led_elsewhere(signed_in, alice, elsewhere):
    response = signed_in(alice).post(reverse("my_address"), {"next": elsewhere})
    assert response.url == reverse("home")


def test_the_status_page_counts_what_waits_for_a_person(admin, letter):
    assert "0 failed, 0 parked" in page(admin, "status")
    letter("failed"), letter("parked"), letter("parked")
    assert "1 failed, 2 parked" in page(admin, "status")
    assert reverse("post_today") in page(admin, "admin:index")
