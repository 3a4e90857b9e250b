"""Finds what may be the same matter: same parish, same road or near it, and alike in what it says.

Trigram and full-text matching are PostgreSQL's. Only open and lately closed enquiries of one parish
are compared, which two partial indexes find, so the cost does not grow with the years.
"""

import re
from datetime import datetime, timedelta
from math import cos, radians

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    TrigramWordSimilarity,
)
from django.db.models import Case, Count, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Greatest, Lower

from .models import Enquiry, Kind
from .querysets import CLOSED_VALUES, OPEN_VALUES

MOST_SHOWN = 5
LATELY = timedelta(days=90)
NEAR_METRES = 200
METRES_A_DEGREE = 111_320
# Words that half the county's roads share: “Main Street” is not “High Street”.
GENERIC = (
    "street|st|road|rd|lane|ln|avenue|ave|close|cl|drive|dr|way|hill|place|court|crescent|the|"
    "near|outside|opposite|by|at|on|in|of|and"
)
SAME_ROAD, SAME_NAME = 0.6, 0.6
ALIKE = 0.02
MEANT = 0.22


class WithoutGeneric(Func):
    """A road's own name, or the whole where nothing else is left. The pattern is ours alone."""

    template = (
        f"coalesce(nullif(trim(regexp_replace(lower(%(expressions)s), '\\m({GENERIC})\\M', "
        "' ', 'g')), ''), lower(%(expressions)s))"
    )


class WordSimilarity(Func):
    function = "word_similarity"
    output_field = FloatField()


def similar_to(draft, *, now: datetime) -> list[Enquiry]:
    """Return up to five enquiries that may be the same matter as a draft, the likest first.

    `now` is aware; an enquiry counts while it is open and for 90 days after. One query.
    """
    lately = Q(status__in=CLOSED_VALUES, closed_at__gte=now - LATELY)
    rows = Enquiry.objects.filter(Q(status__in=OPEN_VALUES) | lately, parish=draft.parish_id)
    near = on_the_road(rows, draft.road)
    if draft.is_on_the_map:
        near = near | near_spot(rows.annotate(**measures(draft.road)), draft)
    alike = near.annotate(alike=alikeness(draft)).filter(alike__gt=ALIKE)
    likest = alike.select_related("kind", "outcome", "passed_to").order_by("-alike", "-number")
    return list(likest[:MOST_SHOWN])


def on_the_road(rows, road: str):
    """Narrow to enquiries whose road is written much like this one, generic words aside."""
    found = rows.annotate(**measures(road))
    return found.filter(whole__gte=SAME_ROAD, own__gte=SAME_NAME)


def measures(road: str) -> dict:
    """Compare both ways, since either may say more than the road's name."""
    name = own_name(road)
    return {
        "whole": Greatest(
            TrigramWordSimilarity(road, "road"), WordSimilarity(Lower("road"), Value(road.lower()))
        ),
        "own": Greatest(
            WordSimilarity(Value(name), WithoutGeneric("road")),
            WordSimilarity(WithoutGeneric("road"), Value(name)),
        ),
    }


def own_name(road: str) -> str:
    """A road's name without what roads share; the whole of it where nothing else is left."""
    rest = " ".join(re.sub(rf"\b({GENERIC})\b", " ", road.lower()).split())
    return rest or road.lower()


def near_spot(rows, draft):
    """Narrow to spots in a square of 200 metres each way: as near as a clerk points."""
    up = NEAR_METRES / METRES_A_DEGREE
    along = up / max(cos(radians(draft.latitude)), 0.1)
    return rows.filter(
        latitude__range=(draft.latitude - up, draft.latitude + up),
        longitude__range=(draft.longitude - along, draft.longitude + along),
    )


def alikeness(draft):
    """One for the same kind, half for the same group, and how alike the words are."""
    same = Case(
        When(kind=draft.kind_id, then=Value(1.0)),
        When(kind__group=draft.kind.group_id if draft.kind else None, then=Value(0.5)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    words = " or ".join(re.findall(r"[^\W\d_]{3,}", draft.description)[:40])
    if not words:
        return same
    query = SearchQuery(words, search_type="websearch", config="english")
    return same + SearchRank(SearchVector("description", config="english"), query)


def kinds_like(kinds, words: str) -> list[Kind]:
    """Return up to five kinds that a clerk may mean by her words, the likest first. One query.

    Full text over name, examples and group, with trigrams for what is misspelt.
    """
    meant = re.findall(r"[^\W_]{3,}", words)[:20]
    if not meant:
        return []
    asked, words = " or ".join(meant), " ".join(meant)
    said = (
        SearchVector("name", weight="A", config="english")
        + SearchVector("examples", weight="B", config="english")
        + SearchVector("group__name", weight="C", config="english")
    )
    rank = SearchRank(said, SearchQuery(asked, search_type="websearch", config="english"))
    close = Greatest(TrigramWordSimilarity(words, "name"), TrigramWordSimilarity(words, "examples"))
    found = kinds.annotate(likeness=rank + close / 2).filter(likeness__gt=MEANT)
    return list(found.order_by("-likeness", "code")[:MOST_SHOWN])


def known_roads(councils, *, most: int = 100) -> list[str]:
    """Return the roads these councils have written before, the most frequent first. One query.

    Counted in the index alone: no enquiry is read.
    """
    rows = Enquiry.objects.filter(council__in=councils).order_by()
    found = rows.values("road").annotate(times=Count("*")).order_by("-times", F("road").asc())
    return [row["road"] for row in found[:most]]
