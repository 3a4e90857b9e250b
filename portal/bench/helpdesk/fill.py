"""The peer's tables, filled from ours: the same words, owners, teams and states.

A team becomes a queue and an owner a user. What we are at work on is open, or reopened in a later
round; what is closed is closed, and a duplicate where it was merged. Each ticket has three
follow-ups: received, looked at, and the answer or a note.
"""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

NAME = "helpdesk"
ENQUIRIES = """
COPY (
  SELECT e.number, e.road, e.description, k.name, e.team_id, e.owner_id, e.received_at,
         coalesce(e.closed_at, e.received_at), e.due_at, clerk.email, e.explanation,
         CASE WHEN e.merged_into_id IS NOT NULL THEN 5
              WHEN e.status IN ('received', 'looking', 'waiting', 'planned')
              THEN CASE WHEN e.round > 1 THEN 2 ELSE 1 END
              ELSE 4 END
  FROM enquiries_enquiry e JOIN enquiries_kind k ON k.id = e.kind_id
  JOIN accounts_user clerk ON clerk.id = e.asked_by_id
) TO STDOUT
"""
PEOPLE = "COPY (SELECT id, email, name FROM accounts_user WHERE is_active) TO STDOUT"
TEAMS = "COPY (SELECT id, name FROM accounts_team) TO STDOUT"
STAGING = """
CREATE TEMPORARY TABLE enquiry (
  id int, road text, words text, kind text, team int, owner int, received timestamptz,
  changed timestamptz, due timestamptz, clerk text, answer text, status int
);
CREATE TEMPORARY TABLE person (id int, email text, name text);
CREATE TEMPORARY TABLE team (id int, name text)
"""
FILL = """
INSERT INTO auth_user (id, username, email, first_name, last_name, password, is_staff, is_active,
                       is_superuser, date_joined)
SELECT id, email, email, name, '', '!', true, true, false, now() FROM person
WHERE id IN (SELECT owner FROM enquiry) OR email LIKE 'officer@%';
INSERT INTO helpdesk_queue (id, title, slug, allow_public_submission, allow_email_submission,
                            enable_notifications_on_email_events, email_box_ssl)
SELECT id, name, 'queue' || id, false, false, false, false FROM team;
INSERT INTO helpdesk_ticket (id, title, queue_id, created, modified, submitter_email,
                             assigned_to_id, status, on_hold, description, resolution, priority,
                             due_date, secret_key)
SELECT id, left(kind || ', ' || road, 200), coalesce(team, (SELECT min(id) FROM team)), received,
       changed, clerk, owner, status, false, words, answer, 3, due, md5(id::text)
FROM enquiry;
INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public, user_id, new_status)
SELECT e.id, e.received + (e.changed - e.received) * part.share, part.title,
       CASE part.share WHEN 0 THEN e.words WHEN 1 THEN e.answer ELSE 'Spoke to the inspector.' END,
       part.share <> 0.5, e.owner, CASE part.share WHEN 1 THEN e.status END
FROM enquiry e,
     (VALUES (0, 'Ticket Opened'), (0.5, 'Comment'), (1, 'Updated')) AS part (share, title);
SELECT setval('auth_user_id_seq', (SELECT max(id) FROM auth_user));
SELECT setval('helpdesk_queue_id_seq', (SELECT max(id) FROM helpdesk_queue));
SELECT setval('helpdesk_ticket_id_seq', (SELECT max(id) FROM helpdesk_ticket))
"""


def leading_to(url: str) -> dict[str, str]:
    """Return the environment that leads libpq from our database to the peer's beside it."""
    parts = {**conninfo_to_dict(url), "dbname": NAME}
    words = {"dbname": "PGDATABASE", "host": "PGHOST", "user": "PGUSER", "port": "PGPORT"}
    return {variable: str(parts[part]) for part, variable in words.items() if part in parts}


def is_filled(url: str) -> bool:
    """Say whether a run before has filled the peer's tables: all of them at once, or none."""
    with psycopg.connect(url) as ours:
        if not ours.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            return False
    with psycopg.connect(beside(url)) as peer:
        if not peer.execute("SELECT to_regclass('helpdesk_ticket')").fetchone()[0]:  # type: ignore[index]
            return False
        return peer.execute("SELECT 1 FROM helpdesk_ticket LIMIT 1").fetchone() is not None


def make_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as ours:
        for verb in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            ours.execute(sql.SQL(verb).format(sql.Identifier(NAME)))


def beside(url: str) -> str:
    return make_conninfo(url, dbname=NAME)


def copy(url: str) -> None:
    """Take our enquiries over in one transaction, and leave nothing for autovacuum to do."""
    with psycopg.connect(url) as ours, psycopg.connect(beside(url)) as peer:
        peer.execute(STAGING)
        for table, rows in {"enquiry": ENQUIRIES, "person": PEOPLE, "team": TEAMS}.items():
            pour(ours, rows, peer, table)
        peer.execute("ANALYZE enquiry")
        peer.execute(FILL)
    with psycopg.connect(beside(url), autocommit=True) as peer:
        peer.execute("VACUUM (ANALYZE)")
        peer.execute("CHECKPOINT")


def pour(ours: psycopg.Connection, rows: str, peer: psycopg.Connection, table: str) -> None:
    into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with ours.cursor().copy(rows) as source, peer.cursor().copy(into) as target:  # type: ignore[arg-type]
        for block in source:
            target.write(block)
