"""Reads a price file strictly, and says what it would change before anything is changed."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import cached_property

from govuk.cells import of
from govuk.rows import BadRow, Row, check_header, parse, records
from govuk.sheets import told

from .models import Authority, Basis, CostLine, Option
from .prices import plain, year_of
from .sheets import COSTS, vat_of

FILE = "Price file"
MOST_BYTES = 1024 * 1024
MOST_FAULTS = 50
KEY = ("scheme_ref", "option", "cost_authority")
# What a change of a cell can bring with it, without a column of its own.
BESIDES = {"vat": "VAT", "basis": "where it comes from"}
SAID = {"vat": dict(CostLine.Vat.choices), "basis": dict(Basis.choices)}


class BadFile(Exception):
    """A price file cannot be used. `faults` say where and why, each fit to be shown."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(" ".join(faults))


class Change(NamedTuple):
    """A cell that would change."""

    line: int
    ref: str
    option: str
    authority: str
    what: str
    old: str
    new: str

    def __str__(self) -> str:
        where = f"{self.ref}, {self.option}, {self.authority}"
        return f"{where}: {self.what} from “{self.old}” to “{self.new}”"


@dataclass(frozen=True)
class Priced:
    """A line of the file, found in the catalogue. `cost` has no key while it is new."""

    line: int
    cost: CostLine
    words: dict[str, Any]

    @cached_property
    def changes(self) -> list[Change]:
        cost, ref = self.cost, self.cost.option.scheme.ref
        cells = {name: column for column, name in COSTS.items()} | BESIDES
        found = []
        for name, new in self.words.items():
            old = getattr(cost, name)
            if name in cells and old != new:
                found.append(
                    Change(
                        self.line, ref, cost.option.name, cost.authority.name, cells[name],
                        shown(name, old), shown(name, new),
                    )
                )  # fmt: skip
        return found


def shown(name: str, value: Any) -> str:
    value = SAID.get(name, {}).get(value, value)
    return plain(value) if isinstance(value, Decimal) else str(value if value is not None else "")


def read(content: bytes) -> list[Priced]:
    """Return the lines that price something. Raises BadFile with every fault there is, up to 50.

    Lines that say nothing about a price are passed over; other columns are ignored.
    """
    check_encoding(content)
    header, lines = parts(content)
    known, faults, found = Known(), [], []
    seen: dict[tuple, int] = {}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = parse(FILE, line, header, [told(cell) for cell in cells], columns())
            check_range(row)
            if row["cost_authority"] or row["cost_low_gbp"] is not None:
                check_twin(row, seen)
                found.append(known.priced(row))
        except BadRow as bad:
            faults.append(str(bad))
    if faults:
        raise BadFile(faults[:MOST_FAULTS])
    return found


def parts(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the head of the file, and each line with its number."""
    try:
        lines = list(records(FILE, content))
        return check_header(FILE, lines[0][1] if lines else [], columns()), lines[1:]
    except BadRow as bad:
        raise BadFile([str(bad)]) from bad


def check_encoding(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise BadFile(["The file is larger than 1 MB."])
    if not content.strip():
        raise BadFile(["The file is empty."])
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        raise BadFile([f"{FILE}, line 1: not UTF-8 text. Save it as “CSV UTF-8” and try again."])


def columns() -> dict[str, Callable[[str], Any]]:
    named = {column: of(CostLine, name) for column, name in COSTS.items()}
    keys: dict[str, Callable[[str], Any]] = {"scheme_ref": str, "cost_authority": str}
    keys["option"] = of(Option, "name")
    return keys | named


def check_range(row: Row) -> None:
    """Raise BadRow for a price below nothing, or a low one above the high one."""
    low, high = row["cost_low_gbp"], row["cost_high_gbp"]
    for column in ("cost_low_gbp", "cost_high_gbp"):
        if row[column] is not None and row[column] < 0:
            raise row.bad(column, f"“{plain(row[column])}” is below nothing")
    if high is not None and low is None:
        raise row.bad("cost_low_gbp", "there is a high figure and no low one")
    if high is not None and low > high:
        raise row.bad("cost_low_gbp", f"“{plain(low)}” is above “{plain(high)}”")


def check_twin(row: Row, seen: dict[tuple, int]) -> None:
    """Raise BadRow where an earlier line prices the same option by the same authority."""
    key = tuple(row[column] for column in KEY)
    if key in seen:
        raise row.bad("scheme_ref", f"this option and authority stand on line {seen[key]}")
    seen[key] = row.line


class Known:
    """What the catalogue has, fetched once, to find the lines of a file in."""

    def __init__(self) -> None:
        options = Option.objects.filter(is_dropped=False).select_related("scheme")
        self.options: dict[tuple, list[Option]] = {}
        for option in options:
            self.options.setdefault((option.scheme.ref, option.name), []).append(option)
        self.refs = {ref for ref, _ in self.options}
        self.authorities = {row.name: row for row in Authority.objects.all()}
        lines = CostLine.objects.select_related("option__scheme", "authority")
        self.costs = {(line.option_id, line.authority_id): line for line in lines}

    def priced(self, row: Row) -> Priced:
        """Return the line found. Raises BadRow for a scheme, option or authority there is not."""
        if row["scheme_ref"] not in self.refs:
            raise row.bad("scheme_ref", f"“{row['scheme_ref']}” is not a scheme here")
        options = self.options.get((row["scheme_ref"], row["option"]))
        if not options:
            raise row.bad("option", f"“{row['option']}” is not an option of this scheme")
        authority = self.authorities.get(row["cost_authority"])
        if authority is None:
            raise row.bad("cost_authority", f"“{row['cost_authority']}” is not known")
        lines = (self.costs.get((option.pk, authority.pk)) for option in options)
        cost = next((line for line in lines if line), None)
        cost = cost or CostLine(option=options[0], authority=authority)
        return Priced(row.line, cost, words(cost, row))


def words(cost: CostLine, row: Row) -> dict[str, Any]:
    """Return the fields of a cost line that a line of the file fills."""
    cells = {name: row[column] for column, name in COSTS.items()}
    return cells | {"price_year": year_of(row["cost_year"])} | besides(cost, cells)


def besides(cost: CostLine, cells: dict[str, Any]) -> dict[str, str]:
    """Return the VAT and basis that new or changed cells bring.

    The file has no column for them: otherwise what an editor said of them stays.
    """
    vat, source = vat_of(cells["qualifier"]), cells["source"]
    is_ours = cost.authority.role == Authority.Role.OURS
    without = Basis.COUNCIL if is_ours else Basis.UNKNOWN
    if cost.pk is None:
        return {"vat": vat, "basis": Basis.SOURCE if source else without}
    found = {}
    if vat and cells["qualifier"] != cost.qualifier:
        found["vat"] = vat
    if source and not cost.source:
        found["basis"] = Basis.SOURCE
    elif not source and cost.basis == Basis.SOURCE:
        found["basis"] = without
    return found
