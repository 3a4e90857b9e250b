"""F17: whatever is sent to whichever form, a clear page, no breakdown, and the words come back."""

import re
import uuid
from datetime import timedelta
from html import unescape
from itertools import product
from urllib.parse import quote_plus, urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import SignInCode
from accounts.tokens import hash_of
from enquiries import references, workflows
from enquiries.forms.batches import FORMS
from enquiries.models import Body, Photo, RoadOwner
from enquiries.surveys.models import Survey
from enquiries.surveys.workflows import frozen, reply
from parishes.models import Invitation
from post.models import Address

from .briefings import records as briefings
from .catalogue import a_scheme
from .walk import BACKEND, WORDS, Sendable, addresses, client_of, offered, send, what_lists_keep

pytestmark = pytest.mark.django_db

# Where each role is offered forms; the first test below would miss one that stood elsewhere.
ROOMS = {
    "anonymous": ("/sign-in/", "/surveys/", "/invitations/", "/briefings/"),
    "alice": ("/enquiries/", "/password/", "/letters/", "/details/", "/councils/", "/meetings/",
              "/briefings/30/"),
    "oscar": ("/officer/", "/keyboard/"),
    "edith": ("/editor/", "/briefings/desk/", "/meetings/"),
}  # fmt: skip
URLENCODED = "application/x-www-form-urlencoded"
# Sent as they are, in percent-encoded bytes: not all of them are text at all.
BAD_BYTES = {
    "NUL": b"%00", "lone surrogate": b"%ED%A0%80", "not UTF-8": b"%FF%FE%C0%AF",
    "right to left": "\u202e\u200b\ufeff".encode(), "markup": b"%3Cscript%3E%26quot;{{ x }}",
    "half an escape": b"%E2%8", "new lines": b"%0D%0ASet-Cookie:%20a=b",
}  # fmt: skip
BAD_CHOICES = ["", "0", "-1", "99999999", "9" * 30, "abc", "\0", "1e5", "０", "None", "[]"]
BAD_DATES = [("31", "2", "2027"), ("0", "0", "0"), ("9" * 30, "1", "2027"), ("1", "1", "9" * 9),
             ("x", "\0", ""), ("1", "1", "1"), ("29", "Feb", "2027"),
             ("²", "³", "2027")]  # fmt: skip


@pytest.fixture
def body(db):
    return Body.objects.create(name="National Highways")


@pytest.fixture
def records(
    log,
    alice,
    oscar,
    edith,
    maya,
    council,
    parish,
    outcomes,
    reasons,
    body,
    now,
    settings,
    tmp_path,
):
    """Enquiries at every turn of their way, a draft, and a survey."""
    settings.MEDIA_ROOT = tmp_path
    who = {"at": now, "by": oscar}
    words = {"reason": None, "explanation": "We looked.", "next_step": "Nothing."}
    received, owned, waiting, planned, answered = (log(road=f"Road {n}") for n in range(5))
    workflows.claim(enquiry=owned, **who)
    workflows.ask(enquiry=waiting, text="Which side?", **who)
    later = {**words, "planned_for": (now + timedelta(days=30)).date()}
    workflows.answer(enquiry=planned, outcome=outcomes["will-do"], **later, **who)
    row = workflows.answer(enquiry=answered, outcome=outcomes["already"], **words, **who)
    again = workflows.answer(
        enquiry=log(road="Road 5"), outcome=outcomes["already"], **words, **who
    )
    _, said = (
        Survey.objects.create(
            answer=each, token_hash=hash_of(token), invited_at=now,
            closes_at=now + timedelta(9), **frozen(each),
        )
        for each, token in ((row, "a-token"), (again, "said"))
    )  # fmt: skip
    reply(survey=said, overall=5, comment="", at=now)
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", at=now, by=alice
    )
    whole = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", at=now, by=alice
    )
    workflows.save_draft(draft=whole, kind=received.kind, description=WORDS, at=now, by=alice)
    told, theirs = (
        workflows.start_draft(
            council=council, parish=parish, asked_by=alice, road=road, kind=received.kind,
            description=WORDS, at=now, by=alice,
        )
        for road in ("Church Lane", "The M1 bridge")
    )  # fmt: skip
    workflows.follow(enquiry=log(road="Church Lane"), council=council, at=now, by=alice)
    workflows.follow(enquiry=received, council=council, at=now, by=alice)
    RoadOwner.objects.create(name="M1", body=body, source="the map")
    SignInCode.objects.create(
        person=alice, link_hash=hash_of("a-token"), code_hash="", made_at=now,
        expires_at=now + timedelta(minutes=10),
    )  # fmt: skip
    Invitation.objects.create(
        council=council, name="Nora", email="nora@people.example", token_hash=hash_of("a-token"),
        invited_by=alice, invited_at=now, expires_at=now + timedelta(days=14),
    )  # fmt: skip
    Address.objects.create(address=alice.email, last="hard", last_at=now, rests_since=now)
    proposal = workflows.propose(enquiry=received, outcome=outcomes["already"], **words, **who)
    note = workflows.note(enquiry=received, text="Ring the school.", **who)
    sent = Photo.objects.create(enquiry=received, added_by=alice, added_at=now)
    made = briefings.make(edith=edith, maya=maya, now=now)
    return {
        "number": received.number, "case_answer": owned.number, "case_close": planned.number,
        "case_replan": planned.number, "closure": 1, "address": 1, "mailing": 1,
        "enquiry_reply": waiting.number, "enquiry_reopen": answered.number,
        "draft": whole.token, "draft_what": draft.token,
        "draft_similar": told.token, "draft_signpost": theirs.token, "photo": uuid.uuid4(),
        "survey": "a-token", "survey_change": "said", "council": council.pk, "pk": 1,
        "what": "received",
        "measure": "on-time", "question": "stuck", "month": "2026-10", "signal": 1, "look": 1,
        "review": 1,
        "link": "a-token", "invitation": "a-token",
        "member": council.members.get(user=alice).pk,
        "black": sent.token, "proposal": proposal.pk, "note": note.pk,
        **what_lists_keep(oscar, received, now),
        **a_scheme(by=edith, approver=oscar, at=now),
        **made, "briefing": made["sent_edition"], "item_text": made["sent_edition"],
        "item_ask": made["sent_edition"], "briefing_dates": made["sent_edition"],
        "briefing_text": made["sent_edition"],
        "item_correct": made["sent_item"],
    }  # fmt: skip


@pytest.fixture
def people(alice, oscar, edith) -> dict:
    return {"alice": alice, "oscar": oscar, "edith": edith, "anonymous": None}


def asked_for(number: int) -> list[str]:
    """Pages that offer their form only for what the address asks: several cases, a long list."""
    ticked = {"list": "", "pick": references.to_text(number)}
    return [
        *(f"{reverse('several')}?{urlencode({'do': what, **ticked})}" for what in FORMS),
        f"{reverse('export')}?form=csv",
    ]


@pytest.fixture
def forms(records, people, stopped_clock, monkeypatch) -> list[Sendable]:
    """Every form of every role, each once. Managers and the others have only the password's."""
    monkeypatch.setattr("enquiries.views.exports.MOST_COUNTED", 0)
    paths = [*addresses(records).values(), *asked_for(records["case_answer"])]
    found: dict[tuple, Sendable] = {}
    for role, rooms in ROOMS.items():
        found |= offered(role, people[role], [path for path in paths if path.startswith(rooms)])
    return list(found.values())


def body_of(filled: dict, **raw: bytes) -> bytes:
    """The form as its browser would write it, with some fields written as raw bytes."""
    pairs = {name: quote_plus(text).encode() for name, text in filled.items()} | raw
    return b"&".join(name.encode() + b"=" + text for name, text in pairs.items())


def text_of(response) -> str:
    return unescape(response.content.decode())


def check_words_came_back(form: Sendable, response, names) -> None:
    """A page that refuses shows the words again; a redirect has taken them."""
    assert response.status_code < 500, f"{form}: {response.status_code}"
    assert b"\0" not in response.content, f"{form} shows what no page can hold"
    if response.status_code == 200 and form.name not in ("sign_in", "change_password"):
        page = text_of(response)
        for name in names:
            box = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>[^<]*', page)
            assert box and WORDS in box[0], f"{form}: {name} lost its words"


def test_the_walk_finds_every_form(forms, records, people):
    """Whatever takes a POST from anybody is offered as a form somewhere, or is named here."""
    takes_post = set()
    for name, path in addresses(records).items():
        answers = {send(client_of(user), path).status_code for user in people.values()}
        takes_post |= {name} if answers - {403, 404, 405} else set()
    assert takes_post - {form.name for form in forms} == {"admin_sign_in"}
    assert {"draft_what", "enquiry_reply", "case_answer", "survey"} <= {f.name for f in forms}
    assert {"several", "export"} <= {form.name for form in forms}
    assert sum(form.name == "several" for form in forms) == len(FORMS)


def test_f17_bytes_that_are_no_text(forms, people):
    for form, bad in product(forms, BAD_BYTES.values()):
        raw = dict.fromkeys([*form.texts, "something_else"], quote_plus(WORDS).encode() + bad)
        response = send(
            client_of(people[form.role]), form.action, body_of(form.filled, **raw),
            content_type=URLENCODED,
        )  # fmt: skip
        check_words_came_back(form, response, form.texts)


def test_far_too_much_text(forms, people):
    for form in [each for each in forms if each.texts]:
        text = dict.fromkeys(form.texts, (WORDS + " ") * (1_000_000 // len(WORDS)))
        response = send(client_of(people[form.role]), form.action, form.filled | text)
        assert response.status_code == 200, form
        check_words_came_back(form, response, form.texts)


def test_choices_that_were_not_offered(forms, people):
    for form in forms:
        client = client_of(people[form.role])
        rest = set(form.filled) - set(form.texts)
        for bad in BAD_CHOICES if rest else []:
            response = send(client, form.action, form.filled | dict.fromkeys(rest, bad))
            check_words_came_back(form, response, form.texts)


def test_choices_of_another_council(forms, people, other_parish, carol, other_council, kind):
    """A parish, a clerk or a kind that exists, but not on this form."""
    log = next(form for form in forms if form.name == "log_on_behalf")
    for name, foreign in [("parish", other_parish.pk), ("asked_by", carol.pk)]:
        response = send(client_of(people["oscar"]), log.action, log.filled | {name: foreign})
        check_words_came_back(log, response, log.texts)
        assert response.status_code == 200 and "There is a problem" in text_of(response)
    kind.is_active = False
    kind.save()
    for form in forms:
        if "kind" in form.choices and not form.name.startswith(("item", "briefing", "meeting")):
            response = send(client_of(people[form.role]), form.action, form.filled)
            assert response.status_code == 200 and "There is a problem" in text_of(response)
            check_words_came_back(form, response, form.texts)


def test_dates_that_are_no_dates(forms, people, outcomes):
    form = next(each for each in forms if each.name == "case_answer")
    for date in BAD_DATES:
        parts = dict(
            zip(("planned_for-day", "planned_for-month", "planned_for-year"), date, strict=True)
        )
        sent = form.filled | {"outcome": outcomes["will-do"].pk} | parts
        response = send(client_of(people["oscar"]), form.action, sent)
        assert response.status_code == 200 and "There is a problem" in text_of(response)
        check_words_came_back(form, response, form.texts)


def test_nothing_at_all(forms, people):
    for form in forms:
        client = client_of(people[form.role])
        for kind in (URLENCODED, "multipart/form-data; boundary=x", ""):
            response = send(client, form.action, b"", content_type=kind)
            assert response.status_code < 500, form


FILES = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.jpg"\r\n\r\na\r\n' * 11
TOO_MUCH = {
    "too large": (b"description=" + b"x" * 9_000_000, URLENCODED),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(501)), URLENCODED),
    "too many files": (FILES + b"--x--\r\n", "multipart/form-data; boundary=x"),
}
UNREADABLE = {
    "wrong boundary": (b"--x\r\n" * 20, "multipart/form-data; boundary=y"),
    "cut short": (FILES[:40], "multipart/form-data; boundary=x"),
    "no boundary": (b"a=1", "multipart/form-data"),
    "long boundary": (b"a=1", "multipart/form-data; boundary=" + "x" * 300),
    "another alphabet": (b"a=1", f"{URLENCODED}; charset=utf-16"),
}


def test_what_cannot_be_read_is_told_in_plain_words(forms, people):
    for form, strict in product(forms, (False, True)):
        client = client_of(people[form.role], enforce_csrf_checks=strict)
        for name, (sent, content_type) in (TOO_MUCH | UNREADABLE).items():
            response = send(client, form.action, sent, content_type=content_type)
            assert response.status_code < 500, (name, form)
            if response.status_code == 400:
                assert "Go back and try again" in text_of(response), (name, form)


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_said_to_be_too_much(records, client, alice, name):
    client.force_login(alice, BACKEND)
    sent, content_type = TOO_MUCH[name]
    path = reverse("draft_what", args=[records["draft_what"]])
    response = client.post(path, sent, content_type=content_type)
    said = text_of(response)
    assert response.status_code == 400
    assert "too large" in said and "try fewer or smaller ones" in said
    assert "Nothing was saved" in said and "<script" not in said


def test_without_a_token_nothing_happens_and_the_words_come_back(forms, people):
    for form in forms:
        if form.name == "unsubscribe":
            continue  # a mail program leaves with no more than the signed link
        client = client_of(people[form.role], enforce_csrf_checks=True)
        secret = {name: "s3cret-words" for name in form.filled if "password" in name}
        response = send(client, form.action, form.filled | secret)
        assert response.status_code == 403, form
        said = text_of(response)
        assert "open for too long" in said and "s3cret-words" not in said
        assert said.count(WORDS) >= len(set(form.texts) - set(secret)), form


def test_a_forgery_with_broken_text_is_still_told(forms, people):
    """UTF-7 can smuggle in half characters that no page can show."""
    part = b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\n%s +2AA-\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset=utf-7"
    for form in forms:
        for user, strict in [(people[form.role], True), (people[form.role], False), (None, False)]:
            client = client_of(user, enforce_csrf_checks=strict)
            response = send(client, form.action, part % WORDS.encode(), content_type=kind)
            assert response.status_code < 500, form
            if strict and form.name != "unsubscribe":
                assert WORDS in text_of(response)


ANYTHING = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(BAD_CHOICES)


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_f17_nothing_typed_breaks_a_form(forms, people, data):
    form = data.draw(st.sampled_from(forms), label="form")
    names = st.sampled_from([*form.filled, "remove", "next", "carried", "shown", "token"])
    changes = data.draw(st.dictionaries(names, ANYTHING, min_size=1), label="changes")
    left_out = data.draw(st.sets(st.sampled_from([*form.filled, "x"])), label="left out")
    sent = {name: text for name, text in (form.filled | changes).items() if name not in left_out}
    raw = {n: quote_plus(t.encode("utf-8", "surrogatepass")).encode() for n, t in sent.items()}
    client = client_of(people[form.role])
    response = send(client, form.action, body_of({}, **raw), content_type=URLENCODED)
    assert response.status_code < 500
