"""A clerk logs an enquiry: where, what, check and send. Nothing typed is ever lost."""

import re
import uuid
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from enquiries import workflows
from enquiries.deadlines.models import ClosureDay
from enquiries.models import Draft, Enquiry
from parishes.models import Council, Membership, Parish

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
PROMISE = "Wednesday 2 December 2026"
WORDS = "Cars go too fast past the school."


@pytest.fixture
def draft(council, parish, alice, now) -> Draft:
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


@pytest.fixture
def complete(draft, kind, standard, holidays, alice, now) -> Draft:
    return workflows.save_draft(draft=draft, kind=kind, description=WORDS, at=now, by=alice)


def page(draft: Draft, name: str) -> str:
    return f"/enquiries/new/{draft.token}/{name}/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_three_pages_from_home_to_the_confirmation(signed_in, alice, kind, standard, holidays):
    client = signed_in(alice)
    response = client.post("/enquiries/new/", {"road": " Main  Street ", "spot": "The school"})
    draft = Draft.objects.get()
    assert response.url == page(draft, "what") and draft.road == "Main Street"
    response = client.post(response.url, {"kind": kind.pk, "description": WORDS})
    assert response.url == page(draft, "check")
    assert PROMISE in text_of(client.get(response.url))
    response = client.post(response.url, {"shown": "2026-12-02"})
    enquiry = Enquiry.objects.get()
    assert response.url == f"/enquiries/{enquiry.reference}/sent/"
    confirmation = text_of(client.get(response.url))
    assert PROMISE in confirmation and enquiry.reference in confirmation
    assert PROMISE in text_of(client.get(f"/enquiries/{enquiry.reference}/"))
    assert (enquiry.council, enquiry.spot) == (draft.council, "The school")


def test_sending_twice_makes_one_enquiry(signed_in, alice, complete):
    client = signed_in(alice)
    first = client.post(page(complete, "check"))
    again = client.post(page(complete, "check"))
    assert first.url == again.url and Enquiry.objects.count() == 1


@pytest.mark.parametrize("name", ["where", "what", "check", "discard"])
def test_a_sent_draft_leads_to_its_confirmation(signed_in, alice, complete, now, name):
    enquiry = workflows.send_draft(draft=complete, at=now, by=alice)
    client = signed_in(alice)
    for response in (client.get(page(complete, name)), client.post(page(complete, name))):
        assert response.url == f"/enquiries/{enquiry.reference}/sent/"
    assert Draft.objects.get().enquiry == enquiry


def test_a_closure_day_moves_the_promise(signed_in, alice, oscar, complete):
    ClosureDay.objects.create(date=date(2026, 11, 27), why="Training", added_by=oscar)
    assert "Thursday 3 December 2026" in text_of(signed_in(alice).get(page(complete, "check")))


def test_a_promise_that_moved_since_the_page_was_opened_is_shown_again(
    signed_in, alice, complete, stopped_clock
):
    stopped_clock.shift(timedelta(days=1))
    response = signed_in(alice).post(page(complete, "check"), {"shown": "2026-12-02"})
    body = text_of(response)
    assert "has changed since you opened this page" in body and not Enquiry.objects.exists()
    assert "Thursday 3 December 2026" in body and 'value="2026-12-03"' in body


def test_without_a_reply_time_the_page_says_so_and_keeps_the_draft(
    signed_in, alice, draft, kind, holidays, now
):
    workflows.save_draft(draft=draft, kind=kind, description=WORDS, at=now, by=alice)
    client = signed_in(alice)
    assert "Send enquiry</button>" not in text_of(client.get(page(draft, "check")))
    assert "you cannot send it yet" in text_of(client.post(page(draft, "check")))
    assert Draft.objects.get().description == WORDS and not Enquiry.objects.exists()


def test_a_clerk_who_left_cannot_send_what_she_wrote(signed_in, alice, complete, today):
    Membership.objects.filter(user=alice).update(ends_on=today - timedelta(days=1))
    response = signed_in(alice).post(page(complete, "check"))
    assert "only send enquiries for a council you act for" in text_of(response)
    assert not Enquiry.objects.exists()


def test_change_leads_back_to_check_and_shows_what_was_typed(signed_in, alice, complete):
    client = signed_in(alice)
    check = text_of(client.get(page(complete, "check")))
    address = page(complete, "where") + "?from=check"
    assert f'href="{address}#id_road"' in check and "Not provided" in check
    form = text_of(client.get(address))
    assert 'value="Main Street"' in form and page(complete, "check") in form
    assert client.post(address, {"road": "High Street"}).url == page(complete, "check")
    assert Draft.objects.get().road == "High Street"


def test_an_unfinished_draft_cannot_be_checked(signed_in, alice, draft):
    assert signed_in(alice).get(page(draft, "check")).url == page(draft, "what")


def test_one_parish_is_not_asked(signed_in, alice):
    body = text_of(signed_in(alice).get("/enquiries/new/"))
    assert 'name="parish"' not in body and "Billesdon" in body


def test_two_parishes_are_radios_and_the_council_follows(
    signed_in, alice, other_council, other_parish
):
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2026, 1, 1))
    client = signed_in(alice)
    body = text_of(client.get("/enquiries/new/"))
    assert body.count('type="radio"') == 2 and "Fleckney Parish Council" in body
    assert "Error: " in text_of(client.post("/enquiries/new/", {"road": "Main Street"}))
    client.post("/enquiries/new/", {"road": "Main Street", "parish": other_parish.pk})
    assert Draft.objects.get().council == other_council
    fleckney = f'value="{other_parish.pk}" checked'
    assert fleckney in text_of(client.get("/enquiries/new/"))


def test_a_parish_of_two_of_her_councils_asks_which(
    signed_in, alice, council, other_council, parish, other_parish
):
    other_council.parishes.add(parish)
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2026, 1, 1))
    client = signed_in(alice)
    assert text_of(client.get("/enquiries/new/")).count('type="radio"') == 3
    key = f"{parish.pk}-{other_council.pk}"
    client.post("/enquiries/new/", {"road": "Main Street", "parish": key})
    draft = Draft.objects.get()
    assert (draft.council, draft.parish) == (other_council, parish)
    assert f'value="{key}" checked' in text_of(client.get(page(draft, "where")))


def test_more_than_ten_parishes_are_a_list(signed_in, alice, council, district):
    for number in range(10):
        council.parishes.add(
            Parish.objects.create(
                gss_code=f"E0{number}", name=f"Parish {number}", district=district
            )
        )
    body = text_of(signed_in(alice).get("/enquiries/new/"))
    assert "<select" in body and 'type="radio"' not in body


def test_another_near_here_comes_filled_in(signed_in, alice, parish):
    body = text_of(signed_in(alice).get(f"/enquiries/new/?parish={parish.pk}&road=High+Street"))
    assert 'value="High Street"' in body


@pytest.mark.parametrize("asked", ["9" * 5000, "-1", "²", "a"])
def test_a_made_up_parish_fills_nothing_in(signed_in, alice, asked):
    assert "Road or place" in text_of(signed_in(alice).get(f"/enquiries/new/?parish={asked}"))


def test_officers_choose_a_council_first_and_others_are_told(signed_in, oscar, edith):
    assert signed_in(oscar).get("/enquiries/new/").url == "/officer/log/"
    response = signed_in(edith).get("/enquiries/new/")
    assert response.status_code == 403 and "does not act for" in text_of(response)


def test_good_words_are_kept_when_others_are_wrong(signed_in, alice, draft):
    response = signed_in(alice).post(
        page(draft, "what"), {"description": WORDS, "minute": "24/117"}
    )
    body = text_of(response)
    assert "<title>Error: What would you like us to look at?" in body
    assert "Select what kind of enquiry it is" in body and WORDS in body
    draft.refresh_from_db()
    assert (draft.description, draft.minute) == (WORDS, "24/117")


def test_c10_emergencies_come_before_the_first_field(signed_in, alice, draft, kind, settings):
    body = text_of(signed_in(alice).get(page(draft, "what")))
    assert body.index("call 999") < body.index(settings.EMERGENCY_PHONE, body.index("call 999"))
    first_field = re.search(r'<(?:input(?! type="hidden")|select|textarea)', body).start()
    assert body.index("<h1") < body.index("call 999") < first_field
    assert '<optgroup label="Speed and road safety">' in body


@pytest.mark.parametrize("name", ["where", "what", "check", "discard"])
def test_a_draft_is_its_authors_alone(signed_in, deputy, carol, oscar, complete, standard, name):
    for person in (deputy, carol, oscar):
        client = signed_in(person)
        assert client.get(page(complete, name)).status_code == 404
        assert client.post(page(complete, name), {"road": "x"}).status_code == 404
    assert signed_in(carol).get(f"/enquiries/new/{uuid.uuid4()}/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("road", "", "Enter a road or place"),
        ("road", "x" * 201, "Road or place must be 200 characters or fewer"),
        ("road", "Main\0Street", "Remove the characters that cannot be shown"),
        ("spot", "x" * 301, "must be 300 characters or fewer"),
        ("spot", "Post \ud800 box", "Remove the characters that cannot be shown"),
    ],
)
def test_bad_places_are_named_and_kept_on_the_page(signed_in, alice, field, typed, complaint):
    given = {"road": "Main Street", "spot": "", field: typed}
    sent = urlencode({k: v.encode("utf-8", "surrogatepass") for k, v in given.items()})
    response = signed_in(alice).post("/enquiries/new/", sent, content_type=FORM)
    body = text_of(response)
    assert response.status_code == 200 and complaint in body and "<title>Error: " in body
    assert typed[:200].split("\0")[0].split(" \ud800")[0] in body
    assert not Draft.objects.exists()


def test_a_new_line_in_a_road_becomes_a_space(signed_in, alice):
    signed_in(alice).post("/enquiries/new/", {"road": "Main Street\r\nBcc: all@people.example"})
    assert Draft.objects.get().road == "Main Street Bcc: all@people.example"


@pytest.mark.parametrize("typed", ["", "0", "-1", "abc", "9" * 30, "foreign"])
def test_a_foreign_or_unknown_parish_is_refused(
    signed_in, alice, carol, council, other_parish, district, typed
):
    council.parishes.add(Parish.objects.create(gss_code="E1", name="Rolleston", district=district))
    key = other_parish.pk if typed == "foreign" else typed
    response = signed_in(alice).post("/enquiries/new/", {"road": "Main Street", "parish": key})
    assert response.status_code == 200 and "Error: " in text_of(response)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", ["", "0", "abc", "9" * 30, "\0"])
@pytest.mark.parametrize("description", ["", "x" * 5001, "a\0b"])
def test_bad_words_never_break_the_page(signed_in, alice, draft, kind, description):
    response = signed_in(alice).post(
        page(draft, "what"), {"kind": kind, "description": description, "remove": ""}
    )
    assert response.status_code == 200 and "There is a problem" in text_of(response)


def test_a_kind_no_longer_offered_is_refused(signed_in, alice, draft, kind):
    kind.is_active = False
    kind.save()
    sent = {"kind": kind.pk, "description": WORDS}
    assert "Select a kind of enquiry" in text_of(signed_in(alice).post(page(draft, "what"), sent))


def test_a_huge_post_is_told_so(signed_in, alice, draft):
    response = signed_in(alice).post(page(draft, "what"), {"description": "x" * 9_000_000})
    assert response.status_code == 400 and "too large" in text_of(response)


def test_councils_of_the_past_are_no_places(signed_in, gone):
    assert signed_in(gone).get("/enquiries/new/").status_code == 403
    assert Council.objects.count() == 1
