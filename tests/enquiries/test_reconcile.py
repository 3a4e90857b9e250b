"""Events that people must hear of, less the letters there are, leave nothing."""

from datetime import timedelta

import pytest

from enquiries import workflows
from enquiries.models import Body, Event
from enquiries.reconcile import EXPECTED, untold
from parishes.models import Membership
from post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(log, oscar, alice, outcomes, reasons, now):
    """One of each event that has a letter."""
    later = iter(now + timedelta(hours=hour) for hour in range(1, 99))

    def do(verb, enquiry, by, **words):
        enquiry.refresh_from_db()
        return getattr(workflows, verb)(enquiry=enquiry, at=next(later), by=by, **words)

    one, two, three = log(), log(road="High Street"), log(road="Mill Lane")
    do("update", one, oscar, text="We look.")
    do("ask", one, oscar, text="Where?")
    do("reply", one, alice, text="There.")
    do("add_information", one, alice, text="And there.")
    words = {"reason": reasons["criteria"], "explanation": "Why.", "next_step": "Then."}
    done = {"outcome": outcomes["will-do"], "planned_for": (now + timedelta(days=30)).date()}
    do("answer", one, oscar, **words | done)
    do("close", one, oscar, text="It is done.", next_step="Nothing.")
    do("reopen", one, alice, text="It is not.")
    Body.objects.create(name="National Highways")
    do("pass_on", two, oscar, body=Body.objects.get(), explanation="Theirs.")
    do("withdraw", three, alice, text="Solved.")
    return one, two, three


def span(now):
    return {"since": now - timedelta(days=1), "until": now + timedelta(days=90)}


def test_nothing_is_untold(everything, now):
    assert untold(**span(now)) == []
    seen = set(Event.objects.values_list("what", flat=True))
    assert {what.value for what, _ in EXPECTED} - seen == {"moved", "delayed", "nudged"}


def test_each_missing_letter_is_found(everything, now):
    for letter in Letter.objects.filter(kind__startswith="enquiries/"):
        key = letter.key.split(":")
        Letter.objects.filter(pk=letter.pk).update(key="gone")
        assert untold(**span(now)) == [(int(key[0]), key[1])]
        Letter.objects.filter(pk=letter.pk).update(key=letter.key)


def test_moved_dates_have_one_letter_or_the_other(enquiry, oscar, now, alice):
    day = enquiry.due_on + timedelta(days=5)
    workflows.extend(enquiry=enquiry, new_due_on=day, reason="A survey.", at=now, by=oscar)
    assert untold(**span(now)) == []
    Letter.objects.filter(kind="enquiries/new_date").delete()
    assert [letter for _, letter in untold(**span(now))] == ["new_date,date_moved"]


def test_where_nobody_can_be_told_a_row_says_so(enquiry, oscar, now):
    Membership.objects.all().delete()
    workflows.update(enquiry=enquiry, text="News.", at=now, by=oscar)
    letter = Letter.objects.get(kind="enquiries/update")
    assert (letter.status, letter.error) == ("dropped", "There is no address.")
    assert untold(**span(now)) == []


def test_outside_the_span_nothing_is_asked(enquiry, now):
    Letter.objects.all().delete()
    assert untold(since=now + timedelta(seconds=1), until=now + timedelta(days=1)) == []
    assert untold(since=now - timedelta(days=1), until=now) == []
    assert len(untold(since=now, until=now + timedelta(seconds=1))) == 2
