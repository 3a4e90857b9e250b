"""Notes who looks at a case. Not an act on it: nothing of the enquiry changes."""

from datetime import datetime

from ..models import Enquiry, Opening


def note_opening(*, enquiry: Enquiry, at: datetime, by) -> list[Opening]:
    """Note that a person has a case open; return the openings of others who could act on it.

    A look after she was forgotten is a new one.
    """
    live = list(enquiry.openings.live(at).select_related("person"))
    mine = next((row for row in live if row.person_id == by.pk), None)
    Opening.objects.bulk_create(
        [Opening(enquiry=enquiry, person=by, opened_at=mine.opened_at if mine else at, seen_at=at)],
        update_conflicts=True, unique_fields=["enquiry", "person"],
        update_fields=["opened_at", "seen_at"],
    )  # fmt: skip
    return [row for row in live if row.person_id != by.pk and row.person.is_officer]
