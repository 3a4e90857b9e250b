"""Districts, county electoral divisions and parishes, from the Office for National Statistics."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from govuk.cells import of, several, text
from govuk.rows import Row, read, refuse_twins
from parishes.models import District, Division, Parish

from .save import Report, label, sync, update

DISTRICTS = {
    "district_gss": of(District, "gss_code"),
    "district": of(District, "name"),
    "council_name": of(District, "council_name"),
    "homepage": of(District, "homepage"),
}
DIVISIONS = {
    "division_gss": of(Division, "gss_code"),
    "division_name": of(Division, "name"),
    "districts": several,
}
PARISHES = {
    "gss_code": of(Parish, "gss_code"),
    "gss_code_2019": of(Parish, "gss_code_2019"),
    "name": of(Parish, "name"),
    "district_gss": text,
    "division_codes": several,
    "division_basis": of(Parish, "divisions_basis"),
    "population": of(Parish, "population"),
    "population_source": of(Parish, "population_source"),
}
UNPARISHED = {"gss_code": of(Parish, "gss_code"), "name": of(Parish, "name"), "district_gss": text}
OFFICIAL = ["gss_code", "gss_code_2019", "name", "district_id", "is_parished"]


def read_districts(folder: Path) -> list[Row]:
    return read(folder / "districts.csv", DISTRICTS, key=("district_gss",))


def read_divisions(folder: Path, districts: list[Row]) -> list[Row]:
    rows = read(folder / "county_divisions.csv", DIVISIONS, key=("division_gss",))
    names = {row["district"] for row in districts}
    for row in rows:
        refuse_unknown(row, "districts", row["districts"], names)
    return rows


def read_parishes(folder: Path, districts: list[Row], divisions: list[Row]) -> list[Row]:
    rows = read(folder / "parishes.csv", PARISHES, key=("gss_code",))
    rows += read(folder / "unparished_areas.csv", UNPARISHED, key=("gss_code",))
    refuse_twins(rows, ("gss_code",))
    districts_known = {row["district_gss"] for row in districts}
    divisions_known = {row["division_gss"] for row in divisions}
    for row in rows:
        refuse_unknown(row, "district_gss", [row["district_gss"]], districts_known)
        codes = row.values.get("division_codes", [])
        refuse_unknown(row, "division_codes", codes, divisions_known)
    return rows


def refuse_unknown(row: Row, column: str, values: Iterable[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            raise row.bad(column, f"“{value}” is not known")


def load_districts(rows: list[Row], report: Report) -> None:
    wanted = [
        {
            "gss_code": row["district_gss"],
            "name": row["district"],
            "council_name": row["council_name"],
            "homepage": row["homepage"],
        }
        for row in rows
    ]
    sync(District, wanted, key=("gss_code",), official=["name"], report=report)


def load_divisions(rows: list[Row], report: Report) -> None:
    """Which districts a division lies in is set once: boundaries are the administrator's."""
    known = set(Division.objects.values_list("gss_code", flat=True))
    wanted = [{"gss_code": row["division_gss"], "name": row["division_name"]} for row in rows]
    saved = sync(Division, wanted, key=("gss_code",), official=["name"], report=report)
    districts = {district.name: district for district in District.objects.all()}
    for row in rows:
        if row["division_gss"] not in known:
            names = row["districts"]
            saved[row["division_gss"],].districts.set([districts[name] for name in names])


def load_parishes(rows: list[Row], report: Report) -> None:
    """A parish whose ONS code changed is found by its old code, so that its enquiries stay."""
    districts = dict(District.objects.values_list("gss_code", "pk"))
    by_code = {parish.gss_code: parish for parish in Parish.objects.all()}
    fresh = []
    for row in rows:
        values = parish_values(row, districts)
        known = by_code.get(values["gss_code"]) or by_code.get(values["gss_code_2019"])
        if known is None:
            fresh.append((Parish(**values), row.values.get("division_codes", [])))
            report.new(label(Parish), row["name"])
        elif update(known, values, OFFICIAL, report):
            known.save(update_fields=OFFICIAL)
    create_parishes(fresh)


def parish_values(row: Row, districts: dict[str, int]) -> dict[str, Any]:
    values = row.values
    return {
        "gss_code": row["gss_code"],
        "gss_code_2019": values.get("gss_code_2019", ""),
        "name": row["name"],
        "district_id": districts[row["district_gss"]],
        "is_parished": "division_codes" in values,
        "divisions_basis": values.get("division_basis", ""),
        "population": values.get("population"),
        "population_source": values.get("population_source", ""),
    }


def create_parishes(fresh: list[tuple[Parish, list[str]]]) -> None:
    """Divisions are candidates for staff to confirm, so they are set once and then left alone."""
    Parish.objects.bulk_create([parish for parish, _ in fresh])
    divisions = dict(Division.objects.values_list("gss_code", "pk"))
    link = Parish.divisions.through
    link.objects.bulk_create(
        link(parish_id=parish.pk, division_id=divisions[code])
        for parish, codes in fresh
        for code in codes
    )
