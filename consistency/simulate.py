"""Made-up counties, fair and unfair, through the very arithmetic of the dashboards.

`make simulate-fairness` prints one line of JSON a case: the share of what was judged that was
flagged (outside 95 %), beside the share that the page says chance alone would put there.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .stats.funnel import Funnel, judge
from .stats.standard import Counted, standardise

COUNTIES, TEAMS, CASES = 200, 20, 60
GUILTY = "team 00"
# One topic; the share refused differs by priority and channel, 40 % on the whole.
STRATA = {("P2", "web"): 0.3, ("P2", "phone"): 0.35, ("P3", "web"): 0.45, ("P3", "phone"): 0.5}


@dataclass(frozen=True)
class Scenario:
    """The first team refuses so many times as often, and has so many cases."""

    name: str
    times: float
    cases: int


SCENARIOS = [
    Scenario("none", 1, CASES),
    Scenario("double_refusal_n60", 2, CASES),
    Scenario("double_refusal_n5", 2, 5),
]


def county(scenario: Scenario, chance: random.Random) -> Funnel:
    """Make one county and judge its teams."""
    return judge(standardise(cases_of(scenario, chance)))


def cases_of(scenario: Scenario, chance: random.Random) -> Iterator[Counted]:
    for number in range(TEAMS):
        team = f"team {number:02}"
        times, cases = (scenario.times, scenario.cases) if team == GUILTY else (1, CASES)
        drawn = Counter(chance.choice(list(STRATA)) for _ in range(cases))
        for stratum, count in drawn.items():
            rate = STRATA[stratum] * times
            yield team, stratum, count, sum(chance.random() < rate for _ in range(count))


def run(scenario: Scenario, *, counties: int = COUNTIES, seed: int = 1) -> dict:
    """Return the line of one scenario. Without a guilty team every team is looked at."""
    chance = random.Random(f"{scenario.name} {seed}")  # noqa: S311  # a simulation, no secret
    judged = flagged = 0
    stated = 0.0
    for _ in range(counties):
        found = county(scenario, chance)
        for verdict in found.verdicts:
            if scenario.times == 1 or verdict.unit.key == GUILTY:
                judged += 1
                flagged += verdict.is_alert
                stated += verdict.alert.chance if verdict.alert else 0
    return {
        "case": scenario.name,
        "counties": counties,
        "flagged_share": round(flagged / judged, 4),
        "stated_share": round(stated / judged, 4),
    }


def main() -> None:
    for scenario in SCENARIOS:
        print(json.dumps(run(scenario)), flush=True)


if __name__ == "__main__":
    main()
