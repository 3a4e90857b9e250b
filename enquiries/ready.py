"""Queries put together once and asked again with other values, for the pages read most.

Django puts a query together anew each time it is asked, which for a small query costs more than
its answer. What is put together stays Django's own, so that a field renamed is still found.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet


class Given(Expression):
    """A value that is known only when the query is asked, by its name."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection) -> Any:
        return "%s", (self,)


class ReadyQuery:
    """Rows as tuples, for a query set of `values_list` whose own filters hold `Given`.

    Only for columns which the driver returns as they are: numbers, text, days and instants.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build

    @cached_property
    def parts(self) -> tuple[str, tuple]:
        return self.build().query.sql_with_params()

    def rows(self, **given: Any) -> list[tuple]:
        """Return the rows for these values. Raises KeyError for a value that is not given."""
        sql, params = self.parts
        values = [given[each.name] if isinstance(each, Given) else each for each in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
