"""Prints how PostgreSQL answers each query of the officer's lists, for docs/figures.md.

`make explain` (ROWS=10000 for a smaller ground) asks the pages as the benches do, and explains
every query of theirs that reads enquiries, with the rows it touched.
"""

import argparse
import os
import re
import subprocess
import sys

from .ground import ROOT, ground

PLAN = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF, SUMMARY OFF) "
WIDEST = 140
# Which way was taken and how many rows it touched; not what memory it used.
TELLING = re.compile(r"->|Cond:|Filter|^[A-Z]")
NUMBERS = re.compile(r"\([0-9]+(, [0-9]+){3,}\)")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="portal.bench.explain", description=__doc__)
    parser.add_argument("--rows", type=int, default=os.environ.get("ROWS") or 1_000_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        explain_all()
        return 0
    command = [sys.executable, "-m", "portal.bench.explain", "--inside"]
    with ground(int(options.rows)) as environment:
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def explain_all() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "portal.bench.floor"
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from .benches import listed_pages

    for name, ask in listed_pages():
        with CaptureQueriesContext(connection) as queries:
            ask()
        print(f"\n### {name}\n")
        for query in queries.captured_queries:
            if 'FROM "enquiries_enquiry"' in query["sql"]:
                print(explained(query["sql"]))


def explained(sql: str) -> str:
    """Return a query in short and its plan in short, as a block of Markdown."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAN + sql)
        plan = [line[:WIDEST] for (line,) in cursor.fetchall() if TELLING.search(line)]
    # Keys of rows would make every print another one.
    where = NUMBERS.sub("(…)", sql.rpartition(' FROM "enquiries_enquiry" ')[2])
    return "\n".join(["```", f"{where[:WIDEST]} …", *plan, "```", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
