"""Times two ways of answering, turn by turn, so that a noisy machine is unkind to both alike."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from django.db import connection
from django.test.utils import CaptureQueriesContext

from .peers import peer

SAMPLES, WARM_UPS = 40, 5


class Response(Protocol):
    status_code: int


Request = Callable[[], Response]


class NotAsExpected(Exception):
    """A page answered otherwise than its bench says, so its time means nothing."""


@dataclass(frozen=True)
class Bench:
    """Each turn `ours` and `floor` make ready a request, untimed; `status` is what both answer."""

    name: str
    ours: Callable[[], Request]
    floor: Callable[[], Request]
    status: int = 200


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds, and the queries of one request of ours.

    `cpu_ratio` is of the time this process itself computed: a busy machine hardly moves it.
    """

    bench: str
    rows: int
    queries: int
    p50_ms: float
    floor_p50_ms: float
    cpu_ratio: float

    @property
    def line(self) -> dict:
        return {
            "bench": self.bench,
            "rows": self.rows,
            "queries": self.queries,
            "p50_ms": round(self.p50_ms, 2),
            "floor_p50_ms": round(self.floor_p50_ms, 2),
            "ratio": round(self.p50_ms / self.floor_p50_ms, 2),
            "cpu_ratio": round(self.cpu_ratio, 2),
            **peer(self.bench, self.rows),
        }


def measure(bench: Bench, *, rows: int, samples: int = SAMPLES) -> Result:
    """Warm both up, count the queries once, then time them in turn. Raises NotAsExpected."""
    for _ in range(WARM_UPS):
        timed(bench.ours(), bench.name, bench.status)
        timed(bench.floor(), bench.name, bench.status)
    queries = queries_of(bench.ours(), bench.name, bench.status)
    ours, floor = [], []
    gc.collect()
    for _ in range(samples):
        ours.append(timed(bench.ours(), bench.name, bench.status))
        floor.append(timed(bench.floor(), bench.name, bench.status))
    (p50, cpu), (floor_p50, floor_cpu) = medians(ours), medians(floor)
    return Result(bench.name, rows, queries, p50, floor_p50, cpu / floor_cpu)


def medians(taken: list[tuple[float, float]]) -> tuple[float, float]:
    passed, computed = zip(*taken, strict=True)
    return median(passed), median(computed)


def queries_of(request: Request, name: str, status: int) -> int:
    with CaptureQueriesContext(connection) as queries:
        timed(request, name, status)
        return len(queries)


def timed(request: Request, name: str, status: int) -> tuple[float, float]:
    """Return the milliseconds that one request took, and those that this process computed.

    Raises NotAsExpected when the page answers with another status.
    """
    began, computing = time.perf_counter(), time.process_time()
    response = request()
    took = (time.perf_counter() - began) * 1000, (time.process_time() - computing) * 1000
    if response.status_code != status:
        raise NotAsExpected(f"{name}: {response.status_code} instead of {status}")
    return took
