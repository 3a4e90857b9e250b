"""Councils: one body for each parish, or for the parishes that share one."""

from pathlib import Path

from govuk.cells import of, text
from govuk.rows import Row, read
from parishes.models import Council, Parish

from .save import Report, label

COLUMNS = {
    "gss_code": of(Parish, "gss_code"),
    "name": of(Parish, "name"),
    "council_name": text,
    "kind": of(Council, "kind"),
    "kind_source": of(Council, "kind_source"),
}


def read_councils(folder: Path) -> list[Row]:
    rows = read(folder / "parishes.csv", COLUMNS, key=("gss_code",))
    for row in rows:
        try:
            of(Council, "name")(name_of(row))
        except ValueError as error:
            raise row.bad("council_name", str(error)) from error
    return rows


def name_of(row: Row) -> str:
    """The body's own name; else the parish's, with the kind only where a source gives it."""
    return row["council_name"] or f"{row['name']} {row['kind'].title()}".strip()


def load_councils(rows: list[Row], report: Report) -> None:
    """Make a body for each parish that has none. One that exists is the administrator's."""
    parishes = Parish.objects.in_bulk([row["gss_code"] for row in rows], field_name="gss_code")
    served = set(Council.parishes.through.objects.values_list("parish_id", flat=True))
    report.count(label(Council), "unchanged", Council.objects.count())
    fresh: dict[tuple[str, int], tuple[Council, list[Parish]]] = {}
    for row in rows:
        parish = parishes[row["gss_code"]]
        if parish.pk in served:
            continue
        council = Council(name=name_of(row), kind=row["kind"], kind_source=row["kind_source"])
        fresh.setdefault((council.name, parish.district_id), (council, []))[1].append(parish)
    create(fresh.values(), report)


def create(fresh, report: Report) -> None:
    Council.objects.bulk_create(council for council, _ in fresh)
    link = Council.parishes.through
    link.objects.bulk_create(
        link(council_id=council.pk, parish_id=parish.pk)
        for council, parishes in fresh
        for parish in parishes
    )
    for council, _ in fresh:
        report.new(label(Council), council)
