"""What a version holds: everything the public page says of a scheme, as plain JSON.

`take` makes it from the working copy. It names no person, and it is the same text for the same
facts, so that its digest tells whether anything changed. Amounts are strings in pounds, days ISO
dates. The shape, with "schema" 1:

    schema, ref, slug, name, letter, category, is_done_here
    facts: {topic: {text, basis, source, signed_on}}        topics as in models.facts.Topic
    helps, does_not_help: [{slug, name, why, basis, source, signed_on}]
    synonyms: [words]        alternatives: [{ref, slug, name, why}]
    options: [{id, name, costs: [{authority, role, low, high, qualifier, unit, price_date,
               price_year, includes, excludes, vat, basis, source, signed_on}]}]
    examples: [{place, what, year, basis, source, signed_on}]
    pictures: [{token, alt, credit, width, height}]

`role` is "ours", "local" or "other" (models.vocabulary.Authority): another council's price must
never be shown as this council's.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from .models import CostLine, Example, Fact, Fit, Option, Picture, Scheme, Signed
from .prices import plain

LONDON = ZoneInfo("Europe/London")
SCHEMA = 1

Snapshot = dict[str, Any]


def take(scheme: Scheme) -> Snapshot:
    """Return the working copy of a scheme as a snapshot; fetch it with `whole()` first."""
    fits = sorted(scheme.fits.all(), key=lambda fit: fit.problem.order)
    return {
        "schema": SCHEMA,
        "ref": scheme.ref,
        "slug": scheme.slug,
        "name": scheme.name,
        "letter": scheme.letter,
        "category": scheme.category.name,
        "is_done_here": scheme.is_done_here,
        "facts": {fact.topic: of_fact(fact) for fact in scheme.facts.all()},
        "helps": [of_fit(fit) for fit in fits if fit.helps],
        "does_not_help": [of_fit(fit) for fit in fits if not fit.helps],
        "synonyms": [row.words for row in scheme.synonyms.all()],
        "alternatives": [of_alternative(row) for row in scheme.alternative_rows.all()],
        "options": [of_option(row) for row in scheme.options.all() if not row.is_dropped],
        "examples": [of_example(row) for row in scheme.examples.all()],
        "pictures": [of_picture(row) for row in scheme.pictures.all() if not row.is_removed],
    }


def digest_of(snapshot: Snapshot) -> str:
    """Return the SHA-256 of a snapshot's canonical text, in hexadecimal."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_signed(row: Signed) -> dict[str, Any]:
    signed = row.signed_at and row.signed_at.astimezone(LONDON).date().isoformat()
    return {"basis": row.basis, "source": row.source, "signed_on": signed}


def of_fact(row: Fact) -> dict[str, Any]:
    return {"text": row.text} | of_signed(row)


def of_fit(row: Fit) -> dict[str, Any]:
    return {"slug": row.problem.slug, "name": row.problem.name, "why": row.why} | of_signed(row)


def of_alternative(row) -> dict[str, Any]:
    other = row.other
    return {"ref": other.ref, "slug": other.slug, "name": other.name, "why": row.why}


def of_option(row: Option) -> dict[str, Any]:
    costs = [of_cost(line) for line in row.costs.all()]
    return {"id": row.pk, "name": row.name, "costs": costs}


def of_cost(line: CostLine) -> dict[str, Any]:
    words = ["qualifier", "unit", "price_date", "price_year", "includes", "excludes", "vat"]
    return {
        "authority": line.authority.name,
        "role": line.authority.role,
        "low": plain(line.low),
        "high": plain(line.high),
        **{name: getattr(line, name) for name in words},
    } | of_signed(line)


def of_example(row: Example) -> dict[str, Any]:
    return {"place": row.place, "what": row.what, "year": row.year} | of_signed(row)


def of_picture(row: Picture) -> dict[str, Any]:
    return {
        "token": str(row.token), "alt": row.alt, "credit": row.credit, "width": row.width,
        "height": row.height,
    }  # fmt: skip


def costs_of(snapshot: Snapshot, *roles: str) -> Iterator[tuple[dict, dict]]:
    """Yield each option with each of its cost lines that these roles published."""
    for option in snapshot["options"]:
        for line in option["costs"]:
            if line["role"] in roles:
                yield option, line
