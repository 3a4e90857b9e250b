"""Sets indexes and references aside for a bulk load, and puts them back checked.

Put back, a foreign key or unique constraint is validated over all rows: what was loaded without
it holds to it. Primary keys and check constraints stay in force throughout.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from .rows import MODELS

CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype = %s ORDER BY conname
"""
INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid
"""
Run = Callable[[Iterable[str]], None]


@contextmanager
def set_aside(run: Run) -> Iterator[None]:
    """Drop what slows a load down; `run` puts the statements of one phase back, in any order."""
    foreign, unique, indexes = found()
    execute([drop for drop, _ in [*foreign, *unique, *indexes]])
    try:
        yield
    finally:
        connection.close()
        run([put_back for _, put_back in [*indexes, *unique]])
        run([put_back for _, put_back in foreign])


def found() -> tuple[list, list, list]:
    tables = [model._meta.db_table for model in MODELS.values()]
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [tables, "f"])
        foreign = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [tables, "u"])
        unique = cursor.fetchall()
        cursor.execute(INDEXES, [tables])
        return foreign, unique, cursor.fetchall()


def execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        be_patient(cursor)
        for statement in statements:
            cursor.execute(statement)


def be_patient(cursor) -> None:
    """Lift the limits that protect people's pages from long statements."""
    for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SET {setting} = 0")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute("SET synchronous_commit = off")
