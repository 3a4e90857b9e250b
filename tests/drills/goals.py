"""The goals that drills measure, and how near each run came."""

from collections.abc import Callable

from post.states import LEASE

from .results import Result

Results = list[Result]
FOUND_WITHIN_SECONDS = 120


def of(results: Results, *names: str, policy: str = "") -> Results:
    return [r for r in results if r.drill in names and policy in ("", r.policy)]


def total(results: Results, what: str) -> int:
    return sum(getattr(each.truth, what) for each in results)


def faults(results: Results) -> int:
    return sum(each.faults for each in results)


def most(results: Results, what: str) -> float:
    return max((each.more.get(what, 0) for each in results), default=0)


def summed(results: Results, what: str) -> float:
    return sum(each.more.get(what, 0) for each in results)


def acknowledged(results: Results) -> tuple[bool, str]:
    lost = total(results, "vanished") + total(results, "untold")
    return not lost, f"{lost} of {faults(results)} faults lost an acknowledged enquiry"


def double_posts(results: Results) -> tuple[bool, str]:
    pairs = of(results, "F2")
    twice = summed(pairs, "twice")
    return not twice, f"{twice} of {summed(pairs, 'acknowledged')} forms sent twice made two"


def letters_lost(results: Results) -> tuple[bool, str]:
    found = of(results, "F1", "F6")
    return not total(found, "lost"), f"{total(found, 'lost')} lost in {faults(found)} faults"


def requeued(results: Results) -> tuple[bool, str]:
    found = of(results, "F1", policy="requeue")
    dropped = summed(found, "dropped_after_data")
    doubled, kills = total(found, "doubled"), max(faults(found), 1)
    same = not total(found, "relabelled")
    told = f"{doubled} in {kills} kills and {dropped} drops after the text, same Message-ID: {same}"
    return doubled - dropped <= 0.25 * kills and same, told


def parked(results: Results) -> tuple[bool, str]:
    found = of(results, "F1", policy="park")
    doubled = total(found, "doubled")
    told = f"{doubled} doubled, {total(found, 'parked')} parked in {faults(found)} kills"
    return not doubled, told


def found_in_time(results: Results) -> tuple[bool, str]:
    """The drill's lease is shorter than the product's; what comes after it is measured."""
    late, lease = most(of(results, "F1"), "found_after_lease_s"), LEASE.total_seconds()
    told = f"{late} s at most after its lease, which is {lease:.0f} s in production"
    return lease + late <= FOUND_WITHIN_SECONDS, told


def leaves_in_time(results: Results) -> tuple[bool, str]:
    slowest = most(of(results, "F4"), "letters_p95_s")
    return slowest <= 120, f"p95 {slowest} s with the broker gone"


def broker_gone(results: Results) -> tuple[bool, str]:
    found = of(results, "F4")
    failed, slower = summed(found, "failed_posts"), most(found, "p95_slower_ms")
    told = f"{failed} of {summed(found, 'posts')} POSTs failed, p95 +{slower} ms at most"
    return not failed and slower <= 250, told


def restarts(results: Results) -> tuple[bool, str]:
    found = of(results, "F14")
    failed = summed(found, "failed")
    return not failed, f"{failed} requests failed in {faults(found)} reloads"


GOALS: dict[str, tuple[tuple[str, ...], Callable[[Results], tuple[bool, str]]]] = {
    "G1 acknowledged enquiries lost: 0": (("F2", "F4", "F5", "F14"), acknowledged),
    "G2 enquiries doubled by a second POST: 0": (("F2",), double_posts),
    "G3 letters lost: 0": (("F1", "F6"), letters_lost),
    "G4 doubled when requeued: at most 0.25 a kill": (("F1",), requeued),
    "G5 doubled when parked: 0": (("F1",), parked),
    "G6 a stuck letter is found within 120 s": (("F1",), found_in_time),
    "G7 letters leave within 120 s without a broker": (("F4",), leaves_in_time),
    "G8 broker gone: 0 failed, p95 at most +250 ms": (("F4",), broker_gone),
    "G9 reloads: 0 failed": (("F14",), restarts),
}


def say_goals(results: Results) -> None:
    """One line for each goal that was measured in these runs."""
    for name, (drills, judge) in GOALS.items():
        if found := of(results, *drills):
            reached, told = judge(found)
            print(f"{'reached' if reached else 'MISSED '}  {name}: {told}", flush=True)
