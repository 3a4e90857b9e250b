"""Reads every file before it writes anything, and writes all of it or nothing."""

from pathlib import Path

from django.db import transaction

from .answers import (
    load_bodies,
    load_outcomes,
    load_reasons,
    load_roads,
    read_bodies,
    read_outcomes,
    read_reasons,
    read_roads,
)
from .calendar import load_holidays, read_holidays
from .councils import load_councils, read_councils
from .kinds import load_groups, load_kinds, load_standards, read_kinds
from .outlines import load_outlines, read_outlines
from .phases import load_phases, read_phases
from .places import (
    load_districts,
    load_divisions,
    load_parishes,
    read_districts,
    read_divisions,
    read_parishes,
)
from .save import Report
from .schemes import (
    load_authorities,
    load_problems,
    load_results,
    load_schemes,
    load_stages,
    read_authorities,
    read_fits,
    read_problems,
    read_results,
    read_schemes,
    read_stages,
    read_synonyms,
)

DATA = Path(__file__).resolve().parent / "data"


def load(folder: Path = DATA, *, dry_run: bool = False) -> Report:
    """Load reference data from a folder of CSV and GeoJSON files and report what changed.

    Raises BadRow, naming file, line and column, with nothing written. A dry run writes nothing.
    """
    steps = read_all(folder)
    report = Report()
    with transaction.atomic():
        for write, rows in steps:
            write(rows, report)
        transaction.set_rollback(dry_run)
    return report


def read_all(folder: Path) -> list[tuple]:
    """Return each writer with its checked rows, in the order in which rows need one another."""
    districts = read_districts(folder)
    divisions = read_divisions(folder, districts)
    kinds, bodies = read_kinds(folder), read_bodies(folder)
    return [
        (load_districts, districts),
        (load_outlines, read_outlines(folder, districts)),
        (load_divisions, divisions),
        (load_parishes, read_parishes(folder, districts, divisions)),
        (load_councils, read_councils(folder)),
        (load_holidays, read_holidays(folder)),
        (load_groups, kinds),
        (load_kinds, kinds),
        (load_standards, kinds),
        (load_bodies, bodies),
        (load_roads, read_roads(folder, bodies)),
        (load_outcomes, read_outcomes(folder)),
        (load_reasons, read_reasons(folder)),
        (load_phases, read_phases(folder)),
        *catalogue(folder),
    ]


def catalogue(folder: Path) -> list[tuple]:
    authorities, problems = read_authorities(folder), read_problems(folder)
    schemes = read_schemes(folder, authorities)
    fits = read_fits(folder, schemes, problems)
    return [
        (load_authorities, authorities),
        (load_problems, problems),
        (load_stages, read_stages(folder)),
        (load_results, read_results(folder)),
        (load_schemes, (schemes, fits, read_synonyms(folder, schemes))),
    ]
