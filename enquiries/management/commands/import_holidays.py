"""Imports a published file of bank holidays, after showing what it changes and which dates move."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...deadlines.clock import BeyondCalendar
from ...deadlines.published import MOST_BYTES, BadFile, read
from ...wording import short_date
from ...workflows import calendar
from ...workflows.recounts import Forecast

NOTHING = "Nothing was written."


class Command(BaseCommand):
    help = (
        "Imports bank holidays from a file: GOV.UK's bank-holidays.json, or CSV with the columns "
        "date, nation and title. Shows what changes and which reply dates move, then asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Only show what would change.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *, file: Path, dry_run: bool, yes: bool, **options: object) -> None:
        at = timezone.now()
        try:
            rows = read(content_of(file))
            preview = calendar.preview_holidays(rows=rows, at=at)
            self.show(preview)
            if dry_run or not preview.changes:
                self.stdout.write(NOTHING)
            elif yes or self.is_agreed():
                calendar.import_holidays(rows=rows, at=at, by=None)
                self.stdout.write("The changes are made.")
            else:
                self.stdout.write(NOTHING)
        except (BadFile, BeyondCalendar, OSError) as bad:
            raise CommandError(f"{bad} {NOTHING}") from bad

    def show(self, preview: calendar.Preview) -> None:
        for line in preview.changes.lines():
            self.stdout.write(line)
        self.stdout.write(f"Unchanged: {preview.changes.unchanged}")
        for line in moves_in_words(preview.moves):
            self.stdout.write(line)

    def is_agreed(self) -> bool:
        return input("Make these changes? Type yes: ").strip().lower() == "yes"


def content_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def moves_in_words(moves: Forecast) -> list[str]:
    first = [
        f"  {each.deadline.enquiry.reference}: {short_date(each.deadline.due_on)} to "
        f"{short_date(each.due_on)}"
        for each in moves.shown
    ]
    more = [f"  and {moves.replies - len(first)} more"] if moves.replies > len(first) else []
    kept = [f"Counted earlier now, but kept: {moves.kept}"] if moves.kept else []
    return [
        f"Reply dates that move: {moves.replies}", *first, *more,
        f"Other dates that move: {moves.others}", *kept,
    ]  # fmt: skip
