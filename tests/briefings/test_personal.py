"""“Your parish”: each copy tells of its reader's own councils, from live data, and of no other."""

from datetime import timedelta

import pytest

from briefings import emails
from briefings.personal import parts_for
from enquiries import workflows
from post.models import Letter
from post.moulds import Mould
from post.outbox import parts

pytestmark = pytest.mark.django_db


def test_it_tells_what_is_open_answered_promised_and_asked(
    log, council, oscar, outcomes, now, django_assert_num_queries
):
    asked, answered = log(road="Church Lane"), log(road="Mill Lane")
    log(road="Main Street")
    workflows.ask(enquiry=asked, text="Which side?", at=now, by=oscar)
    words = {"reason": None, "explanation": "We looked.", "next_step": "Nothing."}
    workflows.answer(enquiry=answered, outcome=outcomes["already"], at=now, by=oscar, **words)
    with django_assert_num_queries(4):
        part = parts_for([council.pk], since=now - timedelta(days=21))[council.pk]
    assert (part.council, part.open, part.answered) == ("Billesdon Parish Council", 2, 1)
    assert [line.partition(" ")[2].partition(":")[0] for line in part.promised] == ["Main Street"]
    assert part.questions[0].startswith(f"{asked.reference} Church Lane: ")


def test_only_the_next_three_dates_are_told(log, council, now):
    for number in range(5):
        log(road=f"Road {number}")
    part = parts_for([council.pk], since=now)[council.pk]
    assert part.open == 5 and len(part.promised) == 3


def test_each_reads_of_her_own_council_only(enquiry, log, carol, sent, alice, oscar):
    """Carol's copy was written beside alice's."""
    hers = Letter.objects.get(mailing=sent.mailing, person=alice)
    carols = Letter.objects.get(mailing=sent.mailing, person=carol)
    assert enquiry.reference in hers.html and enquiry.reference in hers.text
    assert enquiry.reference not in carols.html + carols.text
    assert "Fleckney Parish Council" in carols.text


def test_who_does_not_act_for_the_council_any_more_reads_nothing_of_it(
    enquiry, scheduled, alice, council, now, monkeypatch
):
    """Her time ended between the ledger and the letter."""
    from briefings.workflows import sending

    sending.begin(edition=scheduled, at=scheduled.scheduled_for)
    council.members.update(ends_on=now.date() - timedelta(days=1))
    sending.send_due(at=scheduled.scheduled_for)
    letter = Letter.objects.get(mailing__key=f"briefing:{scheduled.pk}")
    assert enquiry.reference not in letter.html + letter.text


def test_an_editor_sees_no_councils_figures_in_the_preview(
    signed_in, edith, adam, enquiry, edition, item, alice
):
    path = f"/briefings/desk/30/preview/?as=p{alice.pk}"
    assert enquiry.reference not in signed_in(edith).get(path).content.decode()
    assert enquiry.reference in signed_in(adam).get(path).content.decode()


def test_a_copy_of_many_reads_as_if_it_were_written_alone(maya, db):
    """It is rendered once; what is a reader's own is put in, and nothing of another reader's."""
    shared, mould = emails.made_edition(), Mould(emails.OWN)
    nobody = {"parish_html": "", "parish_text": ""}
    others = [
        shared | {"person": maya},
        shared | nobody | {"why": f"you are <b>Ash & Oak</b> {mould.marks['preferences_url']}"},
        shared | nobody | {"person": maya, "unsubscribe_url": "https://x.example/?a=1&b=2"},
        shared,
    ]
    for copy in others:
        assert parts(emails.EDITION, copy | {"mould": mould}) == parts(emails.EDITION, copy)
    assert len(mould.made) == 2, "one for people, one for all others"
