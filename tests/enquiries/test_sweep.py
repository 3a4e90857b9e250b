"""The sweep beside people at work: it waits for nobody, and nobody's work is thrown out for it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from enquiries.models import Deadline
from enquiries.workflows import deadlines
from enquiries.workflows.move import lock
from enquiries.workflows.sweeps import miss_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sweep_leaves_what_an_officer_holds_for_the_next_time(enquiry, now):
    late, counts = now + timedelta(days=30), []

    def sweep():
        counts.append(miss_all(now=late))
        connection.close()

    thread = Thread(target=sweep)
    with transaction.atomic():
        lock(enquiry)
        thread.start()
        thread.join(2)
        waits = thread.is_alive()
        deadlines.meet(enquiry=enquiry, stages=[Deadline.Stage.ANSWER], at=late)
    thread.join(5)
    assert not waits and counts == [0], "else each holds what the other needs"
    assert miss_all(now=late) == 2, "the first reply and the word; the answer was met"
