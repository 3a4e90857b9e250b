"""F1: workers are killed while letters leave, 300 times."""

import os
import signal
import time
from contextlib import suppress

from .children import pids_below, talking_to
from .play import play
from .results import Result
from .seed import LOTS
from .truth import truth_of

NAME, POLICIES = "F1", ("requeue", "park")
FULL = {"letters": 3000, "kills": 300}
SHORT = {"letters": 200, "kills": 24}
BITE = {"letters": 600, "kills": 80}
# A lease of 2 seconds stands for the product's 100.
LEASE_SECONDS = 2
MOST_DOUBLES_PER_KILL = 0.25
# Now and then a whole program goes, not only the process that was sending.
WHOLE_PROGRAMS = 0.04
OPEN = "status IN ('waiting', 'sending')"
# Nobody talks to the mail server for so long only where letters stay in dead hands.
NOBODY_SECONDS = 30
BITES = {"reaper": "requeue", "data note": "park", "park policy": "park"}


def run(stage, *, dice, policy, letters, kills, without="", patience=240) -> Result:
    times = {"DRILL_LEASE": str(LEASE_SECONDS), "DRILL_PAUSE": "1", "DRILL_SWEEP": "2"}
    with play(stage, without=without, **times) as drama:
        drama.start_sink()
        drama.seed(f"mixture {letters} {policy}")
        dropped = letters // LOTS["taken.drop.1"]
        start_senders(drama)
        killer = Killer(drama, dice, kills)
        killer.go_on()
        if killer.done < kills and not drama.count(OPEN):
            raise RuntimeError(f"{killer.done} of {kills} kills, and no letter is left")
        ended = drama.wait_for_letters(patience)
        truth = truth_of(drama)
        by_kills = truth.doubled - (dropped if policy == "requeue" else 0)
        few = by_kills <= (MOST_DOUBLES_PER_KILL if policy == "requeue" else 0) * killer.done
        more = {"letters": letters, "dropped_after_data": dropped}
        more |= {"doubled_per_kill": round(max(by_kills, 0) / max(killer.done, 1), 3)}
        more |= {"found_after_lease_s": round(killer.longest_stuck, 1)}
        ok = ended and truth.nothing_lost and few
        return Result(ok, killer.done, truth, more, taken_away=drama.bitten())


def start_senders(drama) -> None:
    for _ in range(2):
        drama.start_worker()
    drama.wait_for_workers()
    drama.start_beat()
    drama.start_loop(every=1)


class Killer:
    """Kills whoever is talking to the mail server, at random moments."""

    def __init__(self, drama, dice, wanted: int) -> None:
        self.drama, self.dice, self.wanted = drama, dice, wanted
        self.done = 0
        self.longest_stuck = 0.0

    def go_on(self) -> None:
        """Until there were enough kills, or no letter is left but such as nobody takes up."""
        self.struck_at = time.monotonic()
        while self.done < self.wanted and self.drama.count(OPEN) and not self.is_over():
            time.sleep(self.dice.uniform(0.02, 0.15))
            self.strike()
            self.revive()
            self.note_stuck()

    def is_over(self) -> bool:
        return time.monotonic() > self.struck_at + NOBODY_SECONDS

    def strike(self) -> None:
        senders = talking_to(self.drama.sink_port, self.everybody())
        if not senders:
            return
        victim = self.dice.choice(senders)
        if self.dice.random() < WHOLE_PROGRAMS:
            victim = self.program_of(victim)
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            self.done += 1
            self.struck_at = time.monotonic()

    def everybody(self) -> list[int]:
        return self.drama.pids("worker") + self.drama.pids("loop")

    def program_of(self, victim: int) -> int:
        for child in self.drama.children:
            if victim in pids_below(child.process.pid):
                return child.process.pid
        return victim

    def revive(self) -> None:
        """What a supervisor does: start again what has ended."""
        begin = {"worker": self.drama.start_worker, "loop": lambda: self.drama.start_loop(1)}
        for child in list(self.drama.children):
            if child.name in begin and not child.is_alive():
                self.drama.children.remove(child)
                self.drama.past.append(child)
                begin[child.name]()

    def note_stuck(self) -> None:
        row = self.drama.line.execute(
            "SELECT extract(epoch FROM max(now() - leased_until)) FROM post_letter"
            " WHERE status = 'sending'"
        ).fetchone()
        self.longest_stuck = max(self.longest_stuck, float(row[0] or 0))
