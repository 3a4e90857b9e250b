"""Runs several programs in the foreground as one, with one log, and ends them all together."""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from portal.servers.process import Child, spawn

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
TICK_SECONDS = 0.1
NAME_WIDTH = 8


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


class Died(Exception):
    """A program ended that should have gone on."""


class Supervisor:
    def __init__(self, *, cwd: Path, out: TextIO = sys.stdout) -> None:
        self.cwd = cwd
        self.out = out
        self.children: list[Child] = []
        self.asked = 0
        self.pipes = selectors.DefaultSelector()
        self.unfinished: dict[str, bytes] = {}
        self.written: dict[str, list[str]] = {}

    def listen(self) -> None:
        """Must come before the first child, so that no signal can leave one behind."""
        for number in SIGNALS:
            signal.signal(number, self.note)

    def note(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1

    def check(self) -> None:
        if self.asked:
            raise Stopped

    def adopt(self, child: Child) -> None:
        """Watches a child that keeps a log of its own."""
        self.children.append(child)
        self.say(f"{child.name} is up, its log is {child.log}")

    def start(
        self, name: str, argv: Sequence[str], env: Mapping[str, str], patience: float = 30
    ) -> Child:
        self.check()
        child = Child(name, spawn(argv, env=env, cwd=self.cwd), patience=patience)
        self.pipes.register(child.output, selectors.EVENT_READ, child)
        self.children.append(child)
        return child

    def run(self, name: str, argv: Sequence[str], env: Mapping[str, str]) -> list[str]:
        """A step that must end well before the next may begin; answers what it wrote.

        Raises Died or Stopped.
        """
        self.written[name] = []
        child = self.start(name, argv, env)
        self.pump(lambda: self.asked or not child.is_alive())
        self.check()
        self.children.remove(child)
        if child.process.returncode:
            raise Died(f"{name} failed (exit {child.process.returncode})")
        return self.written.pop(name)

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        self.watch(lambda: condition() or time.monotonic() > deadline)
        return condition()

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Shows the log until ``until`` is true. Raises Died or Stopped."""
        self.pump(lambda: self.asked or self.dead() or until())
        self.check()
        for child in self.dead():
            told = f"\n{child.last_words()}" if child.log else ""
            raise Died(f"{child.name} ended by itself (exit {child.process.returncode}){told}")

    def dead(self) -> list[Child]:
        return [child for child in self.children if not child.is_alive()]

    def stop(self) -> None:
        """Ends the children in reverse order; asked again meanwhile, it stops waiting for them."""
        asked = self.asked
        for child in reversed(self.children):
            child.ask_to_stop()
            self.wait_for_end(child, time.monotonic() + child.patience, asked)
            child.kill()
            self.pump(lambda: True)
            self.say(f"{child.name} stopped")
        self.children.clear()

    def wait_for_end(self, child: Child, deadline: float, asked: int) -> None:
        def enough() -> bool:
            return time.monotonic() > deadline or self.asked > asked

        self.pump(lambda: enough() or not child.is_alive())

    def pump(self, until: Callable[[], object]) -> None:
        while not until():
            self.read(TICK_SECONDS)
        while self.read(0):
            pass

    def read(self, timeout: float) -> int:
        """Copies what the children wrote to the one log. Answers how many had written."""
        if not self.pipes.get_map():
            time.sleep(timeout)
            return 0
        ready = self.pipes.select(timeout)
        for key, _ in ready:
            self.copy(key.fd, key.data)
        return len(ready)

    def copy(self, pipe: int, child: Child) -> None:
        text = os.read(pipe, 65536)
        if not text:
            self.pipes.unregister(child.output)
            child.output.close()
        *lines, rest = (self.unfinished.pop(child.name, b"") + text).split(b"\n")
        if rest and text:
            self.unfinished[child.name] = rest
        elif rest:
            lines.append(rest)
        for line in lines:
            self.pass_on(line.decode(errors="replace"), child.name)

    def pass_on(self, line: str, name: str) -> None:
        if name in self.written:
            self.written[name].append(line)
        self.say(line, name)

    def say(self, line: str, name: str = "up") -> None:
        print(f"{name:<{NAME_WIDTH}}| {line}", file=self.out, flush=True)
