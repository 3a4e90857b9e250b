"""F11: five hundred times two officers act on one case at the same instant. No update is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import User
from enquiries import workflows
from enquiries.models import Enquiry, Event
from enquiries.workflows.move import Changed
from post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
TIMES, PATIENCE = 500, 20
WITH_LETTERS = 10  # one in so many writes to the clerk; the others are as quick as they can be


def test_f11_no_update_is_lost(enquiry, oscar, now):
    priya = User.objects.create_user("priya@people.example", name="Priya", is_officer=True)
    both, seen = Barrier(2), Counter()

    def act(n: int, by: User, version: int) -> str:
        """Write over what was seen. Who is slower is told what she has not seen."""
        words = {"enquiry": enquiry, "at": now, "by": by, "version": version}
        both.wait(PATIENCE)
        try:
            if n % WITH_LETTERS:
                text = f"{by.name} {n}"
                workflows.note_reference(external_reference=text, **words)
            else:
                workflows.update(text=f"{by.name} {n}", **words)
        except Changed as changed:
            assert len(changed.events) == 1 and changed.events[0].by != by
            return "refused"
        return by.name

    with ThreadPoolExecutor(2) as threads:
        for n in range(TIMES):
            version = enquiry.version
            done = list(threads.map(act, [n, n], [oscar, priya], [version, version]))
            assert done.count("refused") == 1, done
            winner = next(name for name in done if name != "refused")
            seen[winner] += 1
            told = Event.objects.filter(enquiry=enquiry).order_by("-id").first()
            assert f"{winner} {n}" in told.text
        both_closed = Barrier(2)

        def leave(_):
            both_closed.wait(PATIENCE)
            connections.close_all()

        list(threads.map(leave, range(2)))
    assert seen.total() == TIMES
    # Every act that was told as done is in the timeline, and was written to the clerk once.
    assert Event.objects.filter(what__in=["update", "numbered"]).count() == TIMES
    letters = Letter.objects.filter(kind="enquiries/update").count()
    assert letters == TIMES // WITH_LETTERS
    last = Event.objects.filter(what="numbered").order_by("-id").first()
    assert Enquiry.objects.get().external_reference in last.text


def test_f11_two_claims_have_one_winner(log, oscar, now):
    priya = User.objects.create_user("priya@people.example", name="Priya", is_officer=True)
    both = Barrier(2)

    def claim(enquiry, by) -> bool:
        both.wait(PATIENCE)
        try:
            workflows.claim(enquiry=enquiry, at=now, by=by)
        except workflows.work.Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        for n in range(10):
            enquiry = log(road=f"Road {n}")
            done = list(threads.map(claim, [enquiry] * 2, [oscar, priya]))
            assert sorted(done) == [False, True]
            assert enquiry.events.filter(what="claimed").count() == 1
