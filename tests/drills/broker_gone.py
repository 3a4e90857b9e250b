"""F4: the broker is killed or frozen while clerks send enquiries."""

import signal
import time
from statistics import median

from .crowd import send
from .ledger import Ledger, clerks
from .play import play
from .results import Result
from .truth import p95, seconds_to_leave, truth_of
from .web_killed import wait_for_web

NAME, POLICIES = "F4", ("killed", "frozen")
FULL = {"posts": 200}
SHORT = {"posts": 80}
BITE = {"posts": 30}
BITES = {"breaker": "frozen", "robust nudge": "killed", "drain loop": "killed"}
CLERKS = 2
MOST_SLOWER_SECONDS = 0.25
# The first callers find out; from then on the breaker spares the others.
FIRST_SECONDS = 1.5
LETTERS_WITHIN_SECONDS = 120


def run(stage, *, dice, policy, posts, without="", patience=60) -> Result:
    with play(stage, without=without) as drama:
        drama.start_sink()
        wait_for_web(drama, drama.start_web())
        if not drama.leave_out("drain loop"):
            drama.start_loop()
        people = list(clerks(drama, CLERKS))
        usual, ledger = Ledger(), Ledger()
        send(people, usual, posts // 2)
        ruin(stage, policy)
        send(people[:1], Ledger(), 1)
        time.sleep(dice.random() * FIRST_SECONDS)
        send(people, ledger, posts)
        ended = drama.wait_for_letters(patience)
        mend(stage, policy)
        send(people, usual, posts // 2)
        return judge(drama, usual, ledger, ended and drama.wait_for_letters(patience))


def judge(drama, usual, ledger, ended) -> Result:
    """`usual` is how it goes with a broker, before and after."""
    truth = truth_of(drama, usual.references + ledger.references)
    slower = p95(ledger.seconds) - p95(usual.seconds)
    slower_half = median(ledger.seconds or [0]) - median(usual.seconds)
    leave = p95(seconds_to_leave(drama))
    more = {
        "posts": len(ledger.seconds), "failed_posts": len(ledger.failures),
        "p95_usual_ms": round(p95(usual.seconds) * 1000), "p95_slower_ms": round(slower * 1000),
        "p50_slower_ms": round(slower_half * 1000),
        "longest_s": round(max(ledger.seconds, default=0), 2), "letters_p95_s": round(leave, 1),
    }  # fmt: skip
    ok = ended and truth.nothing_lost and not truth.doubled and not ledger.failures
    ok = ok and max(slower, slower_half) <= MOST_SLOWER_SECONDS and leave <= LETTERS_WITHIN_SECONDS
    return Result(ok, 1, truth, more, taken_away=drama.bitten())


def ruin(stage, how: str) -> None:
    stage.broker.kill() if how == "killed" else stage.broker.process.send_signal(signal.SIGSTOP)


def mend(stage, how: str) -> None:
    if how == "killed":
        stage.start_broker()
    else:
        stage.broker.process.send_signal(signal.SIGCONT)
