"""Makes enquiries by the million: several processes live them and write them."""

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime
from functools import partial

from django.db import connection, connections, transaction

from enquiries.workflows import learn_words

from . import aside
from .diary import Diary
from .life import live
from .receipts import receipts
from .world import World
from .write import analyze, reserve, write_cases

CHUNK = 4000
# Below this the indexes are quicker kept than made again.
WORTH_SETTING_ASIDE = 20_000
Say = Callable[[str], None]
Task = tuple[int, list[datetime]]


class Maker:
    """What every process knows about one load."""

    def __init__(self, world: World, *, seed: int, first_id: int, first_number: int, now: datetime):
        self.world, self.seed, self.now = world, seed, now
        self.first_id, self.first_number = first_id, first_number
        self.diary = Diary(world.calendar)

    def make(self, task: Task) -> int:
        """Live and write one chunk of enquiries in one transaction; return how many."""
        start, instants = task
        cases = [self.live(start + place, at) for place, at in enumerate(instants)]
        with transaction.atomic():
            write_cases(cases)
        return len(cases)

    def live(self, index: int, at: datetime):
        return live(
            self.world, self.diary, seed=self.seed, index=index, id=self.first_id + index,
            number=self.first_number + index, at=at, now=self.now,
        )  # fmt: skip


def make_enquiries(
    world: World, count: int, *, seed: int, months: int, now: datetime, processes: int, say: Say
) -> None:
    """Write so many enquiries of the months before `now` (UTC), and nothing else."""
    began = time.monotonic()
    instants = receipts(count, seed=seed, months=months, now=now, diary=Diary(world.calendar))
    first_id, first_number = reserve(count)
    maker = Maker(world, seed=seed, first_id=first_id, first_number=first_number, now=now)
    spread = spread_over(processes)
    held = aside.set_aside(partial(put_back, spread, say)) if is_worth_it(count) else nullcontext()
    with held:
        done = 0
        for made in spread(maker.make, tasks(instants)):
            done += made
            say(f"{done:,} of {count:,} enquiries after {time.monotonic() - began:.0f} s")
    aside.execute([])
    learn_words(now=now)
    analyze()


def is_worth_it(count: int) -> bool:
    return count >= WORTH_SETTING_ASIDE


def tasks(instants: list[datetime]) -> Iterator[Task]:
    for start in range(0, len(instants), CHUNK):
        yield start, instants[start : start + CHUNK]


def put_back(spread: Callable, say: Say, statements: Iterable[str]) -> None:
    statements = list(statements)
    say(f"putting {len(statements)} indexes and constraints back")
    for _ in spread(run_one, statements):
        pass


def run_one(statement: str) -> None:
    aside.execute([statement])


def spread_over(processes: int) -> Callable[[Callable, Iterable], Iterable]:
    """Return a map over so many processes; over this one alone when it is one."""
    return partial(in_processes, processes) if processes > 1 else map


def in_processes(processes: int, work: Callable, tasks: Iterable) -> Iterator:
    """Forked, so that each has the world without reading it again. Connections are their own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, prepare, (work,)) as pool:
        yield from pool.imap_unordered(do, tasks)


WORK: list[Callable] = []


def prepare(work: Callable) -> None:
    gc.disable()
    gc.freeze()
    WORK[:] = [work]
    with connection.cursor() as cursor:
        aside.be_patient(cursor)


def do(task):
    return WORK[0](task)
