"""Runs every size and prints the figures, one JSON object a line."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from portal.servers.errors import LauncherError

from .ground import ROOT, ground
from .peers import PEER

SIZES = (10_000, 1_000_000)
# Milliseconds of ours and of the floor.
Medians = tuple[float, float]


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    sizes = [options.rows] if options.rows else SIZES
    found: dict[int, dict[str, Medians]] = {}
    try:
        for rows in sizes:
            found[rows] = measured(rows, options.only)
    except LauncherError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({"peer": PEER}), flush=True)
    for line in growth(found):
        print(json.dumps(line), flush=True)
    return 0


def measured(rows: int, only: str) -> dict[str, Medians]:
    """Print the lines of one size as they come, and return the medians."""
    found: dict[str, Medians] = {}
    with ground(rows) as environment:
        for line in run(rows, only, environment):
            print(json.dumps(line), flush=True)
            found[line["bench"]] = (line["p50_ms"], line["floor_p50_ms"])
    return found


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options; what they leave out is in the environment, for `make bench`."""
    parser = argparse.ArgumentParser(prog="portal.bench", description=__doc__)
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), metavar="NAME")
    parser.add_argument("--rows", type=int, default=os.environ.get("ROWS") or 0)
    return parser.parse_args(arguments)


def run(rows: int, only: str, environment: dict[str, str]) -> Iterator[dict]:
    """Yield the lines of one size, measured in a process of its own."""
    command = [sys.executable, "-m", "portal.bench.run", "--rows", str(rows), "--only", only]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout or ():
            yield json.loads(line)
    if child.returncode:
        raise SystemExit(child.returncode)


def growth(found: dict[int, dict[str, Medians]]) -> Iterator[dict]:
    """Yield how much slower each bench and its floor are at the largest size than at the smallest.

    The floor hardly grows: where it did, the machine was busier, not the page slower.
    """
    if len(found) < 2:
        return
    small, large = min(found), max(found)
    for bench in (name for name in found[large] if name in found[small]):
        ours, floor = (
            round(after / before, 2)
            for before, after in zip(found[small][bench], found[large][bench], strict=True)
        )
        sizes = f"growth_{small}_to_{large}"
        yield {"bench": bench, sizes: ours, f"floor_{sizes}": floor}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
