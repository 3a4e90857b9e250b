"""What readers ask about a briefing becomes an enquiry that knows what it is about."""

import pytest

from briefings.models import Asked, Rhythm
from briefings.workflows import questions
from enquiries import workflows
from enquiries.models import Draft, Enquiry
from post.models import Letter
from post.tokens import read_reply
from post.workflows.replies import Reply

pytestmark = pytest.mark.django_db


def test_a_question_from_the_page_becomes_an_enquiry(
    sent, item, signed_in, alice, edith, kind, standard, holidays, now
):
    page = signed_in(alice).get("/briefings/30/").content.decode()
    assert "Ask us about this" in page
    assert "Ask us about this" not in signed_in(edith).get("/briefings/30/").content.decode()
    path = "/briefings/30/hanging-baskets/ask/"
    answer = signed_in(alice).post(path, {"text": "How heavy may they be?"})
    draft = Draft.objects.get()
    assert answer.url.endswith(f"/{draft.token}/where/")
    assert draft.description == "About “Hanging baskets” in briefing 30: How heavy may they be?"
    assert questions.asked_about(sent) == [], "it is not sent yet"
    draft.kind = kind
    draft.save()
    enquiry = workflows.send_draft(draft=draft, at=now, by=alice)
    assert [(one.item, found) for one, found in questions.asked_about(sent)] == [(item, enquiry)]
    desk = signed_in(edith).get("/briefings/desk/30/").content.decode()
    assert enquiry.reference in desk


def test_a_discarded_question_leaves_nothing(sent, item, alice, council, now):
    draft = questions.ask_about(item=item, council=council, text="How?", at=now, by=alice)
    workflows.discard_draft(draft=draft, by=alice)
    assert not Asked.objects.exists()


@pytest.fixture
def answered(settings, alice, kind, standard, holidays, request):
    """Alice's copy says where a reply goes."""
    settings.REPLY_ADDRESS = "post@county.example"
    Rhythm.objects.create(pk=1, question_kind=kind)
    sent = request.getfixturevalue("sent")
    letter = Letter.objects.get(mailing=sent.mailing)
    return read_reply(letter.reply_to)


def write(token, sender, text="How heavy?", source="m1") -> Reply:
    return Reply(sender=sender, source=source, token=token, text=text)


def test_a_reply_by_mail_becomes_an_enquiry_once(answered, sent, alice, now):
    for _ in range(2):
        taken = questions.receive(reply=write(answered, alice.email), at=now)
    enquiry = Enquiry.objects.get()
    assert taken.about == enquiry.reference and enquiry.asked_by == alice
    assert enquiry.channel == "email" and enquiry.description == "How heavy?"
    assert [found for _, found in questions.asked_about(sent)] == [enquiry]


@pytest.mark.parametrize("who", ["another", "gone", "nothing said", "no kind"])
def test_whoever_else_writes_is_told_where_to(answered, alice, carol, council, now, who, today):
    if who == "gone":
        council.members.update(ends_on=today.replace(day=1))
    if who == "no kind":
        Rhythm.objects.update(question_kind=None)
    sender = carol.email if who == "another" else alice.email
    text = " " if who == "nothing said" else "How?"
    questions.receive(reply=write(answered, sender, text), at=now)
    assert not Enquiry.objects.exists() and not Asked.objects.exists()
    assert Letter.objects.filter(kind="enquiries/where_to_write", to=sender).count() == 1
