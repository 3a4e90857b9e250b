"""A process that answers pages one at a time, and the process that asks it.

They speak in lines of JSON: first the queries of each page, then for each name the milliseconds.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ..measure import WARM_UPS, Request, queries_of, timed


class Page(NamedTuple):
    """Each turn `ready` makes ready a request, untimed; `status` is what it answers."""

    ready: Callable[[], Request]
    status: int = 200


def answer(pages: dict[str, Page]) -> None:
    """Warm every page up, say how many queries each has, then time one for each line read."""
    queries = {}
    for name, page in pages.items():
        for _ in range(min(WARM_UPS, 2)):
            timed(page.ready(), name, page.status)
        queries[name] = queries_of(page.ready(), name, page.status)
    say({"queries": queries})
    for asked in sys.stdin:
        name = asked.strip()
        request = pages[name].ready()
        gc.collect()
        say(timed(request, name, pages[name].status)[0])


def say(what: object) -> None:
    print(json.dumps(what), flush=True)


class Speaker:
    """The other end: `hello` is what it said first, and `ask` gives milliseconds."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path):
        self.child = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hello: dict[str, Any] = self.heard()

    @staticmethod
    def run(command: list[str], environment: dict[str, str], folder: Path) -> None:
        subprocess.run(command, env=environment, cwd=folder, stdout=sys.stderr, check=True)

    def ask(self, name: str) -> float:
        assert self.child.stdin
        self.child.stdin.write(f"{name}\n")
        self.child.stdin.flush()
        return self.heard()

    def heard(self) -> Any:
        assert self.child.stdout
        said = self.child.stdout.readline()
        if not said:
            raise SystemExit(self.child.wait() or 1)
        return json.loads(said)

    def __enter__(self) -> "Speaker":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.child.stdin
        self.child.stdin.close()
        self.child.wait()
