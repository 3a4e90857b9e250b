"""One size, in the process that has Django: measures each bench and prints its line."""

import argparse
import json
import sys


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="portal.bench.run")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args(arguments)
    return run(options.rows, options.only)


def run(rows: int, only: str) -> int:
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "portal.bench.floor"
    from portal.bench.alone import ALONE
    from portal.bench.benches import benches
    from portal.bench.floor import make_rollup
    from portal.bench.measure import measure

    wanted = tuple(only.split()) or ("",)
    alone = [bench for name, bench in ALONE.items() if name.startswith(wanted)]
    make_rollup()
    count_figures()
    chosen = [bench for bench in benches() if bench.name.startswith(wanted)]
    if not chosen and not alone:
        print(f"There is no bench called {only}.", file=sys.stderr)
        return 2
    for bench in chosen:
        print(json.dumps(measure(bench, rows=rows).line), flush=True)
    for one in alone:
        print(json.dumps(one(rows)), flush=True)
    return 0


def count_figures() -> None:
    """Take in what changed, as after a migration, before anything is timed."""
    from django.utils import timezone

    from consistency.models import Change
    from consistency.workflows import rebuild

    if Change.objects.exists():
        rebuild(at=timezone.now())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
