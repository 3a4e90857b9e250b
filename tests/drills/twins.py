"""F7: two beats, two loops and two workers, where one of each would do."""

import time

from .play import play, wait_until
from .results import Result
from .seed import OFFICERS
from .truth import truth_of

NAME, POLICIES = "F7", ("",)
FULL = {"letters": 600, "after": 6}
SHORT = {"letters": 200, "after": 2}
BITES = {"claim": "", "one run per period": ""}
# Every round of the beat table comes each second, at any hour.
TIMES = {"DRILL_BEAT": "1", "DRILL_OPEN": "1", "DRILL_PAUSE": "1"}
DIGESTS = "SELECT count(*) FROM deadlines_jobrun WHERE job LIKE 'digest %'"
# A bite writes a period as "2026-11-22 and something".
RUNS = """
SELECT max(runs), count(*) FROM (
    SELECT count(*) AS runs FROM deadlines_jobrun
     GROUP BY job, split_part(period, ' ', 1)) AS found
"""


def run(stage, *, dice, policy, letters, after, without="", patience=60) -> Result:
    with play(stage, without=without, **TIMES) as drama:
        drama.start_sink()
        drama.seed(f"enquiries 5 + letters {letters} park 20")
        for _ in range(2):
            drama.start_worker()
        drama.wait_for_workers()
        for _ in range(2):
            drama.start_beat()
            drama.start_loop(every=0.5)
        digested = wait_until(lambda: first(drama, DIGESTS)[0] >= OFFICERS, patience)
        time.sleep(after + dice.random())
        ended = drama.wait_for_letters(patience)
        most, jobs = first(drama, RUNS)
        truth = truth_of(drama)
        more = {"periods": jobs, "runs_per_period": most, "letters": truth.accepted}
        ok = digested and ended and most == 1 and truth.nothing_lost and not truth.doubled
        return Result(ok, 2, truth, more, taken_away=drama.bitten())


def first(drama, query: str) -> tuple:
    return drama.line.execute(query).fetchone()
