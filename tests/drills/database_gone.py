"""F5: PostgreSQL stops at once and stays away for ten seconds; then it restarts unseen.

The second time nobody asks for a page meanwhile: every connection that is kept is dead, and the
next request must not be the one to find out.
"""

import time
from html import unescape

from .crowd import busy, send
from .ledger import TROUBLES, WORDS, Ledger, clerks
from .play import play, wait_until
from .results import Result
from .truth import truth_of
from .web_killed import wait_for_web

NAME, POLICIES = "F5", ("",)
FULL = {"away": 10}
SHORT = {"away": 4}
BITES = {"health checks": "", "words kept": ""}
# As many as the web server has threads, so that each of them holds a connection.
CLERKS = 8
POSTS = 48
SORRY_WITHIN_SECONDS = 3


def run(stage, *, dice, policy, away, without="") -> Result:
    with play(stage, without=without, DRILL_LEASE="2", DRILL_PAUSE="1") as drama:
        drama.start_sink()
        wait_for_web(drama, drama.start_web())
        drama.start_loop(every=1)
        people = list(clerks(drama, CLERKS))
        ledger, after = Ledger(), Ledger()
        send(people, ledger, POSTS)
        draft = people[0].ask("POST", "/enquiries/new/", {"road": "Drill Road"}).location
        outage, meanwhile = Outage(people[0], draft), Ledger()
        with busy(people[1:], meanwhile):
            time.sleep(1 + dice.random())
            stage.kill_postgres()
            outage.last(away)
            come_back(stage, drama)
        send(people, after, POSTS)
        stage.kill_postgres()
        come_back(stage, drama)
        send(people, after, POSTS)
        ended = drama.wait_for_letters(30)
        seen = ledger.references + meanwhile.references + after.references
        truth = truth_of(drama, seen)
        failed = ledger.failures + after.failures
        well = ended and truth.nothing_lost and not failed and not outage.wrong
        more = {
            "posts_while_away": outage.posts, "wrong_while_away": sorted(outage.wrong),
            "longest_sorry_s": round(outage.longest, 2), "acknowledged": len(seen),
            "failed_meanwhile": len(meanwhile.failures), "errors_after": len(after.failures),
        }  # fmt: skip
        return Result(well, 2, truth, more, taken_away=drama.bitten())


def come_back(stage, drama) -> None:
    stage.start_postgres()
    drama.line = stage.connect(drama.database)


class Outage:
    """What one clerk and the probes see meanwhile; `wrong` says what they should not have seen."""

    def __init__(self, clerk, draft: str) -> None:
        self.clerk, self.draft = clerk, draft
        self.posts, self.longest = 0, 0.0
        self.wrong: set[str] = set()

    def last(self, seconds: float) -> None:
        wait_until(self.look, seconds, pause=0.1)

    def look(self) -> bool:
        sent = {"kind": self.clerk.kind, "description": WORDS}
        page = self.see("a POST", 503, "POST", self.draft, sent)
        self.see("liveness", 200, "GET", "/health/live")
        self.see("readiness", 503, "GET", "/health/ready")
        if page and WORDS not in unescape(page.text):
            self.wrong.add("the typed text was lost")
        self.posts += 1
        return False

    def see(self, what: str, status: int, *request):
        try:
            page = self.clerk.ask(*request)
        except TROUBLES as trouble:
            self.wrong.add(f"{what}: {type(trouble).__name__}")
            return None
        self.longest = max(self.longest, page.seconds)
        if page.status != status or page.seconds > SORRY_WITHIN_SECONDS:
            self.wrong.add(f"{what}: {page.status} in {page.seconds:.1f} s")
        return page
