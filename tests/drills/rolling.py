"""F14: the web server is reloaded every second and a half while clerks send enquiries.

As a deployment does, the next reload waits until the web answers.
"""

import signal
import time

from .crowd import busy
from .ledger import Ledger, clerks
from .play import play
from .results import Result
from .truth import truth_of
from .web_killed import wait_for_web

NAME, POLICIES = "F14", ("",)
FULL = {"reloads": 20}
SHORT = {"reloads": 3}
BITES = {"reload": ""}
EVERY_SECONDS = 1.5
CLERKS = 4


def run(stage, *, dice, policy, reloads, without="") -> Result:
    with play(stage, without=without) as drama:
        drama.start_sink()
        web = drama.start_web()
        wait_for_web(drama, web)
        drama.start_loop(every=1)
        ledger = Ledger()
        with busy(list(clerks(drama, CLERKS)), ledger):
            for _ in range(reloads):
                time.sleep(EVERY_SECONDS)
                web = renew(drama, web)
                wait_for_web(drama, web)
            time.sleep(EVERY_SECONDS * 2)
        ended = drama.wait_for_letters(30)
        truth = truth_of(drama, ledger.references)
        more = {
            "enquiries": len(ledger.references), "failed": len(ledger.failures),
            "first_failure": ledger.failures[:1], "longest_s": round(max(ledger.seconds), 1),
        }  # fmt: skip
        ok = ended and truth.nothing_lost and not truth.doubled and not ledger.failures
        return Result(
            ok and bool(ledger.references), reloads, truth, more, taken_away=drama.bitten()
        )


def renew(drama, web):
    """As a deployment does; or, to prove that it matters, by ending and starting."""
    if not drama.leave_out("reload"):
        web.process.send_signal(signal.SIGHUP)
        return web
    web.stop()
    drama.children.remove(web)
    return drama.start_web()
