"""Kinds of enquiry, their groups, and the standards proposed for them."""

from datetime import date
from pathlib import Path

from enquiries.deadlines.models import Standard
from enquiries.models import Kind, KindGroup
from govuk.cells import of, whole, yes_no
from govuk.rows import Row, read

from .save import Report, sync

# The field of a kind that each column fills.
KIND_FIELDS = {
    "code": "code",
    "category": "name",
    "examples_in_clerk_words": "examples",
    "enquiry_type": "enquiry_type",
    "owner": "owner",
    "owner_detail": "owner_detail",
    "in_scope": "in_scope",
    "signpost_to": "signpost_to",
    "priority_default": "priority",
    "emergency_rule": "emergency_rule",
    "ask_for": "ask_for",
    "related_scheme_refs": "scheme_refs",
    "lgsl_code": "lgsl_code",
    "source": "source",
}
COLUMNS = {column: of(Kind, name) for column, name in KIND_FIELDS.items()} | {
    "group": of(KindGroup, "name"),
    "follows_scheme_stages": yes_no,
    "proposed_first_reply_working_days": whole(1, 60),
    "proposed_full_reply_working_days": whole(1, 60),
    "target_basis": of(Standard, "basis"),
}
# Proposals hold from the first day the calendar of bank holidays knows, until one is confirmed.
PROPOSED_FROM = date(2019, 1, 1)


def read_kinds(folder: Path) -> list[Row]:
    return read(folder / "taxonomy.csv", COLUMNS, key=("code",))


def load_groups(rows: list[Row], report: Report) -> None:
    names = list(dict.fromkeys(row["group"] for row in rows))
    wanted = [{"name": name, "order": order} for order, name in enumerate(names, start=1)]
    sync(KindGroup, wanted, key=("name",), official=[], report=report)


def load_kinds(rows: list[Row], report: Report) -> None:
    groups = {group.name: group for group in KindGroup.objects.all()}
    wanted = [
        {name: row[column] for column, name in KIND_FIELDS.items()}
        | {"group": groups[row["group"]], "follows_stages": row["follows_scheme_stages"]}
        for row in rows
    ]
    sync(Kind, wanted, key=("code",), official=[], report=report)


def load_standards(rows: list[Row], report: Report) -> None:
    """Version 1 of each standard is a proposal: nobody has confirmed it."""
    kinds = Kind.objects.in_bulk([row["code"] for row in rows], field_name="code")
    wanted = [
        {
            "kind": kinds[row["code"]],
            "version": 1,
            "first_reply_days": row["proposed_first_reply_working_days"],
            "answer_days": row["proposed_full_reply_working_days"],
            "basis": row["target_basis"],
            "valid_from": PROPOSED_FROM,
        }
        for row in rows
    ]
    sync(Standard, wanted, key=("kind_id", "version"), official=[], report=report)
