"""How old a reader must be for a text, by the Flesch–Kincaid grade.

J. P. Kincaid and others, "Derivation of new readability formulas for Navy enlisted personnel",
Research Branch Report 8-75, 1975: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. The
grade is a year of school, and pupils are five years older than their grade.
"""

import re
from collections.abc import Callable

YEARS_BEFORE_SCHOOL = 5
# What ends in an e that nobody hears, as in “made” and “roads are moved”.
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxz])es$")


def reading_age(text: str, syllables: Callable[[str], int] | None = None) -> float:
    """Return the age in years; 0 without words. A line without a full stop ends a sentence too.

    `syllables` counts those of a word; without it they are estimated by their vowels.
    """
    said = [words for part in re.split(r"[.!?:]+\s|\n", text) if (words := words_of(part))]
    words = [word for part in said for word in part]
    if not words:
        return 0
    count = sum((syllables or by_vowels)(word) for word in words)
    grade = 0.39 * len(words) / len(said) + 11.8 * count / len(words) - 15.59
    return grade + YEARS_BEFORE_SCHOOL


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’']*", text)


def by_vowels(word: str) -> int:
    """Estimate the syllables of a word: a group of vowels each, without a silent ending."""
    return len(re.findall("[aeiouy]+", SILENT.sub("", word.lower()))) or 1
