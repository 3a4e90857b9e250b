"""`python -m tests.drills`: every drill with every seed, one JSON line each; 0 if all are ok."""

import argparse
import random
import signal
import sys
import time

from .catalogue import DRILLS
from .results import Result
from .stage import stage


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse()
    chosen = [DRILLS[name] for name in options.only or DRILLS]
    results: list[Result] = []
    with stage() as ground:
        for seed in range(1, options.seeds + 1):
            for drill in chosen:
                results += run_all(ground, drill, seed, short=options.short)
    return 0 if all(result.ok for result in results) else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=DRILLS, metavar="F1")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--short", action="store_true", help="the sizes of make test")
    return parser.parse_args()


def run_all(ground, drill, seed: int, *, short: bool) -> list[Result]:
    size = drill.SHORT if short else drill.FULL
    return [run_one(ground, drill, seed, policy, **size) for policy in drill.POLICIES]


def run_one(ground, drill, seed: int, policy: str, **size) -> Result:
    began = time.monotonic()
    dice = random.Random(f"{drill.NAME} {policy} {seed}")
    result = drill.run(ground, dice=dice, policy=policy, **size)
    result.drill, result.policy, result.seed = drill.NAME, policy, seed
    result.seconds = time.monotonic() - began
    print(result.line(), flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
