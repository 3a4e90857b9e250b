"""F20: a letter that kills whoever wants to send it."""

from .play import play
from .results import Result
from .truth import truth_of

NAME, POLICIES = "F20", ("",)
FULL = {"letters": 500}
SHORT = {"letters": 60}
BITES = {"attempts": "", "own tries": ""}
# A lease of half a second stands for the product's 100.
TIMES = {"DRILL_LEASE": "0.5", "DRILL_PAUSE": "0.2", "DRILL_SWEEP": "0.5"}
POISON = "\"to\" LIKE 'poison.%'"


def run(stage, *, dice, policy, letters, without="", patience=60) -> Result:
    """Without the loop: it would have to be started again each time, which only takes longer."""
    with play(stage, without=without, **TIMES) as drama:
        drama.start_sink()
        drama.start_worker()
        drama.wait_for_workers()
        drama.start_beat()
        drama.seed(f"scripted requeue:poison.n0 + letters {letters} requeue")
        others = drama.wait_for_letters(patience, f"NOT {POISON}")
        stopped = drama.wait_for_letters(patience, POISON)
        [(status, tries)] = drama.line.execute(
            f"SELECT status, attempts FROM post_letter WHERE {POISON}"
        ).fetchall()
        [(most,)] = drama.line.execute(
            f"SELECT max(attempts) FROM post_letter WHERE NOT {POISON}"
        ).fetchall()
        truth = truth_of(drama)
        ok = others and stopped and status == "failed" and truth.accepted == letters
        ok = ok and truth.nothing_lost and not truth.doubled and most == 1
        more = {"poison": status, "tries": tries, "tries_of_others": most}
        return Result(ok, tries, truth, more, taken_away=drama.bitten())
