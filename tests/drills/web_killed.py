"""F2: the web server's process dies in the middle of a POST, at marked points."""

import re
import time

from .ledger import TROUBLES, Ledger, clerks
from .play import play, wait_until
from .results import Result
from .truth import truth_of

NAME, POLICIES = "F2", ("",)
POINTS = ("before insert", "after insert", "before commit", "after commit", "before response")
FULL = {"times": 34}
SHORT = {"times": 2}
BITES = {"one transaction": "", "token": ""}
LIVE = "/health/live"


def run(stage, *, dice, policy, times, without="") -> Result:
    with play(stage, without=without) as drama:
        drama.start_sink()
        web = drama.start_web("--preload")
        drama.start_loop(every=1)
        wait_for_web(drama, web)
        [clerk] = clerks(drama, 1)
        ledger, deaths = Ledger(), 0
        points = list(POINTS) * times
        dice.shuffle(points)
        for number, point in enumerate(points):
            deaths += one(clerk, ledger, f"Drill Road {number}", point)
        ended = drama.wait_for_letters(30)
        truth = truth_of(drama, ledger.references)
        made = drama.line.execute("SELECT count(*) FROM enquiries_enquiry").fetchone()[0]
        extra = made - len(set(ledger.references))
        well = truth.nothing_lost and not truth.doubled and not ledger.twice and not ledger.failures
        ok = ended and well and not extra and deaths >= len(points)
        more = {"acknowledged": len(ledger.references), "twice": len(ledger.twice) + max(extra, 0)}
        more |= {"failures": ledger.failures[:1]} if ledger.failures else {}
        return Result(ok, deaths, truth, more, taken_away=drama.bitten())


def wait_for_web(drama, web) -> None:
    drama.wait_for_word(web, "Booting worker")
    from .ledger import Clerk

    clerk = Clerk(drama.web_port, 0, 0)
    if not wait_until(lambda: answers(clerk)):
        raise RuntimeError(f"the web server did not answer:\n{web.last_words(40)}")


def answers(clerk) -> bool:
    try:
        return clerk.ask("GET", LIVE).status == 200
    except TROUBLES:
        return False


def one(clerk, ledger: Ledger, road: str, point: str) -> int:
    """Send a form into a dying server, again until it answers, and once more; return the deaths."""
    check, died = "", 0
    try:
        check = again(lambda: clerk.write(road))
        try:
            clerk.ask("POST", check, {}, **{"X-Drill-Die": point})
        except TROUBLES:
            died = 1
        first = again(lambda: clerk.send(check)).location
        second = again(lambda: clerk.send(check)).location
        ledger.references.append(re.split("/", first)[2])
        if first != second:
            ledger.twice.append(road)
    except TROUBLES as trouble:
        ledger.failures.append(f"{point}: {trouble}")
    return died


def again(act, times: int = 5):
    """What a person does when the page does not come: try again."""
    for left in reversed(range(times)):
        try:
            return act()
        except (OSError, *TROUBLES[1:2]):
            if not left:
                raise
            time.sleep(0.3)
    return None
