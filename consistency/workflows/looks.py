"""Chooses one enquiry in twenty for a second look, and takes what the second officer made of it."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from enquiries.deadlines.clock import london_day
from enquiries.models import Enquiry, Event, Kind

from ..models import SecondLook

ONE_IN = 20
WITHIN = timedelta(days=7)
# By what nobody chose and nothing changes: who is chosen cannot be steered, nor told beforehand.
CHOOSE = """
INSERT INTO consistency_secondlook (enquiry_id, chosen_on, first_priority, second_priority)
SELECT id, %s, '', '' FROM enquiries_enquiry
WHERE received_at > %s AND received_at <= %s
    AND ('x' || substr(md5(form_token::text), 1, 8))::bit(32)::bigint %% %s = 0
ON CONFLICT DO NOTHING
"""


def choose(*, at: datetime) -> int:
    """Choose among what came lately; return how many were new. Safe to run twice, or at once."""
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE, [london_day(at), at - WITHIN, at, ONE_IN])
        return cursor.rowcount


def waiting_for(officer) -> QuerySet[SecondLook]:
    """What a colleague has not judged yet and this officer has had no part in."""
    touched = Event.objects.filter(enquiry=OuterRef("enquiry"), by=officer)
    rows = SecondLook.objects.filter(judged_at=None).exclude(enquiry__owner=officer)
    return rows.exclude(Exists(touched)).select_related("enquiry__parish")


@transaction.atomic
def judge(*, look: SecondLook, kind: Kind, priority: str, at: datetime, by) -> bool:
    """Keep the second judgement beside the first, as it stands now; return whether it was open."""
    look = SecondLook.objects.select_for_update().get(pk=look.pk)
    if look.judged_at:
        return False
    first = Enquiry.objects.get(pk=look.enquiry_id)
    look.first_kind, look.first_priority = first.kind, first.priority
    look.second_kind, look.second_priority = kind, priority
    look.judged_at, look.judged_by = at, by
    look.save()
    return True
