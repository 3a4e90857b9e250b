"""What a line can answer, in one form for all of them."""

from dataclasses import dataclass

from ..states import Verdict


@dataclass(frozen=True)
class Answer:
    """What became of a letter, the words of whoever answered, and the number they gave it."""

    verdict: Verdict
    words: str = ""
    provider_id: str = ""


class LostLease(Exception):
    """Another worker has this letter now; this one must not hand it over."""


def flat(words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.replace("\x00", " ").split())


def in_words(error: BaseException) -> str:
    return flat(f"{type(error).__name__}: {error}")
