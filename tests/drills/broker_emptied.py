"""F3: the broker dies with 500 nudges in it and comes back with none."""

import os
import signal
import time
from contextlib import suppress

from .play import play, wait_until
from .results import Result
from .truth import truth_of

NAME, POLICIES = "F3", ("",)
FULL = {"letters": 510}
SHORT = {"letters": 100}
BITES = {"beat table": ""}
# The promise; the beat's own interval of 15 seconds is not shortened here.
WITHIN_SECONDS = 120
# Each worker's processes have one in hand, as those do that the broker still waits to hear of.
IN_HAND = 8


def run(stage, *, dice, policy, letters, without="", patience=WITHIN_SECONDS) -> Result:
    """No loop that needs no broker runs: the beat and the workers must find their way back."""
    with play(stage, without=without) as drama:
        drama.start_sink()
        for _ in range(2):
            drama.start_worker()
        drama.start_beat()
        drama.wait_for_workers()
        signal_all(drama, signal.SIGSTOP)
        drama.seed(f"letters {letters} requeue 1")
        queued = nudges(stage)
        time.sleep(dice.random())
        stage.empty_broker()
        signal_all(drama, signal.SIGCONT)
        began = time.monotonic()
        in_time = drama.wait_for_letters(patience)
        truth = truth_of(drama)
        more = {"nudges_lost": queued, "seconds_to_drain": round(time.monotonic() - began, 1)}
        ok = in_time and queued >= letters - IN_HAND and truth.nothing_lost and not truth.doubled
        return Result(ok, 1, truth, more, taken_away=drama.bitten())


def signal_all(drama, number: int) -> None:
    for pid in drama.pids("worker"):
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def nudges(stage) -> int:
    """What waits in the queue, once nothing is added any more."""
    wait_until(lambda: stage.redis().llen("celery"), 5)
    return stage.redis().llen("celery")
