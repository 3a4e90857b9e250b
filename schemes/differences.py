"""What changed between two snapshots, in lines that a person reads."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from .models import CostLine, Topic
from .snapshots import Snapshot

COST_LABELS = {
    "low": "from (£)", "high": "to (£)", "qualifier": "how sure", "unit": "for each",
    "price_date": "date of the price", "includes": "what is in", "excludes": "what is out",
    "vat": "VAT", "source": "source",
}  # fmt: skip
SIGNED = "signed off"


class Line(NamedTuple):
    """`old` is empty for what was added, `new` for what was taken away."""

    what: str
    old: str
    new: str


def between(old: Snapshot | None, new: Snapshot) -> list[Line]:
    """Return every line that differs, in the order of the page."""
    names = names_of(old, new)
    before, after = dict(flat(old, names) if old else ()), dict(flat(new, names))
    said = [*after, *(name for name in before if name not in after)]
    return [
        Line(name, before.get(name, ""), after.get(name, ""))
        for name in said
        if before.get(name, "") != after.get(name, "")
    ]


def names_of(old: Snapshot | None, new: Snapshot) -> dict[int, str]:
    """Name each option once for both, by what it is called now: one that was renamed stays one."""
    gone = (
        {each["id"]: f"“{each['name']}”, which is gone" for each in old["options"]} if old else {}
    )
    return apart(gone | {each["id"]: f"“{each['name']}”" for each in new["options"]})


def apart(names: dict[int, str]) -> dict[int, str]:
    """Number the options that share a name: each has lines of its own, or one would hide another.

    Two pairs in the gathered data share one, each priced by another authority.
    """
    times, seen, found = Counter(names.values()), Counter[str](), {}
    for key, name in sorted(names.items()):
        seen[name] += 1
        found[key] = f"{name} ({seen[name]})" if times[name] > 1 else name
    return found


def flat(shot: Snapshot, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield a name and the words for each thing that a snapshot says."""
    yield from [("Name", shot["name"]), ("Letter", shot["letter"]), ("Address", shot["slug"])]
    yield "Category", shot["category"]
    yield "Done in this county", "yes" if shot["is_done_here"] else "no"
    for topic in Topic:
        if topic.value in shot["facts"]:
            yield from of_fact(topic.label, shot["facts"][topic.value])
    for row in (*shot["helps"], *shot["does_not_help"]):
        helps = "helps" if row in shot["helps"] else "does not help"
        said = f"{helps}: {row['why']}" if row["why"] else helps
        yield from of_fact(f"Problem “{row['name']}”", row | {"text": said})
    yield "Synonyms", ", ".join(shot["synonyms"])
    for row in shot["alternatives"]:
        yield f"Alternative “{row['name']}”", row["why"] or "yes"
    for option in shot["options"]:
        yield from of_option(option, f"Option {names[option['id']]}")
    for row in shot["examples"]:
        said = " ".join(filter(None, (row["what"], str(row["year"] or ""))))
        yield from of_fact(f"Example “{row['place']}”", row | {"text": said or "yes"})
    for row in shot["pictures"]:
        yield f"Picture {row['token'][:8]}", f"{row['alt']} ({row['credit']})"


def of_fact(label: str, row: dict) -> Iterator[tuple[str, str]]:
    yield label, row["text"]
    if row["source"]:
        yield f"{label}: source", row["source"]
    if row["signed_on"]:
        yield f"{label}: signature", SIGNED


def of_option(option: dict, label: str) -> Iterator[tuple[str, str]]:
    yield label, option["name"]
    for place, line in enumerate(option["costs"]):
        said = f"{label}, {line['authority']}" + (f" ({place + 1})" if place else "")
        yield said, "price"
        for name, words in COST_LABELS.items():
            text = CostLine.Vat(line[name]).label if name == "vat" else line[name]
            if line[name]:
                yield f"{said}: {words}", text
        if line["signed_on"]:
            yield f"{said}: signature", SIGNED
