"""Adds a day the council's offices close, after showing which dates move."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User

from ...deadlines.clock import BeyondCalendar
from ...permissions import Refused
from ...workflows import calendar
from .import_holidays import NOTHING, moves_in_words


class Command(BaseCommand):
    help = "Adds a closure day in an administrator's name, and moves the dates that rest on it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", help="Such as 2026-12-24.")
        parser.add_argument("why", metavar="WHY", help="Clerks are shown it.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="An administrator.")
        parser.add_argument("--dry-run", action="store_true", help="Only show what would move.")

    def handle(self, *, by: str, dry_run: bool, **options) -> None:
        words = {
            "date": day_of(options["date"]), "why": options["why"], "at": timezone.now(),
            "by": User.objects.filter(email__iexact=by, is_active=True).first(),
        }  # fmt: skip
        if words["by"] is None:
            raise CommandError(f"Nobody has the address {by}. {NOTHING}")
        try:
            self.stdout.write("\n".join(moves_in_words(calendar.preview_closure(**words))))
            if not dry_run:
                calendar.add_closure(**words)
        except (Refused, BeyondCalendar) as refused:
            raise CommandError(f"{refused} {NOTHING}") from refused
        self.stdout.write(NOTHING if dry_run else "The day is added.")


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a date like 2026-12-24. {NOTHING}") from None
