"""Creates what is missing, brings official fields up to date, and keeps account of both."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model


@dataclass
class Report:
    """What a load did, or would do: counts for each table, and a line for each change."""

    counts: dict[str, Counter] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def count(self, table: str, what: str, number: int = 1) -> None:
        self.counts.setdefault(table, Counter())[what] += number

    def new(self, table: str, name: object) -> None:
        self.count(table, "new")
        self.lines.append(f"new {table}: {name}")

    def changed(self, table: str, name: object, column: str, old: Any, new: Any) -> None:
        self.lines.append(f"changed {table}: {name}: {column} from “{old}” to “{new}”")

    def summary(self) -> list[str]:
        return [
            f"{table}: {kinds['new']} new, {kinds['changed']} changed,"
            f" {kinds['unchanged']} unchanged"
            for table, kinds in self.counts.items()
        ]


def label(model: type[Model]) -> str:
    return str(model._meta.verbose_name)


def sync(
    model: type[Model],
    wanted: list[dict[str, Any]],
    *,
    key: tuple[str, ...],
    official: list[str],
    report: Report,
) -> dict[tuple, Any]:
    """Make rows that are missing; on rows that exist touch only the official fields.

    Returns every wanted row by its key. What an administrator may edit is never overwritten.
    """
    found = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    fresh, stale = [], []
    for values in wanted:
        row = model(**values)
        identity = tuple(getattr(row, name) for name in key)
        if identity not in found:
            fresh.append(row)
            report.new(label(model), row)
        elif update(found[identity], values, official, report):
            stale.append(found[identity])
    model._default_manager.bulk_create(fresh)
    if stale:
        model._default_manager.bulk_update(stale, official)
    return found | {tuple(getattr(row, name) for name in key): row for row in fresh}


def update(row: Model, values: dict[str, Any], official: list[str], report: Report) -> bool:
    """Set the official fields that differ, and say whether there were any."""
    table, name, changed = label(type(row)), str(row), False
    for column in official:
        old, new = getattr(row, column), values[column]
        if old != new:
            report.changed(table, name, column, old, new)
            setattr(row, column, new)
            changed = True
    report.count(table, "changed" if changed else "unchanged")
    return changed
