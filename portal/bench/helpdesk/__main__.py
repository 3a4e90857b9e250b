"""Prints each page of ours beside the peer's page for the same job, one JSON object a line."""

import argparse
import json
import os
import sys
from contextlib import ExitStack
from statistics import median

from portal.servers.errors import LauncherError

from ..ground import ROOT, ground
from . import fill
from .environment import RELEASE, interpreter
from .speaker import Speaker

ROWS = 100_000
# A page that takes seconds is asked less often, so that a run ends.
TURNS, FEWEST, PATIENCE_MS = 40, 7, 30_000
# What is wanted of us at 100,000, in times as fast.
GOALS = {
    "list": 15,
    "list_closed": 15,
    "search_common": 50,
    "search_rare": 50,
    "search_nothing": 50,
    "my_work": 40,
    "dashboard": 40,
}
THEIRS, OURS = "portal.bench.helpdesk.theirs", "portal.bench.helpdesk.ours"


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        with ground(options.rows) as environment:
            print(json.dumps({"peer": RELEASE, "rows": options.rows}), flush=True)
            beside(options, environment)
    except LauncherError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options; what they leave out is in the environment, for `make bench-peer`."""
    parser = argparse.ArgumentParser(prog="portal.bench.helpdesk", description=__doc__)
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), metavar="NAME")
    parser.add_argument("--rows", type=int, default=os.environ.get("ROWS") or ROWS)
    return parser.parse_args(arguments)


def beside(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Fill the peer's tables if need be, start both, and measure page after page."""
    wanted = tuple(options.only.split()) or ("",)
    python, url = interpreter(), environment["DATABASE_URL"]
    theirs = {**environment, **fill.leading_to(url)}
    if not fill.is_filled(url):
        fill.make_database(url)
        command = [python, "-W", "ignore", "-m", THEIRS, "migrate"]
        Speaker.run(command, theirs, ROOT)
        fill.copy(url)
    with ExitStack() as stack:
        ours = stack.enter_context(Speaker([sys.executable, "-m", OURS], environment, ROOT))
        peer = stack.enter_context(Speaker([python, "-W", "ignore", "-m", THEIRS], theirs, ROOT))
        for page in ours.hello["queries"]:
            if page.startswith(wanted):
                print(json.dumps(measured(page, ours, peer, options.rows)), flush=True)


def measured(page: str, ours: Speaker, peer: Speaker, rows: int) -> dict:
    """Ask both in turn and return the line of one page, medians in milliseconds."""
    took: dict[str, list[float]] = {"ours": [], "peer": []}
    while len(took["peer"]) < TURNS:
        took["ours"].append(ours.ask(page))
        took["peer"].append(peer.ask(page))
        if len(took["peer"]) >= FEWEST and sum(took["peer"]) > PATIENCE_MS:
            break
    return line(page, took, rows) | {
        "queries": ours.hello["queries"][page],
        "peer_queries": peer.hello["queries"][page],
    }


def line(page: str, took: dict[str, list[float]], rows: int) -> dict:
    """Return both medians, and how many times as fast ours is; the goal is of 100,000 rows."""
    p50, peer = median(took["ours"]), median(took["peer"])
    goal = {"goal": GOALS[page]} if page in GOALS and rows == ROWS else {}
    return {
        "page": page,
        "rows": rows,
        "p50_ms": round(p50, 2),
        "peer_p50_ms": round(peer, 2),
        "times_as_fast": round(peer / p50, 1),
        **goal,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
