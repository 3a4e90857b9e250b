import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.sample.demo import AlreadyThere, make_demo
from portal.sample.world import NoReference


class Command(BaseCommand):
    help = "Makes demo people and a year of enquiries on the real parishes, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, seed: int, **options: object) -> None:
        began = time.monotonic()
        try:
            cases = make_demo(seed=seed, now=timezone.now())
        except (AlreadyThere, NoReference) as reason:
            raise CommandError(str(reason)) from reason
        still_open = sum(case.is_open for case in cases)
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{len(cases):,} enquiries, {still_open} of them open, in {seconds:.1f} seconds"
        )
