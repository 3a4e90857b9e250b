"""Learns the words by which a misspelt search is mended."""

from datetime import datetime

from django.db import connection

# Some days of a large county's enquiries: after a longer rest old words are known already.
NEWEST = 5_000
LEARN = """
INSERT INTO enquiries_word (text)
SELECT DISTINCT word FROM (
    SELECT unnest(tsvector_to_array(to_tsvector('simple', text))) FROM (
        SELECT road || ' ' || spot || ' ' || description FROM (
            SELECT road, spot, description FROM enquiries_enquiry ORDER BY number DESC LIMIT %s
        ) newest
        UNION ALL SELECT name FROM parishes_parish
        UNION ALL SELECT name FROM accounts_user WHERE is_active
    ) texts (text)
) said (word)
WHERE word ~ '^[[:alpha:]]{4,30}$'
ON CONFLICT DO NOTHING
"""


def learn_words(*, now: datetime, newest: int = NEWEST) -> int:
    """Read the words of the newest enquiries, of parishes and people; return how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [newest])
        return cursor.rowcount
