"""Running one drill, whole or with a defence taken away, and saying what came of it."""

import inspect
import json
import random
import time
import traceback

from .results import Result

# Without its defence a letter may never leave; nobody need wait long to know.
IMPATIENT_SECONDS = 25


def run_one(ground, drill, seed: int, policy: str, size: dict) -> Result | None:
    """Print one JSON line; None where the drill itself broke, which is a failure too."""
    began = time.monotonic()
    try:
        result = drill.run(ground, dice=dice_of(drill, policy, seed), policy=policy, **size)
    except Exception as error:
        traceback.print_exc()
        broken = {"drill": drill.NAME, "policy": policy, "seed": seed, "error": str(error)[:300]}
        say(broken | {"ok": False})
        return None
    result.drill, result.policy, result.seed = drill.NAME, policy, seed
    result.seconds = time.monotonic() - began
    print(result.line(), flush=True)
    return result


def bite(ground, drill, defence: str) -> bool:
    """Run a drill without a defence; whether it failed as it must, and for that reason."""
    policy = drill.BITES[defence]
    size = dict(getattr(drill, "BITE", drill.SHORT), without=defence)
    if "patience" in inspect.signature(drill.run).parameters:
        size["patience"] = IMPATIENT_SECONDS
    found = {"drill": drill.NAME, "policy": policy, "without": defence}
    try:
        result = drill.run(ground, dice=dice_of(drill, policy, 1), policy=policy, **size)
    except Exception as error:
        traceback.print_exc()
        say(found | {"bites": False, "error": str(error)[:300]})
        return False
    bites = result.taken_away and not result.ok
    say(found | {"bites": bites, "found": json.loads(result.line())})
    return bites


def dice_of(drill, policy: str, seed: int) -> random.Random:
    return random.Random(f"{drill.NAME} {policy} {seed}")


def say(found: dict) -> None:
    print(json.dumps({name: value for name, value in found.items() if value != ""}), flush=True)
