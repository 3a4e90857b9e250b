"""One run of a drill: a database of its own, a mail server of its own, and our programs."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from portal.servers.process import Child, spawn
from portal.testing.letters import free_port

from .children import pids_below
from .stage import ROOT, Stage, call

START_SECONDS = 60
CELERY = ["celery", "--quiet", "-A", "portal.celery"]
WORKER = ["worker", "-l", "info", "-c", "2", "--without-mingle", "--without-gossip"]
GUNICORN = ["gunicorn", "portal.wsgi", "-c", "deploy/gunicorn.conf.py"]


class Play:
    """`env` reaches every program started from now on."""

    def __init__(self, stage: Stage, *, without: str = "", **env: str) -> None:
        self.stage, self.without = stage, without
        self.database = stage.new_database()
        self.folder = stage.folder / self.database
        self.folder.mkdir()
        self.journal = self.folder / "journal"
        self.mood = self.folder / "mood"
        self.journal.touch()
        self.sink_port, self.web_port = free_port(), free_port()
        self.children: list[Child] = []
        self.past: list[Child] = []
        self.env = stage.environment(self.database) | env
        self.env |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink_port}",
            "DRILL_INSIDE": str(self.folder),
            "DRILL_WITHOUT": without,
            "SITE_URL": f"http://localhost:{self.web_port}",
        }
        stage.redis().flushall()
        self.line = stage.connect(self.database)

    def seed(self, words: str) -> None:
        call(words, self.env, self.folder / "seed.log")

    def start(self, name: str, module: list[str], *, patience: float = 10) -> Child:
        log = self.folder / f"{name}-{len(self.past + self.children)}.log"
        with log.open("wb") as output:
            process = spawn([sys.executable, "-m", *module], env=self.env, output=output, cwd=ROOT)
        child = Child(name, process, patience=patience, log=log)
        self.children.append(child)
        return child

    def start_sink(self) -> Child:
        argv = ["tests.drills.sink", str(self.sink_port), str(self.journal)]
        sink = self.start("sink", argv)
        self.wait_for_word(sink, "ready")
        return sink

    def start_worker(self) -> Child:
        number = len(self.past + self.children)
        return self.start("worker", [*CELERY, *WORKER, "-n", f"drill{number}@%h"], patience=40)

    def start_beat(self) -> Child:
        schedule = self.folder / f"beat-{len(self.children)}"
        options = ["-l", "info", "--pidfile", "", "--schedule", str(schedule)]
        return self.start("beat", [*CELERY, "beat", *options])

    def start_loop(self, every: float = 5) -> Child:
        """Delivers without a broker; it is led to a port where there is none."""
        return self.start("loop", ["manage", "drain_outbox", "--loop", "--every", str(every)])

    def start_web(self, *options: str) -> Child:
        bind = ["--bind", f"127.0.0.1:{self.web_port}"]
        return self.start("web", [*GUNICORN, *bind, *options], patience=30)

    def wait_for_word(self, child: Child, word: str) -> None:
        """Until a program has said it. Raises RuntimeError when it ends or takes too long."""
        said = wait_until(lambda: word in child.log.read_text() or not child.is_alive())
        if not said or not child.is_alive():
            raise RuntimeError(f"{child.name} did not start:\n{child.last_words(40)}")

    def wait_for_workers(self) -> None:
        for child in self.children:
            if child.name == "worker":
                self.wait_for_word(child, " ready.")

    def count(self, condition: str = "true") -> int:
        return self.line.execute(f"SELECT count(*) FROM post_letter WHERE {condition}").fetchone()[
            0
        ]

    def wait_for_letters(self, seconds: float, condition: str = "true") -> bool:
        """Whether in this time no letter was left waiting or in somebody's hands."""
        open_ = f"status IN ('waiting', 'sending') AND {condition}"
        return wait_until(lambda: not self.count(open_), seconds, pause=0.1)

    def pids(self, name: str) -> list[int]:
        """The living programs of this name, and all that they started."""
        alive = [
            child.process.pid for child in self.children if child.name == name and child.is_alive()
        ]
        return alive + [pid for parent in alive for pid in pids_below(parent)]

    def leave_out(self, defence: str) -> bool:
        """Whether this run goes without a defence that is ours to leave out, not the product's."""
        if self.without == defence:
            (self.folder / defence).touch()
        return self.without == defence

    def bitten(self) -> bool:
        """Whether the defence was really taken away in some program."""
        return bool(self.without) and (self.folder / self.without).exists()

    def stop(self) -> None:
        for child in reversed(self.past + self.children):
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGCONT)
            child.kill()
        self.line.close()


@contextmanager
def play(stage: Stage, *, without: str = "", **env: str) -> Iterator[Play]:
    made = Play(stage, without=without, **env)
    try:
        yield made
    finally:
        made.stop()


def wait_until(condition: Callable[[], object], seconds: float = START_SECONDS, pause=0.05) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
