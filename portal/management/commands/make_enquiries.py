import os
import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from consistency.workflows import rebuild
from portal.sample.bulk import make_enquiries
from portal.sample.people import make_people
from portal.sample.world import NoReference, load_world


class Command(BaseCommand):
    help = "Makes sample enquiries in bulk, for benchmarks. Needs the reference data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--months", type=int, default=36, help="how far back they go")
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 8))

    def handle(
        self,
        *,
        count: int,
        seed: int,
        months: int,
        processes: int,
        verbosity: int,
        **options: object,
    ) -> None:
        if count < 1 or not 1 <= months <= 60 or processes < 1:
            raise CommandError("Give a count, months (1 to 60) and processes of one or more.")
        began, now = time.monotonic(), timezone.now()
        try:
            with transaction.atomic():
                make_people(now=now, every_council=True)
                world = load_world(on=timezone.localdate(now))
        except NoReference as missing:
            raise CommandError(str(missing)) from missing
        make_enquiries(
            world, count, seed=seed, months=months, now=now, processes=processes,
            say=self.stdout.write if verbosity else lambda text: None,
        )  # fmt: skip
        rebuild(at=now)
        self.stdout.write(f"{count:,} enquiries in {time.monotonic() - began:.1f} seconds")
