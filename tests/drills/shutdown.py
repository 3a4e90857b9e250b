"""F21: programs are asked to end while they send."""

import signal
import subprocess
import time

from .children import pids_below, talking_to
from .play import play, wait_until
from .results import Result
from .truth import truth_of

NAME, POLICIES = "F21", ("worker", "loop")
# A worker ends with its round, in which it sends hundreds; a loop ends with its letter.
FULL = {"worker": (1200, 3), "loop": (400, 20)}
SHORT = {"worker": (600, 1), "loop": (200, 3)}
BITE = {"worker": (1500, 1), "loop": (800, 1)}
BITES = {"stopping when asked": "loop"}
LEASE_SECONDS = 5
WITHIN_SECONDS = 30


def run(stage, *, dice, policy, worker, loop, without="", patience=120) -> Result:
    """Enough letters wait that no round would end for want of them."""
    letters, times = {"worker": worker, "loop": loop}[policy]
    with play(stage, without=without, DRILL_LEASE=str(LEASE_SECONDS), DRILL_PAUSE="1") as drama:
        drama.start_sink()
        drama.seed(f"letters {letters} park 50 pace.ok")
        found = end_all(drama, dice, policy, times)
        stuck = drama.count("status = 'sending'")
        if all(code == 0 for code, _ in found):
            drama.start_worker(), drama.start_loop(every=0.5)
            ended = drama.wait_for_letters(patience)
        else:
            ended = False
        truth = truth_of(drama)
        more = {"codes": sorted({code for code, _ in found}), "stuck": stuck}
        more |= {"longest_s": round(max(seconds for _, seconds in found), 1)}
        ok = ended and not stuck and truth.nothing_lost and not truth.doubled
        return Result(ok, len(found), truth, more, taken_away=drama.bitten())


def end_all(drama, dice, policy: str, times: int) -> list[tuple[int, float]]:
    """So many times, or until one had to be killed."""
    found: list[tuple[int, float]] = []
    while len(found) < times and all(code == 0 for code, _ in found):
        found.append(end_one(drama, dice, policy))
    return found


def end_one(drama, dice, policy: str) -> tuple[int, float]:
    """Start a program, ask it to end as it sends; return its exit status and the seconds."""
    child = drama.start_worker() if policy == "worker" else drama.start_loop(every=0.5)
    if policy == "worker":
        drama.wait_for_word(child, " ready.")
        drama.seed(f"letters 1 park 1 wake{len(drama.past)}")
    if not wait_until(lambda: is_sending(drama, child)):
        raise RuntimeError(f"{child.name} sends nothing:\n{child.last_words(40)}")
    time.sleep(dice.random() / 3)
    began = time.monotonic()
    child.process.send_signal(signal.SIGTERM)
    try:
        code = child.process.wait(WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        code = -1
    drama.children.remove(child)
    drama.past.append(child)
    return code, time.monotonic() - began


def is_sending(drama, child) -> bool:
    pids = [child.process.pid, *pids_below(child.process.pid)]
    return bool(talking_to(drama.sink_port, pids))
