"""The price file: one line an option, with the columns in which the catalogue was gathered."""

import csv
import io
from collections.abc import Iterable, Iterator

from govuk.sheets import neutral

from .models import Basis, CostLine, Topic
from .prices import plain

HEAD = ["scheme_ref", "scheme_name", "category", "sort_letter", "problem_solved", "option"]
# The field of a cost line that each column fills.
COSTS = {
    "cost_low_gbp": "low",
    "cost_high_gbp": "high",
    "cost_qualifier": "qualifier",
    "cost_unit": "unit",
    "cost_year": "price_date",
    "cost_source": "source",
}
# The fact that each column fills.
FACTS = {
    "problem_solved": Topic.PROBLEM,
    "lead_time": Topic.LEAD_TIME,
    "needs_tro": Topic.ORDER,
    "needs_statutory_notice": Topic.NOTICE,
    "needs_consultation": Topic.CONSULTATION,
    "needs_speed_survey": Topic.SPEED_SURVEY,
    "needs_road_safety_audit": Topic.SAFETY_AUDIT,
    "needs_street_lighting": Topic.LIGHTING,
    "maintenance_or_ongoing_cost": Topic.UPKEEP,
    "legal_basis": Topic.LEGAL,
    "eligibility": Topic.ELIGIBILITY,
    "who_may_fund": Topic.FUNDING,
    "notes": Topic.NOTES,
}
COLUMNS = [
    *HEAD,
    "cost_low_gbp", "cost_high_gbp", "cost_qualifier", "cost_unit", "cost_year",
    "cost_authority", "cost_source", "lead_time", "lead_time_source",
    *list(FACTS)[2:],
]  # fmt: skip
# Gathered as general knowledge: the file has no column for where these come from.
KINDS_OF_BASIS = {
    column: Basis.GENERAL
    for column in FACTS
    if column.startswith("needs_") or column in ("legal_basis", "eligibility")
}
VAT = {
    "plus vat": CostLine.Vat.PLUS,
    "incl. vat": CostLine.Vat.INCLUDED,
    "no vat": CostLine.Vat.NONE,
}


def vat_of(qualifier: str) -> str:
    """Return what a price's qualifier says of VAT; mostly it says nothing."""
    said = qualifier.lower()
    return next((vat.value for words, vat in VAT.items() if words in said), "")


def to_csv(schemes: Iterable, *, for_spreadsheets: bool = False) -> str:
    """Write the working copies of schemes, fetched `whole()`, as the file they were loaded from.

    For spreadsheets no cell begins as a formula does; reading it back (`price_file`) undoes that.
    """
    written = neutral if for_spreadsheets else str
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for scheme in schemes:
        for line in lines_of(scheme):
            writer.writerow({column: written(cell) for column, cell in line.items()})
    return text.getvalue()


def lines_of(scheme) -> Iterator[dict[str, str]]:
    """Yield a line for each cost line of each option, or for the option where it has none."""
    shared = shared_cells(scheme)
    for option in scheme.options.all():
        if not option.is_dropped:
            for line in option.costs.all() or [None]:
                yield shared | {"option": option.name} | cost_cells(line)


def shared_cells(scheme) -> dict[str, str]:
    facts = {fact.topic: fact for fact in scheme.facts.all()}
    cells = {
        "scheme_ref": scheme.ref,
        "scheme_name": scheme.name,
        "category": scheme.category.name,
        "sort_letter": scheme.letter,
    }
    for column, topic in FACTS.items():
        cells[column] = facts[topic].text if topic in facts else ""
    lead_time = facts.get(Topic.LEAD_TIME)
    return cells | {"lead_time_source": lead_time.source if lead_time else ""}


def cost_cells(line: CostLine | None) -> dict[str, str]:
    if line is None:
        return dict.fromkeys([*COSTS, "cost_authority"], "")
    cells = {column: str(getattr(line, name)) for column, name in COSTS.items()}
    cells |= {"cost_low_gbp": plain(line.low), "cost_high_gbp": plain(line.high)}
    return cells | {"cost_authority": line.authority.name}
