"""Whether every event that people must hear of has its letters: the other half is the post's."""

from datetime import datetime
from typing import Any

from django.db import connection

from .models import Event

What = Event.What
# Which letters an event has; of several after a comma one is enough. Each is at least a row that
# says why nobody was told. A missed date, or a corrected kind, has letters only where a team or an
# owner changed or it is urgent, which the event does not say; they are not counted here.
EXPECTED = (
    (What.LOGGED, "received"),
    (What.LOGGED, "for_triage"),
    (What.UPDATE, "update"),
    (What.QUESTION, "question"),
    (What.REPLY, "reply_received"),
    (What.ADDED, "reply_received"),
    (What.ANSWERED, "answered"),
    (What.PASSED_ON, "passed_on"),
    (What.CLOSED, "work_done"),
    (What.WITHDRAWN, "withdrawn_confirmed"),
    (What.REOPENED, "reopened"),
    (What.REOPENED, "reopened_confirmed"),
    (What.DELAYED, "delay"),
    (What.NUDGED, "nudge"),
    (What.MOVED, "new_date,date_moved"),
)
# A letter's key begins with its event and its name. The range is one that the index of keys knows;
# a semicolon is what comes after a colon.
UNTOLD = """
SELECT event.id, expected.letters
  FROM enquiries_event event
  JOIN unnest(%(whats)s::text[], %(letters)s::text[]) AS expected (what, letters)
    ON expected.what = event.what
 WHERE event.at >= %(since)s AND event.at < %(until)s
   AND event.id > %(after)s
   AND (event.is_public OR event.what NOT IN ('moved', 'logged'))
   AND NOT EXISTS (
       SELECT FROM unnest(string_to_array(expected.letters, ',')) AS one (letter), post_letter
        WHERE post_letter.key ~>=~ (event.id || ':' || one.letter || ':')
          AND post_letter.key ~<~ (event.id || ':' || one.letter || ';'))
 ORDER BY event.id
"""


def untold(*, since: datetime, until: datetime, newest: int = 0) -> list[tuple[int, str]]:
    """Return (event, letter) for each letter that an event of a span should have and has not.

    Aware instants; `until` is not included. It is empty unless something is wrong: events and
    letters are written in one transaction. Keep the span short: sample data has no letters. With
    `newest` only so many of the newest events are looked at, however many there are.
    """
    whats, letters = zip(*EXPECTED, strict=True)
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    values: dict[str, Any] = {
        "after": last - newest if newest else 0,
        "whats": [what.value for what in whats],
        "letters": list(letters),
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNTOLD, values)
        return cursor.fetchall()
