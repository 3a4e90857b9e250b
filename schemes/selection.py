"""What somebody asked the catalogue for, read from the address; nonsense in it asks for nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HERE = {"yes": "Done in this county", "no": "Not done in this county"}
PRICED = {"yes": "With a guide cost of this council"}
MOST_WORDS = 100


@dataclass(frozen=True)
class Selection:
    """Search words and filters; each is empty where nothing is asked."""

    words: str = ""
    problem: str = ""
    category: str = ""
    here: str = ""
    priced: str = ""

    def __bool__(self) -> bool:
        return any([self.words, self.problem, self.category, self.here, self.priced])

    def allows(self, entry) -> bool:
        shot = entry.shot
        return not (
            (self.problem and self.problem not in {fit["slug"] for fit in shot["helps"]})
            or (self.category and self.category != shot["category"])
            or (self.here and shot["is_done_here"] != (self.here == "yes"))
            or (self.priced and entry.lowest is None)
        )


def read(
    query: Mapping[str, str], *, problems: Iterable[str], categories: Iterable[str]
) -> Selection:
    """Read a selection; a value that is not offered is left out."""
    words = " ".join(query.get("q", "").replace("\0", "")[:MOST_WORDS].split())
    return Selection(
        words,
        one_of(query.get("problem", ""), problems),
        one_of(query.get("category", ""), categories),
        one_of(query.get("here", ""), HERE),
        one_of(query.get("priced", ""), PRICED),
    )


def one_of(asked: str, offered: Iterable[str]) -> str:
    return asked if asked in set(offered) else ""


def compared(asked: Iterable[str]) -> list[str]:
    """Return the schemes to compare, in the order asked, each once: `a,b,c` or one by one."""
    asked = ",".join(asked)[:500].replace("\0", "")
    return list(dict.fromkeys(filter(None, (slug.strip() for slug in asked.split(",")))))
