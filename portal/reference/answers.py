"""What an answer is made of: outcomes, reasons, and the bodies a matter can be passed on to."""

from pathlib import Path

from enquiries.models import Body, Outcome, Reason, RoadOwner
from govuk.cells import of, one_of, yes_no
from govuk.rows import Row, read

from .save import Report, sync

BODIES = {name: of(Body, name) for name in ["name", "matters", "website", "contact"]} | {
    "is_procedure": yes_no,
    "answer_days": of(Body, "answer_days"),
}
ROADS = {name: of(RoadOwner, name) for name in ["name", "source"]}
OUTCOMES = {name: of(Outcome, name) for name in ["code", "wording", "leads_to", "order"]} | {
    "needs_reason": yes_no,
    "is_refusal": yes_no,
    "for_schemes": yes_no,
}
REASONS = {name: of(Reason, name) for name in ["code", "wording", "order"]}


def read_roads(folder: Path, bodies: list[Row]) -> list[Row]:
    """Read the roads of other bodies. Raises BadRow for a body that there is not."""
    known = {row["name"] for row in bodies}
    return read(folder / "road_owners.csv", ROADS | {"body": one_of(known)}, key=("name",))


def load_roads(rows: list[Row], report: Report) -> None:
    bodies = {body.name: body for body in Body.objects.all()}
    wanted = [{**row.values, "body": bodies[row["body"]]} for row in rows]
    sync(RoadOwner, wanted, key=("name",), official=[], report=report)


def read_bodies(folder: Path) -> list[Row]:
    return read(folder / "bodies.csv", BODIES, key=("name",))


def read_outcomes(folder: Path) -> list[Row]:
    return read(folder / "outcomes.csv", OUTCOMES, key=("code",))


def read_reasons(folder: Path) -> list[Row]:
    return read(folder / "reasons.csv", REASONS, key=("code",))


def load_bodies(rows: list[Row], report: Report) -> None:
    sync(Body, [dict(row.values) for row in rows], key=("name",), official=[], report=report)


def load_outcomes(rows: list[Row], report: Report) -> None:
    sync(Outcome, [dict(row.values) for row in rows], key=("code",), official=[], report=report)


def load_reasons(rows: list[Row], report: Report) -> None:
    sync(Reason, [dict(row.values) for row in rows], key=("code",), official=[], report=report)
