"""What a drill changes inside the portal's programs, from outside the product.

Lengths of time are shortened (drill_times), the process dies at marked points (drill_points), and
for the counter-proof one defence is taken away (drill_bites). All by the environment.
"""

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from importlib.abc import MetaPathFinder
from pathlib import Path

waiting: dict[str, list[Callable]] = defaultdict(list)


class After(MetaPathFinder):
    """Lets us act on a module just after it was imported, before anybody uses it."""

    def find_spec(self, name, path, target=None):
        if name not in waiting:
            return None
        acts = waiting.pop(name)
        spec = importlib.util.find_spec(name)
        spec.loader.exec_module = partial(run_then, spec.loader.exec_module, acts)
        return spec


def run_then(run: Callable, acts: list[Callable], module) -> None:
    run(module)
    for act in acts:
        act(module)


def after_import(name: str, act: Callable) -> None:
    waiting[name].append(act)


def note(words: str) -> None:
    """Leave a mark for the harness: this was really done."""
    if folder:
        (folder / words).touch()


folder: Path | None = None


def arm(env: Mapping[str, str]) -> None:
    import drill_bites
    import drill_points
    import drill_times

    global folder
    folder = Path(env["DRILL_INSIDE"])
    sys.meta_path.insert(0, After())
    for module in (drill_times, drill_points, drill_bites):
        module.arm(env)
