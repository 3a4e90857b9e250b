"""Observed beside expected for every group, in SQL: worked out by quarter, kept by month.

A stratum is a kind of enquiry, its priority, the channel and the quarter of the answer. The county
is every answer of these strata; `mine` narrows whose cases are compared with it.
"""

from datetime import date

from django.db import connection

from .models import StaleQuarter

STRATUM = "fact.quarter, fact.kind_id, fact.priority, fact.channel"
DIMENSIONS = {
    "parish": "parish_id", "council": "council_id", "district": "district_id", "team": "team_id",
    "officer": "officer_id",
}  # fmt: skip
DIMENSION = "CASE {} END".format(
    " ".join(
        f"WHEN GROUPING(fact.{column}) = 0 THEN '{name}'" for name, column in DIMENSIONS.items()
    )
)
KEY = "coalesce({}, '0')".format(
    ", ".join(f"fact.{column}::text" for column in DIMENSIONS.values())
)
SETS = ", ".join(f"(fact.month, {STRATUM}, fact.{column})" for column in DIMENSIONS.values())
RATED = "part.{n} * county.{x}::float / greatest(county.{n}, 1)"
DRAWN = (
    "part.{n} * (county.{x}::float / greatest(county.{n}, 1))"
    " * (1 - county.{x}::float / greatest(county.{n}, 1))"
    " * (county.{n} - part.quarter_{n}) / greatest(county.{n} - 1, 1)"
)
SUMS = ", ".join(
    [
        "sum(part.cases) AS cases",
        "sum(part.late) AS late",
        f"sum({RATED.format(n='cases', x='late')}) AS late_expected",
        f"sum({DRAWN.format(n='cases', x='late')}) AS late_variance",
        "sum(part.decided) AS decided",
        "sum(part.refused) AS refused",
        f"sum({RATED.format(n='decided', x='refused')}) AS refused_expected",
        f"sum({DRAWN.format(n='decided', x='refused')}) AS refused_variance",
    ]
)
WORK_OUT = f"""
WITH fact AS MATERIALIZED (
    SELECT round.answered_month AS month,
        date_trunc('quarter', round.answered_month)::date AS quarter,
        round.kind_id, round.priority, round.channel, round.parish_id, round.council_id,
        parish.district_id, round.team_id, round.officer_id, ({{mine}}) AS is_mine,
        (NOT round.on_time)::int AS late, (round.refused IS NOT NULL)::int AS decided,
        coalesce(round.refused, false)::int AS refused
    FROM consistency_round round
    JOIN parishes_parish parish ON parish.id = round.parish_id
    JOIN parishes_council council ON council.id = round.council_id
    WHERE round.answered_month BETWEEN %(since)s AND %(until)s AND {{which}}
), county AS (
    SELECT {STRATUM}, count(*) AS cases, sum(late) AS late, sum(decided) AS decided,
        sum(refused) AS refused
    FROM fact GROUP BY {STRATUM}
), part AS (
    SELECT fact.month, {STRATUM}, {{dimension}} AS dimension, {{key}} AS key, count(*) AS cases,
        sum(fact.late) AS late, sum(fact.decided) AS decided, sum(fact.refused) AS refused,
        sum(count(*)) OVER same AS quarter_cases,
        sum(sum(fact.decided)) OVER same AS quarter_decided
    FROM fact WHERE fact.is_mine GROUP BY GROUPING SETS ({{sets}})
    WINDOW same AS (PARTITION BY {{dimension}}, {{key}}, {STRATUM})
)
SELECT {{month}} part.dimension, part.key, {SUMS}
FROM part JOIN county USING (quarter, kind_id, priority, channel)
GROUP BY {{month}} part.dimension, part.key
"""
COLUMNS = (
    "month, dimension, key, cases, late, late_expected, late_variance, decided, refused,"
    " refused_expected, refused_variance"
)
KEEP = "INSERT INTO consistency_standard ({}) {}".format(
    COLUMNS,
    WORK_OUT.format(
        mine="true", which="true", sets=SETS, month="part.month,", dimension=DIMENSION, key=KEY
    ),
)
FORGET = "DELETE FROM consistency_standard WHERE month BETWEEN %(since)s AND %(until)s"
NOTE = """
INSERT INTO consistency_stalequarter (quarter)
SELECT DISTINCT date_trunc('quarter', answered_month)::date FROM consistency_round
WHERE answered_month IS NOT NULL AND {}
ON CONFLICT DO NOTHING
"""


def note_stale(cursor, enquiries: list[int]) -> None:
    """Note the quarters in which some enquiries are answered, as their facts stand now."""
    cursor.execute(NOTE.format("enquiry_id = ANY(%s)"), [enquiries])


def note_all_stale(cursor) -> None:
    cursor.execute("TRUNCATE consistency_standard, consistency_stalequarter")
    cursor.execute(NOTE.format("true"))


def work_out_stale(most: int) -> int:
    """Work out so many stale quarters afresh, the newest first; return how many that were."""
    stale = list(StaleQuarter.objects.order_by("-quarter")[:most])
    with connection.cursor() as cursor:
        for row in stale:
            period = {"since": row.quarter, "until": last_month_of(row.quarter)}
            cursor.execute(FORGET, period)
            cursor.execute(KEEP, period)
            row.delete()
    return len(stale)


def last_month_of(quarter: date) -> date:
    return quarter.replace(month=quarter.month + 2)


def compare(
    dimension: str, *, since: date, until: date, mine: str, which: str, words: dict
) -> list[tuple]:
    """Return key and the eight sums of every group of one dimension, worked out on the spot.

    `mine` and `which` are conditions of ours with the values in `words`.
    """
    column = DIMENSIONS[dimension]
    statement = WORK_OUT.format(
        mine=mine, which=which, sets=f"(fact.month, {STRATUM}, fact.{column})", month="",
        dimension=f"'{dimension}'", key=f"coalesce(fact.{column}::text, '0')",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since, "until": until, **words})
        return [row[1:] for row in cursor.fetchall()]
