"""The one definition of what is counted, in SQL: facts from the enquiries' rows, months from facts.

Received: enquiries by the day they came, and again by the day they were opened again. Answered:
full answers by the day they were given, once for each round. Asked: survey invitations by the day
they were sent. Months are of Europe/London.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from . import standards

LONDON_MONTH = "date_trunc('month', {} AT TIME ZONE 'Europe/London')::date"
MAKE_ROUNDS = f"""
INSERT INTO consistency_round (
    enquiry_id, round, number, asked_kind_id, kind_id, priority, channel, council_id, parish_id,
    team_id, officer_id, outcome_id, reason_id, received_at, received_month, target_at,
    answered_at, answered_month, stopped_at, on_time, days, paused, refused, uncited, reopened,
    words_kept, words_broken, invited_at, invited_month, replied, score, score_time_taken,
    score_clarity, score_informed, score_fairly)
SELECT enquiry.id, promise.round, enquiry.number, enquiry.kind_id, standard.kind_id,
    enquiry.priority, enquiry.channel, enquiry.council_id,
    coalesce(answer.parish_id, enquiry.parish_id),
    CASE WHEN answer.id IS NULL THEN enquiry.team_id ELSE answer.team_id END,
    answer.answered_by_id, answer.outcome_id, answer.reason_id, came.at,
    {LONDON_MONTH.format("came.at")}, promise.target_at, promise.met_at,
    {LONDON_MONTH.format("promise.met_at")}, promise.stopped_at,
    promise.met_at <= promise.target_at, promise.days_taken, promise.days_paused,
    outcome.is_refusal, outcome.is_refusal AND answer.reason_id IS NULL,
    promise.round < enquiry.round, coalesce(words.kept, 0), coalesce(words.broken, 0),
    survey.invited_at, {LONDON_MONTH.format("survey.invited_at")},
    CASE WHEN survey.id IS NOT NULL THEN reply.id IS NOT NULL END, reply.overall,
    reply.time_taken, reply.clarity, reply.informed, reply.fairly
FROM enquiries_enquiry enquiry
JOIN enquiries_deadline promise ON promise.enquiry_id = enquiry.id AND promise.stage = 'answer'
JOIN deadlines_standard standard ON standard.id = promise.standard_id
CROSS JOIN LATERAL (
    SELECT CASE promise.round WHEN 1 THEN enquiry.received_at ELSE promise.starts_at END AS at
) came
LEFT JOIN enquiries_answer answer
    ON answer.enquiry_id = enquiry.id AND answer.round = promise.round
LEFT JOIN enquiries_outcome outcome ON outcome.id = answer.outcome_id
LEFT JOIN surveys_survey survey ON survey.answer_id = answer.id
LEFT JOIN LATERAL (
    SELECT id, overall, time_taken, clarity, informed, fairly
    FROM surveys_reply WHERE survey_id = survey.id ORDER BY id DESC LIMIT 1
) reply ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE met_at <= target_at) AS kept,
           count(*) FILTER (WHERE met_at > target_at OR missed_at IS NOT NULL) AS broken
    FROM enquiries_deadline
    WHERE enquiry_id = enquiry.id AND round = promise.round AND stage = 'silence'
) words ON true
"""
OF_SOME = "WHERE enquiry.id = ANY(%s)"
FORGET_ROUNDS = "DELETE FROM consistency_round WHERE enquiry_id = ANY(%s)"

KEYS = "council_id, parish_id, team_id, officer_id, channel"
# The other questions of the survey, beside the overall one.
QUESTIONS = ("time_taken", "clarity", "informed", "fairly")
SUMS = (
    "received", "answered", "on_time", "refused", "uncited", "reopened", "paused", "words_kept",
    "words_broken", "asked", "replied", "scored", "satisfied",
    *(f"{what}_{name}" for name in QUESTIONS for what in ("scored", "satisfied")),
)  # fmt: skip
SAID = ", ".join(
    f"(score_{name} IS NOT NULL)::int, coalesce(score_{name} >= 4, false)::int"
    for name in QUESTIONS
)
NOT_ASKED = ", ".join(["0"] * 2 * len(QUESTIONS))
# Each fact tells of up to three months; each of them is one line here, with its own kind.
LINES = f"""
SELECT received_month AS month, asked_kind_id AS kind_id, {KEYS}, NULL::integer AS days,
    1 AS received, {", ".join(f"0 AS {name}" for name in SUMS[1:])}
FROM fact
UNION ALL
SELECT answered_month, kind_id, {KEYS}, days, 0, 1, on_time::int,
    coalesce(refused, false)::int, coalesce(uncited, false)::int, reopened::int,
    (paused > 0)::int, words_kept, words_broken, 0, 0, 0, 0, {NOT_ASKED}
FROM fact WHERE answered_month IS NOT NULL
UNION ALL
SELECT invited_month, kind_id, {KEYS}, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, replied::int,
    (score IS NOT NULL)::int, coalesce(score >= 4, false)::int, {SAID}
FROM fact WHERE invited_month IS NOT NULL
"""
DIMENSIONS = {
    "parish": "parish_id", "council": "council_id", "kind": "kind_id", "team": "team_id",
    "officer": "officer_id", "channel": "channel",
}  # fmt: skip
DIMENSION = "CASE {} ELSE 'all' END".format(
    " ".join(f"WHEN GROUPING({column}) = 0 THEN '{name}'" for name, column in DIMENSIONS.items())
)
KEY = "coalesce({}, '0')".format(", ".join(f"({column})::text" for column in DIMENSIONS.values()))
SETS = ", ".join(f"(month, days, {column})" for column in DIMENSIONS.values())
# Counted once, by days as well: the month is the sum of its spread.
CELLS = f"""
WITH fact AS (SELECT * FROM consistency_round WHERE {{which}}),
line AS ({LINES}),
cell AS (
    SELECT month, {DIMENSION} AS dimension, {KEY} AS key, days, count(*) AS cases,
        {", ".join(f"sum({name}) AS {name}" for name in SUMS)}
    FROM line GROUP BY GROUPING SETS ({SETS}, (month, days))
)
"""
SUMMED = f"""
SELECT month, dimension, key, {", ".join(f"sum({name}) AS {name}" for name in SUMS)}
FROM cell GROUP BY month, dimension, key
"""
SPREAD = "SELECT month, dimension, key, days, cases FROM cell WHERE days IS NOT NULL"
# Of what came in a month, whenever it was answered: for how long anybody waits.
WAITS = f"""
WITH line AS (
    SELECT received_month AS month, asked_kind_id AS kind_id, {KEYS}, days
    FROM consistency_round WHERE answered_month IS NOT NULL AND {{which}}
)
SELECT month, {DIMENSION} AS dimension, {KEY} AS key, days, count(*) AS cases
FROM line GROUP BY GROUPING SETS ({SETS}, (month, days))
"""
FIRST_COUNT = (
    f"INSERT INTO consistency_month (month, dimension, key, {', '.join(SUMS)})"
    f" {CELLS.format(which='true')} {SUMMED}",
    "INSERT INTO consistency_spread (month, dimension, key, days, cases)"
    f" {CELLS.format(which='true')} {SPREAD}",
    "INSERT INTO consistency_wait (month, dimension, key, days, cases)"
    f" {WAITS.format(which='true')}",
)
SAME = "kept.dimension = new.dimension AND kept.month = new.month AND kept.key = new.key"
OF_THESE = CELLS.format(which="enquiry_id = ANY(%(enquiries)s)")
MERGE_DAYS = f"""
MERGE INTO {{table}} kept USING ({{rows}}) new ON {SAME} AND kept.days = new.days
WHEN MATCHED AND kept.cases + %(sign)s * new.cases = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET cases = kept.cases + %(sign)s * new.cases
WHEN NOT MATCHED AND %(sign)s > 0 THEN INSERT (month, dimension, key, days, cases)
    VALUES (new.month, new.dimension, new.key, new.days, new.cases)
"""
# A month or spread in which nothing is left goes away: a count afresh would not make it either.
COUNT = (
    f"""
{OF_THESE}
MERGE INTO consistency_month kept USING ({SUMMED}) new ON {SAME}
WHEN MATCHED AND kept.received + %(sign)s * new.received
    + kept.answered + %(sign)s * new.answered + kept.asked + %(sign)s * new.asked = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET
    {", ".join(f"{name} = kept.{name} + %(sign)s * new.{name}" for name in SUMS)}
WHEN NOT MATCHED AND %(sign)s > 0 THEN INSERT (month, dimension, key, {", ".join(SUMS)})
    VALUES (new.month, new.dimension, new.key, {", ".join(f"new.{name}" for name in SUMS)})
""",
    f"{OF_THESE} {MERGE_DAYS.format(table='consistency_spread', rows=SPREAD)}",
    MERGE_DAYS.format(
        table="consistency_wait", rows=WAITS.format(which="enquiry_id = ANY(%(enquiries)s)")
    ),
)
GROUPED = """
SELECT part.of, spread.days, sum(spread.cases)::integer
FROM consistency_spread spread
JOIN unnest(%(keys)s::text[], %(groups)s::text[]) AS part (key, of) ON part.key = spread.key
WHERE spread.dimension = %(dimension)s AND spread.month BETWEEN %(since)s AND %(until)s
GROUP BY part.of, spread.days
"""
TABLES = "consistency_round, consistency_month, consistency_spread, consistency_wait"


def count_afresh(enquiries: list[int]) -> None:
    """Take what some enquiries counted for out of their months, and put in what they count for now.

    Call it in a transaction: in between, the months are without them.
    """
    with connection.cursor() as cursor:
        count(cursor, enquiries, -1)
        standards.note_stale(cursor, enquiries)
        cursor.execute(FORGET_ROUNDS, [enquiries])
        cursor.execute(f"{MAKE_ROUNDS} {OF_SOME}", [enquiries])
        count(cursor, enquiries, 1)
        standards.note_stale(cursor, enquiries)


def count(cursor, enquiries: list[int], sign: int) -> None:
    for statement in COUNT:
        cursor.execute(statement, {"enquiries": enquiries, "sign": sign})


def count_everything() -> None:
    """Make all facts and months afresh."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES}")
        cursor.execute(MAKE_ROUNDS)
        for statement in FIRST_COUNT:
            cursor.execute(statement)
        standards.note_all_stale(cursor)


def grouped_spread(
    dimension: str, months: tuple[date, date], pairs: Sequence[tuple[str, str]]
) -> list[tuple[str, int, int]]:
    """Return group, days and cases where keys of a dimension count to groups: key, group."""
    since, until = months
    keys, groups = zip(*pairs, strict=True) if pairs else ((), ())
    words: dict[str, Any] = {"dimension": dimension, "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(GROUPED, {**words, "keys": list(keys), "groups": list(groups)})
        return cursor.fetchall()


def tell_the_planner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLES}")
