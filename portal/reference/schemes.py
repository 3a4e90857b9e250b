"""The catalogue of schemes as it was gathered. What an editor has is never overwritten."""

from pathlib import Path
from typing import Any

from django.utils.text import slugify

from govuk.cells import of, one_of, yes_no
from govuk.rows import Row, read
from schemes.models import (
    Authority,
    Basis,
    Category,
    CostLine,
    Fact,
    Fit,
    Option,
    Problem,
    Result,
    Scheme,
    Stage,
    Synonym,
)
from schemes.prices import year_of
from schemes.sheets import COSTS, FACTS, KINDS_OF_BASIS, vat_of

from .save import Report, sync

SCHEME = {
    "scheme_ref": of(Scheme, "ref"),
    "scheme_name": of(Scheme, "name"),
    "category": of(Category, "name"),
    "sort_letter": of(Scheme, "letter"),
}
ROW = {"option": of(Option, "name")} | {
    column: of(CostLine, name) for column, name in COSTS.items()
}
WORDS = {column: str for column in (*FACTS, "lead_time_source")}
PROBLEMS = {name: of(Problem, name) for name in ["slug", "name"]}
AUTHORITIES = {name: of(Authority, name) for name in ["name", "role"]}
STAGES = {name: of(Stage, name) for name in ["code", "number", "name", "what_happens", "source"]}
RESULTS = {name: of(Result, name) for name in ["code", "name", "what_happens", "source", "order"]}
RESULTS |= {"third_party_may_fund": yes_no}


def read_authorities(folder: Path) -> list[Row]:
    return read(folder / "scheme_authorities.csv", AUTHORITIES, key=("name",))


def read_problems(folder: Path) -> list[Row]:
    return read(folder / "problems.csv", PROBLEMS, key=("slug",))


def read_stages(folder: Path) -> list[Row]:
    return read(folder / "scheme_stages.csv", STAGES, key=("number",))


def read_results(folder: Path) -> list[Row]:
    return read(folder / "scheme_results.csv", RESULTS, key=("code",))


def read_schemes(folder: Path, authorities: list[Row]) -> list[Row]:
    """Read a row for each option. Raises BadRow where rows of one scheme differ about it."""
    known = {row["name"] for row in authorities} | {""}
    columns = SCHEME | ROW | WORDS | {"cost_authority": one_of(known)}
    rows = read(folder / "schemes.csv", columns, key=("scheme_ref", "option", "cost_authority"))
    first: dict[str, Row] = {}
    for row in rows:
        shown = first.setdefault(row["scheme_ref"], row)
        for column in (*SCHEME, *WORDS):
            if row[column] != shown[column]:
                raise row.bad(column, f"line {shown.line} says “{shown[column]}” of this scheme")
    return rows


def read_fits(folder: Path, schemes: list[Row], problems: list[Row]) -> list[Row]:
    columns = {
        "scheme_ref": one_of({row["scheme_ref"] for row in schemes}),
        "problem": one_of({row["slug"] for row in problems}),
        "helps": yes_no,
        "why": of(Fit, "why"),
    }
    return read(folder / "scheme_problems.csv", columns, key=("scheme_ref", "problem"))


def read_synonyms(folder: Path, schemes: list[Row]) -> list[Row]:
    refs = one_of({row["scheme_ref"] for row in schemes})
    columns = {"scheme_ref": refs, "words": of(Synonym, "words")}
    return read(folder / "scheme_synonyms.csv", columns, key=("scheme_ref", "words"))


def load_authorities(rows: list[Row], report: Report) -> None:
    load_plain(Authority, rows, ("name",), report)


def load_problems(rows: list[Row], report: Report) -> None:
    wanted = [{**row.values, "order": place} for place, row in enumerate(rows, start=1)]
    sync(Problem, wanted, key=("slug",), official=[], report=report)


def load_stages(rows: list[Row], report: Report) -> None:
    load_plain(Stage, rows, ("number",), report)


def load_results(rows: list[Row], report: Report) -> None:
    load_plain(Result, rows, ("code",), report)


def load_plain(model, rows: list[Row], key: tuple[str, ...], report: Report) -> None:
    sync(model, [dict(row.values) for row in rows], key=key, official=[], report=report)


def load_schemes(parts: tuple[list[Row], list[Row], list[Row]], report: Report) -> None:
    """Make the schemes that are missing, with all that is known of them; none that exists."""
    rows, fits, synonyms = parts
    known = set(Scheme.objects.values_list("ref", flat=True))
    saved = sync(Scheme, schemes_in(rows, report), key=("ref",), official=[], report=report)
    fresh = {ref: scheme for (ref,), scheme in saved.items() if ref not in known}
    mine = [row for row in rows if row["scheme_ref"] in fresh]
    Fact.objects.bulk_create(
        fact for ref, row in first_of(mine).items() for fact in facts_of(fresh[ref], row)
    )
    load_options(mine, fresh)
    problems = {problem.slug: problem for problem in Problem.objects.all()}
    Fit.objects.bulk_create(
        Fit(
            scheme=fresh[row["scheme_ref"]], problem=problems[row["problem"]], helps=row["helps"],
            why=row["why"], basis=Basis.GENERAL,
        )
        for row in fits if row["scheme_ref"] in fresh
    )  # fmt: skip
    Synonym.objects.bulk_create(
        Synonym(scheme=fresh[row["scheme_ref"]], words=row["words"])
        for row in synonyms
        if row["scheme_ref"] in fresh
    )


def first_of(rows: list[Row]) -> dict[str, Row]:
    """Return the first row of each scheme, in the order of the file."""
    return {row["scheme_ref"]: row for row in reversed(rows)}


def schemes_in(rows: list[Row], report: Report) -> list[dict[str, Any]]:
    names = dict.fromkeys(row["category"] for row in rows)
    wanted = [{"name": name, "order": place} for place, name in enumerate(names, start=1)]
    categories = sync(Category, wanted, key=("name",), official=[], report=report)
    each = {row["scheme_ref"]: row for row in rows}
    return [
        {
            "ref": row["scheme_ref"],
            "slug": slugify(row["scheme_name"])[:80].strip("-"),
            "name": row["scheme_name"],
            "letter": row["sort_letter"],
            "category": categories[row["category"],],
            "order": place,
        }
        for place, row in enumerate(each.values(), start=1)
    ]


def facts_of(scheme: Scheme, row: Row) -> list[Fact]:
    """What the row says, topic by topic. What it does not say has no fact."""
    found = []
    for column, topic in FACTS.items():
        source = row["lead_time_source"] if column == "lead_time" else ""
        basis = Basis.SOURCE if source else KINDS_OF_BASIS.get(column, Basis.UNKNOWN)
        if row[column]:
            found.append(
                Fact(scheme=scheme, topic=topic, text=row[column], basis=basis, source=source)
            )
    return found


def load_options(rows: list[Row], schemes: dict[str, Scheme]) -> None:
    """An option for each row; a cost line where somebody published anything about its cost."""
    options = Option.objects.bulk_create(
        Option(scheme=schemes[row["scheme_ref"]], name=row["option"], order=place)
        for place, row in enumerate(rows, start=1)
    )
    authorities = {row.name: row for row in Authority.objects.all()}
    CostLine.objects.bulk_create(
        cost_of(row, option, authorities[row["cost_authority"]])
        for row, option in zip(rows, options, strict=True)
        if row["cost_authority"]
    )


def cost_of(row: Row, option: Option, authority: Authority) -> CostLine:
    values = {name: row[column] for column, name in COSTS.items()}
    return CostLine(
        option=option,
        authority=authority,
        price_year=year_of(row["cost_year"]),
        vat=vat_of(row["cost_qualifier"]),
        basis=Basis.SOURCE if row["cost_source"] else Basis.UNKNOWN,
        **values,
    )
