"""Engineers sign facts and prices off, each as they read it."""

from collections.abc import Iterable
from datetime import datetime

from ..fingerprints import of
from ..models import CostLine, Example, Fact, Fit, Scheme, Signed, Topic
from ..permissions import Stale, check_may_sign_off
from .record import What, changing

KINDS: dict[str, type[Signed]] = {"fact": Fact, "fit": Fit, "cost": CostLine, "example": Example}
CHANGED = "Some of this was changed after you opened the page. Read it again before you sign."


def mark_of(row: Signed) -> str:
    """Return what a page sends for a fact: its kind, its key, and a mark of its words."""
    kind = next(name for name, model in KINDS.items() if isinstance(row, model))
    return f"{kind}:{row.pk}:{of(row.words())}"


def facts_of(scheme: Scheme) -> list[Signed]:
    """Return everything of a scheme that can be signed, in the order of the page."""
    facts = sorted(scheme.facts.all(), key=lambda fact: Topic.values.index(fact.topic))
    costs = CostLine.objects.filter(option__scheme=scheme, option__is_dropped=False)
    return [
        *facts, *scheme.fits.select_related("problem"),
        *costs.select_related("option", "authority").order_by("option__order", "pk"),
        *scheme.examples.all(),
    ]  # fmt: skip


def sign_off(*, scheme: Scheme, marks: Iterable[str], at: datetime, by) -> int:
    """Sign facts as the marks show them; return how many. Raises Stale if any reads otherwise."""
    check_may_sign_off(by)
    return set_signatures(scheme, marks, What.SIGNED, at=at, by=by)


def take_back(*, scheme: Scheme, marks: Iterable[str], at: datetime, by) -> int:
    """Take signatures back; return how many. Raises Stale if a fact reads otherwise now."""
    check_may_sign_off(by)
    return set_signatures(scheme, marks, What.UNSIGNED, at=at, by=by)


def set_signatures(scheme: Scheme, marks: Iterable[str], what: str, *, at: datetime, by) -> int:
    wanted = set(marks)
    with changing(scheme, at=at, by=by, what=what) as held:
        rows = {mark_of(row): row for row in facts_of(held)}
        if wanted - set(rows):
            raise Stale(CHANGED)
        for mark in wanted:
            row, signs = rows[mark], what == What.SIGNED
            row.signed_at, row.signed_by = (at, by) if signs else (None, None)
            row.save(update_fields=["signed_at", "signed_by"])
    return len(wanted)
