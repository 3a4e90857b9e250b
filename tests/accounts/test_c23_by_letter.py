"""C23: a letter with a link and a code lets a person in, once; a mail scanner uses nothing up."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import workflows
from accounts.models import Asking, SignInCode
from post.models import Letter

PASSWORD = "a long enough password"
NOBODY = "nobody@people.example"


@pytest.fixture(autouse=True)
def world(stopped_clock, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def ask(email: str, client: Client | None = None, **more):
    return (client or Client()).post(reverse("sign_in_letter"), {"email": email, **more})


def letter() -> Letter:
    return Letter.objects.filter(kind="accounts/sign_in").first()


def link_in(row: Letter) -> str:
    return re.search(r"https?://\S+(/sign-in/link/\S+)", row.text)[1]


def code_in(row: Letter) -> str:
    return re.search(r"Your code: (\d{3} \d{3})", row.text)[1]


def enter(email: str, code: str, client: Client | None = None, **more):
    sent = {"email": email, "code": code, **more}
    return (client or Client()).post(reverse("sign_in_code"), sent)


def is_in(client: Client, person) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def test_c23_a_scanner_fetches_three_times_and_her_click_still_signs_in(alice):
    ask(" Alice@People.EXAMPLE ")
    link = link_in(letter())
    for agent in ["BarracudaCentral", "Microsoft Outlook SafeLinks", "curl/8"]:
        for method in ["get", "head", "get"]:
            seen = getattr(Client(headers={"user-agent": agent}), method)(link)
            assert seen.status_code == 200 and "_auth_user_id" not in seen.client.session
    hers = Client(enforce_csrf_checks=True)
    page = hers.get(link)
    assert "You will be signed in as Alice Clerk." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    hidden = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert hers.post(link, hidden).url == reverse("home")
    assert is_in(hers, alice)


def test_c23_a_used_link_explains_itself_and_offers_a_new_one(alice):
    ask(alice.email, next="/letters/")
    link, client = link_in(letter()), Client()
    assert client.post(link).url == "/letters/"
    for again in (Client().get(link), Client().post(link), client.get(link)):
        page = again.content.decode()
        assert again.status_code == 404 and "It was used already" in page
        assert 'href="/sign-in/letter/?next=%2Fletters%2F">Send a new link' in page
    assert "You are signed in" in client.get(link).content.decode()


def test_c23_after_ten_minutes_neither_opens(alice, stopped_clock):
    ask(alice.email)
    row = letter()
    stopped_clock.shift(timedelta(minutes=10))
    page = Client().post(link_in(row))
    assert page.status_code == 404 and "works for 10 minutes" in page.content.decode()
    assert "can no longer be used" in enter(alice.email, code_in(row)).content.decode()


@pytest.mark.parametrize("link", ["x", "A" * 43, "x" * 3000, "%00", "%ED%A0%80", "…"])
def test_c23_a_made_up_link_is_explained_too(client, db, link):
    for method in ("get", "post"):
        response = getattr(client, method)(f"/sign-in/link/{link}/")
        assert response.status_code == 404
        assert "Send a new link" in response.content.decode()


@pytest.mark.parametrize("change", ["{} ", " {}", "{}", "{}\n"])
def test_c23_the_code_can_be_pasted_as_it_stands(alice, change):
    ask(alice.email)
    client = Client()
    assert enter(alice.email.upper(), change.format(code_in(letter())), client).status_code == 302
    assert is_in(client, alice)
    again = enter(alice.email, code_in(letter()))
    assert again.status_code == 200 and "can no longer be used" in again.content.decode()
    assert Client().post(link_in(letter())).status_code == 404


def test_c23_five_wrong_codes_are_the_last(alice, deputy):
    ask(alice.email)
    ask(deputy.email)
    right = code_in(Letter.objects.get(person=alice))
    wrong = "000000" if right != "000 000" else "000001"
    for _ in range(5):
        assert enter(alice.email, wrong).status_code == 200
    assert enter(alice.email, right).status_code == 200
    assert enter(deputy.email, right).status_code == 200, "the code is hers alone"
    link = link_in(Letter.objects.get(person=alice))
    assert Client().post(link).status_code == 302, "the link cannot be guessed and still works"


def plain(response, email: str) -> str:
    page = unescape(response.content.decode()).replace(email, "")
    return page.replace(str(response.context["csrf_token"]), "")


def test_c23_known_unknown_and_switched_off_look_the_same(alice, deputy):
    deputy.is_active = False
    deputy.save()
    emails = [alice.email, NOBODY, deputy.email]
    pages = [ask(email) for email in emails]
    assert {page.status_code for page in pages} == {200}
    assert len({plain(*pair) for pair in zip(pages, emails, strict=True)}) == 1
    assert "If nobody@people.example belongs to an account" in re.sub(
        r"</?strong>", "", pages[1].content.decode()
    )
    assert [row.person for row in Letter.objects.all()] == [alice]
    pages = [enter(email, "123456") for email in emails]
    assert len({plain(*pair) for pair in zip(pages, emails, strict=True)}) == 1


def test_c23_for_whom_nobody_knows_the_same_work_is_done(alice, django_assert_max_num_queries):
    """All but the writing: two rows and what guards them."""
    with django_assert_max_num_queries(14):
        ask(NOBODY)
    with django_assert_max_num_queries(24):
        ask(alice.email)


def test_c23_the_letter_comes_first_and_not_too_late(alice, now):
    from post.models import Preference

    Preference.objects.create(person=alice, is_daily=True, changed_at=now)
    ask(alice.email)
    row = letter()
    assert row.status == Letter.Status.WAITING and row.priority == Letter.Priority.FIRST
    assert row.expires_at == now + timedelta(minutes=10)
    assert row.to == alice.email and row.person == alice


def test_c23_only_hashes_are_kept(alice):
    ask(alice.email)
    kept = str(SignInCode.objects.values_list().get())
    code = code_in(letter())
    assert link_in(letter()).split("/")[-2] not in kept
    assert code not in kept and code.replace(" ", "") not in kept
    asked = str(list(Asking.objects.values_list()))
    assert alice.email not in asked and "127.0.0.1" not in asked


def test_c23_a_double_click_writes_one_letter(alice, stopped_clock):
    ask(alice.email)
    ask(alice.email)
    assert Letter.objects.count() == 1
    stopped_clock.shift(timedelta(seconds=31))
    ask(alice.email)
    assert Letter.objects.count() == 2
    first, second = Letter.objects.order_by("pk")
    assert enter(alice.email, code_in(first)).status_code == 302, "the first may arrive last"
    assert Client().post(link_in(second)).status_code == 404


def test_c23_an_address_is_asked_for_five_times_an_hour(alice, stopped_clock):
    for _ in range(7):
        stopped_clock.shift(timedelta(minutes=1))
        page = ask(alice.email)
    assert Letter.objects.count() == 5
    assert plain(page, alice.email) == plain(ask(NOBODY), NOBODY)
    stopped_clock.shift(timedelta(minutes=61))
    ask(alice.email)
    assert Letter.objects.count() == 6


def test_c23_an_address_is_asked_for_fifteen_times_a_day(alice, stopped_clock):
    for _ in range(20):
        stopped_clock.shift(timedelta(minutes=20))
        ask(alice.email)
    assert Letter.objects.count() == 15
    stopped_clock.shift(timedelta(days=1))
    ask(alice.email)
    assert Letter.objects.count() == 16
    assert Asking.objects.count() == 2, "older askings are forgotten"


def test_c23_one_connection_asks_thirty_times_an_hour(alice):
    for number in range(30):
        ask(f"person{number}@people.example")
    ask(alice.email)
    assert not Letter.objects.exists()
    ask(alice.email, Client(REMOTE_ADDR="192.0.2.7"))
    assert Letter.objects.count() == 1


def test_c23_switched_off_in_the_meantime(alice):
    ask(alice.email)
    alice.is_active = False
    alice.save()
    assert Client().get(link_in(letter())).status_code == 404
    assert Client().post(link_in(letter())).status_code == 404
    assert enter(alice.email, code_in(letter())).status_code == 200


def test_c23_the_session_is_a_new_one(alice):
    client = Client()
    client.get(reverse("sign_in"))
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    ask(alice.email, client)
    client.post(link_in(letter()))
    assert client.session.session_key != before


def test_c23_what_she_was_typing_comes_back_with_the_code(alice):
    client, typed = Client(), "Ice at the “Queen's Head” & beyond"
    stopped = client.post("/letters/", {"how": typed})
    carried = str(stopped.context["carried"])
    asked = client.post(reverse("sign_in_letter"), {"carried": carried})
    assert "There is a problem" not in asked.content.decode()
    sent = ask(alice.email, client, carried=carried)
    assert "use the code here and not the link" in sent.content.decode()
    refused = enter(alice.email, "1", client, carried=carried)
    assert str(refused.context["carried"]) == carried
    page = enter(alice.email, code_in(letter()), client, carried=carried)
    assert "Continue where you left off" in page.content.decode()
    assert typed in unescape(page.content.decode())


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example", "\x01/", "0", "home"]
)
def test_c23_nobody_is_sent_out_of_the_site(alice, url):
    ask(alice.email, next=url)
    assert Client().post(link_in(letter())).url == reverse("home")
    SignInCode.objects.update(used_at=None, next_url=url.replace("\x01", ""))
    SignInCode.objects.update(expires_at="2026-12-01T00:00Z")
    assert Client().post(link_in(letter())).url in (reverse("home"), "/")


NEW = "three quite unrelated words"
FIELDS = {"new_password": NEW, "new_password_again": NEW}


def test_c23_a_forgotten_password_is_chosen_anew(alice, stopped_clock):
    alice.set_password(PASSWORD)
    alice.save()
    client, elsewhere = Client(), Client()
    elsewhere.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("sign_in")).content.decode()
    assert 'href="/sign-in/letter/?next=/password/">I have forgotten my password' in page
    ask(alice.email, client, next="/password/")
    stopped_clock.shift(timedelta(seconds=40))
    ask(alice.email, client, next="/password/")
    spare = link_in(letter())
    assert client.post(link_in(Letter.objects.last())).url == "/password/"
    assert "Present password" not in client.get("/password/").content.decode()
    assert client.post("/password/", FIELDS).url == reverse("home")
    assert elsewhere.get("/password/").status_code == 302, "her other sessions end"
    assert Client().post(spare).status_code == 404
    assert "Present password" in client.get("/password/").content.decode(), "only once"
    signed = Client().post(reverse("sign_in"), {"email": alice.email, "password": NEW})
    assert signed.status_code == 302


def test_c23_later_than_ten_minutes_the_old_password_is_asked_for(alice, stopped_clock):
    client = Client()
    ask(alice.email)
    client.post(link_in(letter()))
    stopped_clock.shift(timedelta(minutes=10))
    assert "Enter your present password" in client.post("/password/", FIELDS).content.decode()


def test_c23_a_password_sign_in_is_no_letter(alice):
    alice.set_password(PASSWORD)
    alice.save()
    client = Client()
    ask(alice.email)
    client.post(link_in(letter()))
    client.post(reverse("sign_out"))
    client.post(reverse("sign_in"), {"email": alice.email, "password": PASSWORD})
    assert "Present password" in client.get("/password/").content.decode()


@pytest.mark.parametrize("email", ["", "no address", "a\r\nBcc: b@c.example", "a\0@b.example"])
def test_c23_what_is_no_address_says_so(db, email):
    page = ask(email)
    assert page.status_code == 200 and "There is a problem" in page.content.decode()
    assert not Letter.objects.exists() and not Asking.objects.exists()


def test_c23_a_forged_form_asks_for_nothing(alice):
    client = Client(enforce_csrf_checks=True)
    assert ask(alice.email, client).status_code == 403
    assert not Letter.objects.exists()


def test_c23_two_clicks_on_the_button_sign_in_once(alice, now):
    ask(alice.email)
    token = link_in(letter()).split("/")[-2]
    assert workflows.use_link(token=token, at=now)
    assert workflows.use_link(token=token, at=now) is None
