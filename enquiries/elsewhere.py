"""Whether somebody else looks after a matter: by the road a clerk wrote, or by its kind."""

import re
from dataclasses import dataclass

from .models import Body, Draft, RoadOwner

NOT_OURS = {"no"}
DISTRICT = "district council"


@dataclass(frozen=True)
class Elsewhere:
    """Who looks after it: a known body, or only words. `road` is as the row writes it."""

    owner: str
    body: Body | None = None
    road: str = ""


def who_else(draft: Draft) -> Elsewhere | None:
    """Return who else looks after a draft's matter, or None where it is the county's.

    A road is only a question, since parts of it may be the county's. At most three queries.
    """
    return by_road(draft) or by_kind(draft)


def by_road(draft: Draft) -> Elsewhere | None:
    rows = RoadOwner.objects.filter(is_active=True, body__is_active=True).select_related("body")
    for row in rows:
        here = row.only_parish_id in (None, draft.parish_id)
        if here and re.search(rf"\b{re.escape(row.name)}\b", draft.road, re.IGNORECASE):
            return Elsewhere(row.body.name, row.body, row.name)
    return None


def by_kind(draft: Draft) -> Elsewhere | None:
    kind = draft.kind
    if kind is None or kind.in_scope not in NOT_OURS:
        return None
    if DISTRICT in kind.owner.lower():
        name = draft.parish.district.council_name or kind.owner
        return Elsewhere(name, Body.objects.filter(name=name, is_active=True).first())
    return Elsewhere(kind.owner, Body.objects.filter(name=kind.owner, is_active=True).first())
