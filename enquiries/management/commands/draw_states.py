"""Writes the diagram of statuses into docs/, from the table the code obeys."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ...states import CLOSED, LOOKS, MOVES, Status

HEAD = """# The statuses of an enquiry

Drawn by `manage.py draw_states` from the table of moves in `enquiries/states.py`. A move that is
not here cannot happen. Lateness is not a status: it is a fact beside it.

"""


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.RECEIVED}: log_enquiry"]
    lines += [f"    {status}: {LOOKS[status].tag}" for status in Status]
    for old, moves in MOVES.items():
        lines += [f"    {old} --> {new}: {verb}" for new, verb in moves.items()]
    lines += [f"    {status} --> [*]" for status in CLOSED]
    return "\n".join(lines)


def table() -> str:
    """Return each status with its tag, its step of four and whose turn it is."""
    rows = ["| status | the clerk sees | step | whose turn |", "| --- | --- | --- | --- |"]
    rows += [f"| `{s}` | {LOOKS[s].tag} | {LOOKS[s].step} | {LOOKS[s].turn} |" for s in Status]
    return "\n".join(rows)


def page() -> str:
    return f"{HEAD}```mermaid\n{diagram()}\n```\n\n{table()}\n"


class Command(BaseCommand):
    help = "Write docs/states.md from the table of moves."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "states.md"
        target.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Wrote {target.relative_to(settings.BASE_DIR)}")
