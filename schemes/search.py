"""Finding a scheme by the words a parish uses, also misspelt: “sleeping policeman”, “zebar”."""

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Lower

# Below this, words that look alike are mostly different words.
ALIKE = 0.5
# A synonym said in full comes before any likeness.
SAID_IN_FULL = 10.0


class JsonVector(Func):
    """The words in a JSON value, without the names of its keys."""

    function = "to_tsvector"
    template = "to_tsvector('english', %(expressions)s)"
    output_field = SearchVectorField()


def find(versions: QuerySet, words: str) -> QuerySet:
    """Return the published versions that have to do with some words, the nearest first.

    A name or synonym said in full comes first, then one that looks alike, then the rest of the
    page. Nothing is found for no words.
    """
    asked = SearchQuery(words, config="english", search_type="websearch")
    names = Concat(
        KeyTextTransform("name", "snapshot"), Value(" | "),
        Cast("snapshot__synonyms", TextField()), output_field=TextField(),
    )  # fmt: skip
    full = Case(
        When(Q(names__contains=f'"{words.lower()}"'), then=Value(SAID_IN_FULL)),
        When(Q(names__startswith=f"{words.lower()} |"), then=Value(SAID_IN_FULL)),
        default=Value(0.0), output_field=FloatField(),
    )  # fmt: skip
    rows = versions.annotate(
        names=Lower(names),
        alike=TrigramWordSimilarity(words.lower(), F("names")),
        vector=JsonVector(F("snapshot")),
    )
    rows = rows.annotate(near=full + 2 * F("alike") + SearchRank(F("vector"), asked))
    return rows.filter(Q(vector=asked) | Q(alike__gte=ALIKE)).order_by("-near", "pk")
