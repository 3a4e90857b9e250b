"""Statements that the server keeps ready, because each letter has them.

Reading and planning one costs the server more than doing what it says.
"""

from typing import Any

import psycopg
from django.db import connection


def row_of(statement: str, values: dict[str, Any]) -> tuple | None:
    """Run a statement by itself and return its first row; None where it has none."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        return cursor.fetchone()
