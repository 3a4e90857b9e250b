from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from govuk.rows import BadRow
from portal.reference.load import DATA, load


class Command(BaseCommand):
    help = (
        "Loads districts, parishes, bank holidays, kinds of enquiry and the other reference data."
        " Safe to run again: only official names, codes and holidays are brought up to date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would change.")
        parser.add_argument("--from", dest="folder", type=Path, default=DATA, metavar="DIR")

    def handle(self, *, folder: Path, dry_run: bool, verbosity: int, **options: object) -> None:
        try:
            report = load(folder, dry_run=dry_run)
        except BadRow as error:
            raise CommandError(f"{error}\nNothing was written.") from error
        lines = [line for line in report.lines if dry_run or line.startswith("changed")]
        for line in [*lines, *report.summary()] if verbosity else []:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
