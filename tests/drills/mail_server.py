"""F6: everything a mail server can say or fail to say, and what becomes of the letter."""

import os
import signal
import time
from dataclasses import dataclass

from .play import play
from .results import Result
from .truth import journal, truth_of

NAME, POLICIES = "F6", ("",)
FULL = {"letters": 200, "moods": 3}
SHORT = {"letters": 40, "moods": 0}
BITES = {"email timeout": "", "verdicts": ""}
# 2 seconds stand for 10, 8 for a lease of 100, 1 for the first pause of 60.
TIMES = {"DRILL_EMAIL_TIMEOUT": "2", "DRILL_LEASE": "8", "DRILL_PAUSE": "1"}
MOODS = ("421", "550", "530")


@dataclass(frozen=True)
class End:
    """How a letter must end, after how many tries at most, and how often the server took it."""

    status: str
    tries: int
    taken: int


# What the server does, in the words of its own script (sink.py), for both policies and for each.
BOTH = {
    "rcpt.421.2": End("sent", 3, 1),
    "rcpt.450.3": End("sent", 4, 1),
    "rcpt.450.99": End("failed", 12, 0),
    "rcpt.452.2": End("sent", 3, 1),
    "rcpt.530.1": End("sent", 2, 1),
    "rcpt.550.99": End("failed", 1, 0),
    "rcpt.drop.2": End("sent", 3, 1),
    "rcpt.hang.1": End("sent", 2, 1),
    "data.421.1": End("sent", 2, 1),
    "data.451.2": End("sent", 3, 1),
    "data.552.99": End("failed", 1, 0),
    "data.554.99": End("failed", 1, 0),
    "taken.drip.1": End("sent", 1, 1),
}
REQUEUED = {
    "data.drop.1": End("sent", 2, 1),
    "data.hang.1": End("sent", 2, 1),
    "taken.drop.1": End("sent", 2, 2),
    "taken.hang.1": End("sent", 2, 2),
    "taken.crawl.1": End("sent", 2, 2),
}
PARKED = {
    "data.drop.1": End("parked", 1, 0),
    "data.hang.1": End("parked", 1, 0),
    "taken.drop.1": End("parked", 1, 1),
    "taken.hang.1": End("parked", 1, 1),
    "taken.crawl.1": End("parked", 1, 1),
}
TABLE = {
    **{("requeue", script): end for script, end in (BOTH | REQUEUED).items()},
    **{("park", script): end for script, end in (BOTH | PARKED).items()},
}


def run(stage, *, dice, policy, letters, moods, without="", patience=60) -> Result:
    """One loop alone delivers, so that whatever blocks it blocks everything."""
    with play(stage, without=without, **TIMES) as drama:
        sink = drama.start_sink()
        scripts = [f"{kind}:{script}.n{n}" for n, (kind, script) in enumerate(TABLE)]
        dice.shuffle(scripts)
        drama.seed(f"scripted {' '.join(scripts)} + letters {letters} requeue")
        drama.start_loop(every=0.2)
        ended = drama.wait_for_letters(patience)
        wrong = judge(drama)
        for mood in MOODS[:moods]:
            spoil(drama, f"letters 5 requeue 5 mood{mood}", lambda m=mood: say(drama, m))
        ended = ended and (not moods or away(drama, sink))
        ended = ended and drama.wait_for_letters(patience)
        truth = truth_of(drama)
        expected = sum(end.taken - 1 for end in TABLE.values() if end.taken)
        more = {
            "table": len(TABLE),
            "wrong_ends": len(wrong),
            "wrong": dict(list(wrong.items())[:3]),
            "doubled_as_expected": expected,
        }
        ok = ended and not wrong and truth.nothing_lost and truth.doubled == expected
        return Result(ok, len(TABLE) + moods + 2, truth, more, taken_away=drama.bitten())


def judge(drama) -> dict[str, str]:
    """Which scripts did not end as the table says; a letter that failed must say why."""
    wrong = {}
    taken = [to for _, _, to in journal(drama)]
    for number, ((policy, script), end) in enumerate(TABLE.items()):
        to = f"{script}.n{number}@drill.example"
        status, tries, why = drama.line.execute(
            'SELECT status, attempts, error FROM post_letter WHERE "to" = %s', [to]
        ).fetchone()
        found = (status, tries <= end.tries, taken.count(to), bool(why) == (status != "sent"))
        if found != (end.status, True, end.taken, True):
            wrong[f"{policy} {script}"] = f"{status} after {tries}, taken {taken.count(to)}: {why}"
    return wrong


def spoil(drama, letters: str, act) -> None:
    """Letters are decided while the server refuses; then it is itself again."""
    act()
    drama.seed(letters)
    time.sleep(1)
    drama.mood.unlink(missing_ok=True)


def say(drama, code: str) -> None:
    drama.mood.write_text(code)


def away(drama, sink) -> bool:
    """Nobody accepts, then somebody accepts and is silent; nobody's letter is given up."""
    sink.kill()
    drama.children.remove(sink)
    drama.seed("letters 5 requeue 5 refused")
    time.sleep(1)
    tries = drama.line.execute("SELECT max(attempts) FROM post_letter WHERE \"to\" LIKE 'refused%'")
    uncounted = tries.fetchone()[0] <= 1
    fresh = drama.start_sink()
    os.kill(fresh.process.pid, signal.SIGSTOP)
    drama.seed("letters 5 requeue 5 silent")
    time.sleep(4)
    os.kill(fresh.process.pid, signal.SIGCONT)
    return uncounted
