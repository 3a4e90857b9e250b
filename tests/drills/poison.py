"""F20: a letter that kills whoever wants to send it."""

from .play import play
from .results import Result
from .truth import truth_of
from .worker_killed import Killer

NAME, POLICIES = "F20", ("",)
FULL = {"letters": 500}
SHORT = {"letters": 60}
BITES = {"attempts": ""}
# A lease of 1 second stands for the product's 100.
TIMES = {"DRILL_LEASE": "1", "DRILL_PAUSE": "0.5", "DRILL_BEAT": "1"}
POISON = "\"to\" LIKE 'poison.%'"


def run(stage, *, dice, policy, letters, without="", patience=60) -> Result:
    """Without the loop: it would have to be started again each time, which only takes longer."""
    with play(stage, without=without, **TIMES) as drama:
        drama.start_sink()
        drama.start_worker()
        drama.wait_for_workers()
        drama.start_beat()
        drama.seed("scripted requeue:poison.n0")
        drama.seed(f"letters {letters} requeue")
        others = drama.wait_for_letters(patience, f"NOT {POISON}")
        nursed = Killer(drama, dice, 0)
        stopped = drama.wait_for_letters(patience, POISON)
        nursed.revive()
        [(status, tries)] = drama.line.execute(
            f"SELECT status, attempts FROM post_letter WHERE {POISON}"
        ).fetchall()
        truth = truth_of(drama)
        ok = others and stopped and status == "failed" and truth.accepted == letters
        ok = ok and truth.nothing_lost and not truth.doubled
        return Result(
            ok, tries, truth, {"poison": status, "tries": tries}, taken_away=drama.bitten()
        )
