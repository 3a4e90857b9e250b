"""`python -m tests.drills`: every drill with every seed, one JSON line each; 0 if all are ok.

`--bites` runs each drill once for each of its defences without it; 0 if every one then fails.
"""

import argparse
import signal
import sys

from .catalogue import DRILLS
from .goals import say_goals
from .running import bite, run_one
from .stage import stage


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse()
    chosen = [DRILLS[name] for name in options.only or DRILLS]
    try:
        with stage() as ground:
            well = bite_all(ground, chosen) if options.bites else run_all(ground, chosen, options)
    except KeyboardInterrupt:
        return 130
    return 0 if well else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=DRILLS, metavar="F1")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--short", action="store_true", help="the sizes of make test")
    parser.add_argument("--bites", action="store_true", help="without each defence in turn")
    return parser.parse_args()


def run_all(ground, chosen, options) -> bool:
    results = []
    for seed in range(1, options.seeds + 1):
        for drill in chosen:
            size = drill.SHORT if options.short else drill.FULL
            results += [run_one(ground, drill, seed, policy, size) for policy in drill.POLICIES]
    say_goals([result for result in results if result])
    return all(result and result.ok for result in results)


def bite_all(ground, chosen) -> bool:
    return all([bite(ground, drill, defence) for drill in chosen for defence in drill.BITES])


if __name__ == "__main__":
    sys.exit(main())
