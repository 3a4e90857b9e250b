"""The phases that the council publishes for schemes which a third party funds."""

from pathlib import Path

from enquiries.models import Phase
from govuk.cells import of
from govuk.rows import Row, read

from .save import Report, sync

PHASES = {name: of(Phase, name) for name in ["code", "number", "name", "what_happens", "source"]}


def read_phases(folder: Path) -> list[Row]:
    return read(folder / "scheme_phases.csv", PHASES, key=("code",))


def load_phases(rows: list[Row], report: Report) -> None:
    sync(Phase, [dict(row.values) for row in rows], key=("code",), official=[], report=report)
