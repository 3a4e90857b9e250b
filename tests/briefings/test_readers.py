"""B6 and B7: readers come by a double opt-in, and leave by one act that no scanner can do."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from briefings.models import Recipient, Subscriber
from briefings.tokens import confirm_token, reader_token
from briefings.workflows import sending
from post import hooks
from post.models import Letter

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SCANNERS = ["Mozilla/5.0", "ms-office; MSOffice 16", "BarracudaCentral", "Googlebot", ""]


@pytest.fixture(autouse=True)
def clock(stopped_clock):
    return stopped_clock


def test_b06_a_subscription_is_active_only_after_a_post(client):
    page = client.post("/briefings/subscribe/", {"email": "New@Readers.example"})
    assert "we have written to it" in page.content.decode()
    reader, letter = Subscriber.objects.get(), Letter.objects.get()
    assert (reader.email, letter.to) == ("new@readers.example", "new@readers.example")
    assert not reader.is_active
    path = re.search(r"/briefings/confirm/\S+", letter.text)[0]
    for agent in SCANNERS * 4:
        assert client.get(path, headers={"user-agent": agent}).status_code == 200
        assert client.head(path).status_code == 200
    reader.refresh_from_db()
    assert not reader.is_active
    assert client.post(path).status_code == 302
    reader.refresh_from_db()
    assert reader.is_active


def test_b06_the_page_says_the_same_to_all_and_writes_once_a_day(client, now):
    pages = [client.post("/briefings/subscribe/", {"email": "a@readers.example"}) for _ in range(3)]
    Subscriber.objects.update(confirmed_at=now)
    pages.append(client.post("/briefings/subscribe/", {"email": "a@readers.example"}))
    assert len({re.sub(rb'value="[^"]+"', b"", page.content) for page in pages}) == 1
    assert Letter.objects.count() == 1


def test_a_link_to_confirm_works_for_a_week(client, stopped_clock, now):
    reader = Subscriber.objects.create(email="a@readers.example", asked_at=now)
    path = f"/briefings/confirm/{confirm_token(reader.pk)}/"
    stopped_clock.shift(timedelta(days=8))
    assert client.post(path).status_code == 404
    assert client.post("/briefings/confirm/made-up/").status_code == 404


def test_b07_a_used_link_does_not_take_a_reader_back_who_left(client, stopped_clock):
    client.post("/briefings/subscribe/", {"email": "a@readers.example"})
    path = re.search(r"/briefings/confirm/\S+", Letter.objects.get().text)[0]
    assert client.post(path).status_code == 302
    reader = Subscriber.objects.get()
    stopped_clock.shift(timedelta(hours=1))
    client.post(f"/briefings/unsubscribe/{reader_token(f's{reader.pk}')}/")
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert Subscriber.objects.get().left_at
    stopped_clock.shift(timedelta(days=1))
    client.post("/briefings/subscribe/", {"email": "a@readers.example"})
    path = re.search(r"/briefings/confirm/\S+", Letter.objects.latest("pk").text)[0]
    assert client.post(path).status_code == 302 and Subscriber.objects.get().is_active


def test_letters_to_confirm_have_a_limit_and_never_go_before_a_case(client):
    for n in range(35):
        page = client.post("/briefings/subscribe/", {"email": f"r{n}@readers.example"})
        assert "we have written to it" in page.content.decode()
    assert Letter.objects.count() == Subscriber.objects.count() == 30
    first = Letter.objects.values_list("priority", flat=True).order_by("priority").first()
    assert first > Letter.Priority.CASE


def unsubscribe_path(sent, person) -> str:
    letter = Letter.objects.get(mailing=sent.mailing, person=person)
    assert letter.unsubscribe_url.startswith("http://localhost:8000/briefings/unsubscribe/")
    return letter.unsubscribe_url.removeprefix("http://localhost:8000")


def test_b07_a_post_without_cookies_unsubscribes_and_a_get_never_does(sent, alice):
    path, client = unsubscribe_path(sent, alice), Client(enforce_csrf_checks=True)
    for agent in SCANNERS * 20:
        page = client.get(path, headers={"user-agent": agent})
        assert page.status_code == 200 and alice.email not in page.content.decode()
    assert not Subscriber.objects.exists()
    page = Client(enforce_csrf_checks=True).post(path, ONE_CLICK)
    assert page.status_code == 200
    assert Subscriber.objects.get(person=alice).left_at
    assert Client(enforce_csrf_checks=True).post(path, ONE_CLICK).status_code == 200


def test_b07_the_page_has_one_button_and_asks_nothing(sent, alice, client):
    page = client.get(unsubscribe_path(sent, alice)).content.decode()
    assert page.count("<button") - page.count("sign_out") <= 2
    assert page.count('type="submit"') == 1 and "<textarea" not in page and "sorry" not in page
    left = client.post(unsubscribe_path(sent, alice)).content.decode()
    assert "You get no more briefings" in left and "enquiries come as before" in left


def test_b07_case_letters_come_even_so(sent, alice, client, log):
    client.post(unsubscribe_path(sent, alice))
    log(road="Church Lane")
    letter = Letter.objects.get(kind="enquiries/received")
    assert letter.status == "waiting" and letter.to == alice.email


def test_what_is_written_and_not_yet_sent_stays_after_leaving(sent, alice, client, now):
    client.post(unsubscribe_path(sent, alice))
    letter = Letter.objects.get(mailing=sent.mailing)
    assert hooks.why_not(letter, at=now) == "Unsubscribed from briefings."


def test_a_clerk_who_left_the_council_gets_no_copy_any_more(sent, alice, council, now, today):
    letter = Letter.objects.get(mailing=sent.mailing)
    council.members.update(ends_on=today)
    assert hooks.why_not(letter, at=now) == "", "the last day counts"
    council.members.update(ends_on=today.replace(day=1))
    assert "does not act for a council" in hooks.why_not(letter, at=now)


def test_choices_are_kept_and_can_be_taken_back(client, alice, topic, signed_in):
    path = f"/briefings/choices/{reader_token(f'p{alice.pk}')}/"
    assert client.get(path).status_code == 200 and not Subscriber.objects.exists()
    client.post(path, {"wanted": "no", "topics": [topic.pk]})
    assert Subscriber.objects.get().left_at
    client.post(path, {"wanted": "yes", "topics": [topic.pk]})
    reader = Subscriber.objects.get()
    assert reader.left_at is None and list(reader.topics.all()) == [topic]
    assert signed_in(alice).get("/briefings/choices/").url == path


@pytest.mark.parametrize("token", ["p1", "p1:x", "x9:aa", "p-1", "", "p" + "9" * 40])
def test_a_link_that_is_not_ours_leads_nowhere(client, token):
    for name in ("unsubscribe", "choices"):
        assert client.post(f"/briefings/{name}/{token or 'x'}/").status_code == 404


def test_the_header_has_the_link_of_the_letter(sent, alice):
    from post.delivery.message import message_of

    headers = message_of(Letter.objects.get(mailing=sent.mailing)).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert unsubscribe_path(sent, alice) in headers["List-Unsubscribe"]


def test_nobody_is_written_to_who_left_before_it_was_sent(scheduled, alice, now):
    Subscriber.objects.create(kind="person", person=alice, asked_at=now, left_at=now)
    assert sending.send_due(at=scheduled.scheduled_for) == 0
    scheduled.refresh_from_db()
    assert not scheduled.is_sent, "nobody would get it, so it waits for an editor"


def test_each_count_of_the_ledger_leads_to_its_readers(sent, signed_in, edith):
    Recipient.objects.create(edition=sent, key="c9", name="Nobody Council", not_sent="nobody acts")
    client, path = signed_in(edith), "/briefings/desk/30/ledger/"
    for copy, shown in [("", {"Alice Clerk", "Nobody Council"}), ("none", {"Nobody Council"}),
                        ("waiting", {"Alice Clerk"}), ("failed", set())]:  # fmt: skip
        page = client.get(path, {"copy": copy})
        assert {one.name for one, _ in page.context["lines"]} == shown, copy
    assert b'href="?copy=waiting"' in client.get(path).content
