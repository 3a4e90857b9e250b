"""Goes round jobs and rows so that one that fails does not hold up the others."""

from collections.abc import Callable, Iterable
from datetime import datetime

# Of what is done row by row, so many in one round: it ends long before a worker's patience does.
MOST_ROWS = 1000


def all_of(*jobs: Callable[..., int], **told) -> int:
    """Do each job and add up what they did. Raises ExceptionGroup when all have had their turn."""
    return tried("What the portal does by itself failed in part", jobs, lambda job: job(**told))


def one_by_one(keys: Iterable[int], act: Callable[..., bool], *, now: datetime) -> int:
    """Act on each row in a transaction of its own; return how many were ours to act on."""
    return tried(
        "Some rows failed and are left for the next sweep", keys, lambda pk: act(pk=pk, now=now)
    )


def tried(words: str, things: Iterable, act: Callable[..., int]) -> int:
    done, errors = 0, []
    for thing in things:
        try:
            done += act(thing)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup(words, errors)
    return done
