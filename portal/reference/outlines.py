"""Outlines of districts and wards, to draw and to tell what lies outside. None are needed."""

import json
from pathlib import Path
from typing import Any

from govuk.rows import BadRow, Row, refuse_twins
from parishes.models import District, Outline

from .save import Report, sync

# Four places of a degree are about ten metres: finer than the outlines are.
PLACES = 4
SHAPES = ("Polygon", "MultiPolygon")


FILES = {"district": "districts.geojson", "ward": "wards_2025.geojson"}


def read_outlines(folder: Path, districts: list[Row]) -> list[Row]:
    rows = [
        row for what, name in FILES.items() for row in read_features(folder / name, what, districts)
    ]
    refuse_twins(rows, ("gss_code",))
    return rows


def read_features(path: Path, what: str, districts: list[Row]) -> list[Row]:
    """Return code, name, district and outline of each feature; a missing file holds none.

    Raises BadRow, with the number of the feature as its line.
    """
    if not path.exists():
        return []
    known = {row["district_gss"] for row in districts}
    rows = [
        read_feature(path.name, number, what, feature)
        for number, feature in enumerate(features_in(path), 1)
    ]
    for row in rows:
        if row["district_code"] not in known:
            raise row.bad("district_code", f"“{row['district_code']}” is not known")
    return rows


def features_in(path: Path) -> list[Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise BadRow(path.name, 1, "", f"not GeoJSON with features ({error})") from error
    if not isinstance(found, list):
        raise BadRow(path.name, 1, "features", "not a list")
    return found


def read_feature(file: str, number: int, what: str, feature: Any) -> Row:
    try:
        named, shape = feature["properties"], feature["geometry"]
        if shape["type"] not in SHAPES:
            raise ValueError(f"{shape['type']} is neither of {' or '.join(SHAPES)}")
        values = {
            "gss_code": str(named[f"{what}_code"]),
            "name": str(named[f"{what}_name"]),
            "district_code": str(named["district_code"]),
            "is_ward": what == "ward",
            "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])},
        }
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadRow(file, number, "", f"not an outline with code and name ({error})") from error
    return Row(file, number, values)


def rounded(part: Any) -> Any:
    """Round every number, and leave out points that then repeat the one before."""
    if isinstance(part[0], int | float):
        return [round(float(number), PLACES) for number in part[:2]]
    inner = [rounded(each) for each in part]
    return [each for n, each in enumerate(inner) if n == 0 or each != inner[n - 1]]


def load_outlines(rows: list[Row], report: Report) -> None:
    """Bring names up to date as everywhere; a changed shape is counted, not written out."""
    districts = dict(District.objects.values_list("gss_code", "pk"))
    wanted = [outline_values(row, districts) for row in rows]
    official = ["name", "district_id", "is_ward"]
    saved = sync(Outline, wanted, key=("gss_code",), official=official, report=report)
    moved = []
    for row in rows:
        outline = saved[(row["gss_code"],)]
        if outline.geometry != row["geometry"]:
            outline.geometry = row["geometry"]
            moved.append(outline)
    if moved:
        Outline.objects.bulk_update(moved, ["geometry"])
        report.count("shape", "changed", len(moved))


def outline_values(row: Row, districts: dict[str, int]) -> dict[str, Any]:
    names = ("gss_code", "name", "is_ward", "geometry")
    district = districts[row["district_code"]]
    return {**{name: row[name] for name in names}, "district_id": district}
