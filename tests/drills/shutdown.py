"""F21: programs are asked to end while they send."""

import signal
import subprocess
import time

from .children import pids_below, talking_to
from .play import play, wait_until
from .results import Result
from .truth import truth_of

NAME, POLICIES = "F21", ("worker", "loop")
FULL = {"letters": 1500, "times": 10}
SHORT = {"letters": 800, "times": 2}
BITES = {"stopping when asked": "loop"}
LEASE_SECONDS = 5
WITHIN_SECONDS = 30


def run(stage, *, dice, policy, letters, times, without="", patience=120) -> Result:
    """Enough letters wait that no round would end by itself in time."""
    with play(stage, without=without, DRILL_LEASE=str(LEASE_SECONDS), DRILL_PAUSE="1") as drama:
        drama.start_sink()
        drama.seed(f"letters {letters} park 50 pace.ok")
        found = [end_one(drama, dice, policy) for _ in range(times)]
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
        return Result(ok and drama.bitten(), len(found), truth, more)


def end_one(drama, dice, policy: str) -> tuple[int, float]:
    """Start a program, ask it to end as it sends; return its exit status and the seconds."""
    child = drama.start_worker() if policy == "worker" else drama.start_loop(every=0.5)
    if policy == "worker":
        drama.wait_for_word(child, " ready.")
        drama.seed("letters 1 park 1 wake")
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
