"""Finds enquiries by what an officer types: road, parish, words or people, in one box.

Full text finds what is spelt right, in any order and ending; a word that nobody has written yet is
searched together with those that look like it. Cost is bounded, however many match: no more than
MOST_RANKED rows are ranked: where more match, what is open and some of the rest.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection, models
from django.db.models import Case, F, Q, Value, When

from .models import Enquiry
from .querysets import OPEN_VALUES, EnquiryQuerySet

LONGEST, MOST_WORDS, MOST_RANKED = 200, 8, 1000
# Said of every council, so they narrow nothing.
OF_EVERY = {"parish", "council"}
PLACE, OPEN = 0.5, 0.25

# What the words mean: which are no mere stop words, what looks like an unknown one, and the
# parishes and people that have one in their name. One query, since each costs a page a millisecond.
LOOK_UP = """
WITH asked AS (SELECT unnest(%(words)s::text[]) AS word),
meant AS (SELECT word FROM asked WHERE numnode(plainto_tsquery('english', word)) > 0),
alike AS (
    SELECT meant.word, near.text FROM meant CROSS JOIN LATERAL (
        SELECT text FROM enquiries_word WHERE text %% meant.word
        ORDER BY similarity(text, meant.word) DESC, text LIMIT 3
    ) near
    WHERE length(meant.word) > 3
    AND NOT EXISTS (SELECT FROM enquiries_word WHERE text = meant.word)
),
said AS (SELECT word, word AS text FROM meant UNION ALL SELECT word, text FROM alike)
SELECT 'word', word, text, NULL FROM said
UNION ALL
SELECT 'parish', word, text, parish.id FROM said JOIN parishes_parish parish
ON length(text) > 1 AND parish.name ~* ('\\m' || text || '\\M')
UNION ALL
SELECT 'person', word, text, person.id FROM said JOIN accounts_user person
ON length(text) > 1 AND person.name ~* ('\\m' || text || '\\M')
"""


class Said(models.Func):
    """The generated column of an enquiry's words; no field, so that no other page reads it."""

    template = '"enquiries_enquiry"."said"'
    output_field = SearchVectorField()


@dataclass(frozen=True)
class Found:
    """The keys of what was found, the best first.

    `also` holds the words that nobody wrote before, each with those searched beside it.
    """

    keys: list[int]
    also: dict[str, list[str]]

    @property
    def is_cut(self) -> bool:
        """There is more, which was not ranked."""
        return len(self.keys) == MOST_RANKED


class Meaning:
    """One word: its spellings, and the parishes and people whose name holds one of them."""

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self.parishes: set[int] = set()
        self.people: set[int] = set()

    def spell(self, text: str, *, first: bool) -> None:
        self.spellings.insert(0 if first else len(self.spellings), text)

    @property
    def is_a_name(self) -> bool:
        return bool(self.parishes or self.people)

    @property
    def query(self):
        queries = [SearchQuery(text, config="english") for text in self.spellings]
        return any_of(queries)

    def condition(self) -> Q:
        condition = Q(said=self.query)
        if self.parishes:
            condition |= Q(parish_id__in=sorted(self.parishes))
        if self.people:
            people = sorted(self.people)
            condition |= Q(asked_by_id__in=people) | Q(owner_id__in=people)
        return condition


def any_of(queries: list):
    first, *others = queries
    for other in others:
        first = first | other
    return first


def words_of(text: str) -> list[str]:
    """Return the words to look for, in lower case, each once."""
    found = dict.fromkeys(re.findall(r"[^\W_]+", text[:LONGEST].lower()))
    words = [word for word in found if word not in OF_EVERY] or list(found)
    return words[:MOST_WORDS]


def search(text: str, user, *, on: date) -> Found:
    """Return what a person may see of the enquiries that have all the words, the best first.

    Four queries at most. A word counts as had when the parish, the clerk or the officer has it.
    """
    meanings = look_up(words_of(text))
    if not meanings:
        return Found([], {})
    rows = matching(Enquiry.objects.visible_to(user, on=on), list(meanings.values()))
    scored = rows.annotate(score=score(list(meanings.values())))
    also = {word: each.spellings[1:] for word, each in meanings.items() if each.spellings[1:]}
    return Found(ranked(scored), also)


def look_up(words: list[str]) -> dict[str, Meaning]:
    """Return the meaning of each word that is more than a stop word. One query."""
    meanings: dict[str, Meaning] = {}
    if not words:
        return meanings
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, {"words": words})
        for what, word, text, key in cursor.fetchall():
            meaning = meanings.setdefault(word, Meaning())
            if what == "word":
                meaning.spell(text, first=text == word)
            else:
                (meaning.parishes if what == "parish" else meaning.people).add(key)
    return meanings


def matching(rows: EnquiryQuerySet, meanings: list[Meaning]) -> EnquiryQuerySet:
    """Narrow to rows that have every word. What is only text is one condition of one index."""
    rows = rows.alias(said=Said())
    text = [each.query for each in meanings if not each.is_a_name]
    if text:
        whole = text[0]
        for query in text[1:]:
            whole = whole & query
        rows = rows.filter(said=whole)
    for meaning in meanings:
        if meaning.is_a_name:
            rows = rows.filter(meaning.condition())
    return rows


def score(meanings: list[Meaning]):
    """The road weighs most, then the spot; a parish or a person by name, and open work, add."""
    total = SearchRank(F("said"), any_of([each.query for each in meanings])) + Case(
        When(status__in=OPEN_VALUES, then=Value(OPEN)), default=Value(0.0)
    )
    parishes = [key for each in meanings for key in each.parishes]
    if parishes:
        total += Case(When(parish_id__in=parishes, then=Value(PLACE)), default=Value(0.0))
    return total


def ranked(rows: EnquiryQuerySet) -> list[int]:
    """Return the keys in order. Of very many matches only some are ranked, open work before all."""
    found = read(rows)
    if len(found) > MOST_RANKED:
        found = open_first(rows, found)
    found.sort(key=itemgetter(2, 1), reverse=True)
    return [key for key, *_ in found[:MOST_RANKED]]


def open_first(rows: EnquiryQuerySet, found: list[tuple]) -> list[tuple]:
    """Put what is open before what was found so far, which is the oldest: rows lie by age.

    Open work has an index of its own, as small as the work; finding the newest of a hundred
    thousand closed matches would read them all.
    """
    still_open = read(rows.open())
    return list({row[0]: row for row in [*still_open, *found]}.values())[:MOST_RANKED]


def read(rows: EnquiryQuerySet) -> list[tuple]:
    return list(rows.values_list("pk", "number", "score").order_by()[: MOST_RANKED + 1])
