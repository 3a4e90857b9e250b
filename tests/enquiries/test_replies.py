"""Replies by e-mail, from a mailbox to the case: hers reach it, others are told where to write."""

import io
from datetime import timedelta
from email.message import EmailMessage

import pytest
from PIL import Image

from enquiries import workflows
from enquiries.models import Event, Photo
from parishes.models import Membership
from post import workflows as the_post
from post.models import Incoming, Letter
from post.tokens import reply_address

pytestmark = pytest.mark.django_db
What = Event.What


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def address(mailbox, enquiry, alice) -> str:
    return reply_address("enquiry", enquiry.number, alice.pk)


@pytest.fixture
def ask(enquiry, oscar, now):
    return lambda: workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)


@pytest.fixture
def close(enquiry, oscar, now, outcomes, reasons):
    def answer() -> None:
        workflows.answer(
            enquiry=enquiry, outcome=outcomes["not-now"], reason=next(iter(reasons.values())),
            explanation="We counted.", next_step="We count again.", at=now, by=oscar,
        )  # fmt: skip

    return answer


def message(to: str, text: str = "The left side.", **head: str) -> EmailMessage:
    made = EmailMessage()
    heads = {"From": "Alice <alice@people.example>", "To": to, "Subject": "Re: x"} | head
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def deliver(mailbox, now):
    """`deliver(message)` puts it in the mailbox, has it read, and returns the note of it."""

    def one(made: EmailMessage | bytes, at=now) -> Incoming:
        raw = made if isinstance(made, bytes) else made.as_bytes()
        mailbox.put(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        the_post.read_inbox(clock=lambda: at)
        return Incoming.objects.first()

    return one


def answers() -> list[Letter]:
    return list(Letter.objects.filter(kind="enquiries/where_to_write").order_by("pk"))


def latest(enquiry) -> Event:
    return enquiry.events.first()


def test_letters_to_clerks_carry_the_address_and_letters_to_officers_none(address, ask):
    ask()
    assert Letter.objects.get(kind="enquiries/question").reply_to == address
    assert not Letter.objects.filter(kind="enquiries/for_triage").exclude(reply_to="").exists()


def test_a_reply_answers_the_open_question(address, ask, enquiry, alice, deliver):
    question = ask()
    row = deliver(
        message(address, "The left.\n\nOn 18 Nov 2026 County <x@y> wrote:\n> Which side?")
    )
    assert (row.done, row.about) == ("reply", enquiry.reference)
    question.refresh_from_db()
    assert (question.reply, question.replied_by) == ("The left.", alice)
    assert latest(enquiry).what == What.REPLY and not answers()
    assert Letter.objects.filter(kind="enquiries/reply_received").exists()


def test_without_a_question_it_is_added(address, enquiry, alice, deliver):
    deliver(message(address.upper()))
    event = latest(enquiry)
    assert (event.what, event.text, event.by) == (What.ADDED, "The left side.", alice)


def test_the_same_message_twice_is_one(address, enquiry, deliver):
    made = message(address, Message_ID="<a@people.example>")
    deliver(made)
    assert deliver(made).why == "It came twice."
    assert enquiry.events.filter(what=What.ADDED).count() == 1


def test_photos_come_along_and_what_is_none_is_named(address, enquiry, alice, deliver):
    made = message(address)
    made.add_attachment(picture(), maintype="image", subtype="jpeg", filename="hole.jpg")
    made.add_attachment(b"PK\x03\x04bomb", maintype="application", subtype="zip", filename="b.zip")
    made.add_attachment(b"MZ", maintype="image", subtype="jpeg", filename="a\u202egpj.exe")
    row = deliver(made)
    photo = Photo.objects.get()
    assert (photo.enquiry, photo.event, photo.added_by) == (enquiry, latest(enquiry), alice)
    assert photo.original_name == "hole.jpg" and photo.image.size > 0
    assert_jpeg(photo)
    [letter] = answers()
    assert row.done == "reply" and letter.to == alice.email
    assert "“b.zip” must be" in letter.text and "“a gpj.exe” must be" in letter.text
    assert "\u202e" not in letter.text + letter.html


def test_photos_alone_are_a_reply(address, enquiry, deliver):
    made = message(address, "> quoted")
    made.add_attachment(picture(), maintype="image", subtype="jpeg", filename="hole.jpg")
    deliver(made)
    assert latest(enquiry).text == "Photos sent by e-mail." and Photo.objects.count() == 1


def test_a_seventh_photo_is_one_too_many(address, deliver):
    made = message(address)
    for number in range(7):
        made.add_attachment(picture(), maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    deliver(made)
    assert Photo.objects.count() == 6 and "“6.jpg” is one too many" in answers()[0].text


def test_when_the_rows_cannot_be_kept_no_file_is_left(address, deliver, media, monkeypatch):
    made = message(address)
    for name in ("a.jpg", "b.jpg"):
        made.add_attachment(picture(), maintype="image", subtype="jpeg", filename=name)
    kept, calls = Photo.save, []

    def fails(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 2:
            raise ValueError
        kept(self, *args, **kwargs)

    monkeypatch.setattr(Photo, "save", fails)
    assert deliver(made).done == "failed"
    assert not [path for path in media.rglob("*") if path.is_file()]


def assert_jpeg(photo: Photo) -> None:
    with photo.image.open("rb") as file:
        assert file.read(2) == b"\xff\xd8"


def untouched(enquiry, before: int) -> bool:
    return enquiry.events.count() == before and not Photo.objects.exists()


@pytest.mark.parametrize("who", ["carol", "deputy", "oscar", "nobody"])
def test_anothers_address_does_not_pass_with_her_token(address, enquiry, deliver, who):
    before = enquiry.events.count()
    row = deliver(message(address, From=f"Alice <{who}@people.example>"))
    assert row.done == "answered" and untouched(enquiry, before)
    [letter] = answers()
    assert letter.to == f"{who}@people.example" and letter.about == ""
    for secret in (enquiry.reference, enquiry.road, "Billesdon"):
        assert secret not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("who", ["carol", "gone", "oscar", "maya"])
def test_a_token_for_who_may_not_speak_opens_nothing(mailbox, enquiry, deliver, who, request):
    person, before = request.getfixturevalue(who), enquiry.events.count()
    address = reply_address("enquiry", enquiry.number, person.pk)
    assert deliver(message(address, From=person.email)).done == "answered"
    assert untouched(enquiry, before)


def test_a_clerk_who_moved_on_is_told_where_to_write(address, enquiry, alice, deliver, today):
    Membership.objects.filter(user=alice).update(ends_on=today - timedelta(days=1))
    before = enquiry.events.count()
    assert deliver(message(address)).done == "answered" and untouched(enquiry, before)
    assert enquiry.reference not in answers()[0].text


def test_a_closed_account_is_nobodys(address, enquiry, alice, deliver):
    alice.is_active = False
    alice.save()
    before = enquiry.events.count()
    deliver(message(address))
    assert untouched(enquiry, before)


def test_a_forged_token_is_a_strangers(address, enquiry, deliver):
    before = enquiry.events.count()
    deliver(message(address.replace("@", "x@")))
    assert untouched(enquiry, before) and len(answers()) == 1


def test_a_stranger_is_answered_once_a_day(mailbox, deliver, now):
    for number in range(3):
        deliver(message("post@county.example", f"{number}", From="x@elsewhere.example"))
    assert len(answers()) == 1
    deliver(message("post@county.example", From="x@elsewhere.example"), at=now + timedelta(days=1))
    assert len(answers()) == 2


def test_no_flood_of_strangers_makes_us_write_to_all(mailbox, deliver, monkeypatch):
    monkeypatch.setattr("enquiries.workflows.replies.MOST_STRANGERS_A_DAY", 2)
    for number in range(4):
        deliver(message("post@county.example", From=f"x{number}@elsewhere.example"))
    assert len(answers()) == 2


@pytest.mark.parametrize(
    "head",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"},
        {"Subject": "Out of office"}, {"From": "post@county.example"}, {"X_Loop": "x"},
        {"From": "mailer-daemon@people.example"}, {"Message_ID": "<x@ours.example.org>"},
    ],
)  # fmt: skip
def test_machines_and_loops_stop_at_the_door(address, enquiry, deliver, head, settings):
    settings.MESSAGE_ID_DOMAIN = "ours.example.org"
    before = Letter.objects.count()
    events = enquiry.events.count()
    row = deliver(message(address, **head))
    assert row.done in ("auto", "ignored")
    assert untouched(enquiry, events) and Letter.objects.count() == before


def test_a_reply_to_a_closed_enquiry_opens_nothing(address, enquiry, alice, close, deliver, now):
    close()
    before = enquiry.events.count()
    assert deliver(message(address, "Thank you!")).done == "answered"
    assert untouched(enquiry, before)
    [letter] = answers()
    assert f"{enquiry.reference}/reopen/" in letter.text and letter.about == enquiry.reference
    assert len(letter.subject) <= 70 and letter.subject.endswith(enquiry.reference)
    deliver(message(address), at=now + timedelta(days=29))
    assert "/enquiries/new/" in answers()[-1].text


def test_only_quotes_are_answered_with_where_to_write(address, enquiry, ask, deliver):
    ask()
    before = enquiry.events.count()
    assert deliver(message(address, "> Which side?")).done == "answered"
    assert untouched(enquiry, before)
    assert f"{enquiry.reference}/reply/" in answers()[0].text


def test_too_large_a_message_is_answered(address, enquiry, deliver, monkeypatch):
    monkeypatch.setattr("post.messages.MOST_BYTES", 2000)
    before = enquiry.events.count()
    assert deliver(message(address, "x " * 5000)).done == "answered"
    assert untouched(enquiry, before) and "25 MB" in answers()[0].text


def test_what_is_cut_is_said(address, enquiry, deliver):
    deliver(message(address, "word " * 6000))
    assert len(latest(enquiry).text.split()) == 5000 and "first 5,000 words" in answers()[0].text


BAD = {
    "garbage": bytes(range(256)) * 20,
    "nothing": b"",
    "a subject that injects": b"From: alice@people.example\nSubject: =?utf-8?q?a=0ABcc:x?=\n\nx",
    "no identity, no subject": b"From: alice@people.example\n\nx",
    "NUL": b"From: alice@people.example\nSubject: \x00\n\n\x00",
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
def test_bad_messages_touch_no_case_and_reach_at_most_their_sender(mailbox, enquiry, deliver, raw):
    before = enquiry.events.count()
    row = deliver(raw)
    assert row.done in ("answered", "ignored") and untouched(enquiry, before)
    assert {letter.to for letter in answers()} <= {"alice@people.example"}
    assert mailbox.unseen() == []


def test_words_that_would_turn_reading_around_or_run_are_only_words(address, enquiry, deliver):
    deliver(message(address, "\u202eevil <script>alert(1)</script> {{ enquiry }} {% load x %}"))
    text = latest(enquiry).text
    assert "\u202e" not in text and "<script>" in text and "{{ enquiry }}" in text
    letter = Letter.objects.get(kind="enquiries/reply_received")
    assert "<script>" not in letter.html and "{{ enquiry }}" in letter.text
