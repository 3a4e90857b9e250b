"""The reconciliation: what was promised, what the rows say, and what the mail server took."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import chain

from enquiries.references import to_text

SHOWN = ("failed", "parked", "dropped")
OPEN = ("waiting", "sending")

# Every enquiry that was logged has the letter which says so to whoever asked.
NO_LETTER = """
SELECT q.number FROM enquiries_enquiry q
 WHERE NOT EXISTS (
       SELECT 1 FROM enquiries_event e JOIN post_letter l
                  ON l.key = e.id || ':received:' || q.asked_by_id
        WHERE e.enquiry_id = q.id AND e.what = 'logged')
"""
ROWS = 'SELECT message_id, "to", status, policy, created_at FROM post_letter'


@dataclass(frozen=True)
class Truth:
    """Counts of letters; all but `accepted`, `parked` and, within bounds, `doubled` must be 0.

    lost: neither taken by the mail server nor shown to a person. open: still waiting or in hand.
    phantom: said to be sent, and never taken. relabelled: an address whose copies differ in their
    Message-ID. foreign: taken, but of no row. untold: enquiries without their letter. vanished:
    enquiries that a clerk saw arrive and that do not exist.
    """

    accepted: int
    lost: int
    doubled: int
    parked: int
    open: int
    phantom: int
    relabelled: int
    foreign: int
    untold: int
    vanished: int

    @property
    def nothing_lost(self) -> bool:
        return not (self.lost or self.open or self.phantom or self.relabelled or self.foreign
                    or self.untold or self.vanished)  # fmt: skip

    @property
    def troubles(self) -> dict[str, int]:
        told = {"accepted", "lost", "doubled", "parked"}
        return {name: n for name, n in asdict(self).items() if n and name not in told}


def truth_of(play, references: list[str] = ()) -> Truth:
    rows = {row[0]: row for row in play.line.execute(ROWS)}
    taken = Counter(identity for _, identity, _ in journal(play))
    statuses = {identity: row[2] for identity, row in rows.items()}
    open_ = [i for i, status in statuses.items() if status in OPEN]
    phantom = [i for i, status in statuses.items() if status == "sent" and i not in taken]
    vanished = set(references) - numbers(play)
    return Truth(
        accepted=len(taken),
        lost=len({i for i in chain(open_, phantom) if i not in taken}) + len(vanished),
        doubled=sum(taken.values()) - len(taken),
        parked=sum(status == "parked" for status in statuses.values()),
        open=len(open_),
        phantom=len(phantom),
        relabelled=relabelled(play),
        foreign=len(set(taken) - set(rows)),
        untold=len(play.line.execute(NO_LETTER).fetchall()),
        vanished=len(vanished),
    )


def journal(play) -> list[tuple[float, str, str]]:
    """When (epoch seconds), which Message-ID, to whom: each text the mail server took."""
    lines = play.journal.read_text().splitlines()
    return [(float(at), identity, to) for at, identity, to in (line.split("\t") for line in lines)]


def relabelled(play) -> int:
    """Letters of a drill go to an address each, so two Message-IDs there are one letter twice."""
    by_address = defaultdict(set)
    for _, identity, to in journal(play):
        by_address[to].add(identity)
    return sum(len(found) > 1 for to, found in by_address.items() if ".n" in to)


def numbers(play) -> set[str]:
    """The references as they stand in addresses."""
    return {to_text(n) for (n,) in play.line.execute("SELECT number FROM enquiries_enquiry")}


def seconds_to_leave(play) -> list[float]:
    """From the moment a letter was decided to the moment the mail server first took it."""
    first: dict[str, float] = {}
    for at, identity, _ in journal(play):
        first.setdefault(identity, at)
    born = {row[0]: row[4].timestamp() for row in play.line.execute(ROWS)}
    return sorted(at - born[identity] for identity, at in first.items() if identity in born)


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0
