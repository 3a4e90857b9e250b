import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from post import workflows

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    # What comes back must be noted even while a page is broken.
    requires_system_checks = []
    help = "Read the mailbox to which letters come back. Ends cleanly on SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=60, metavar="SECONDS")

    def handle(self, *args, loop: bool, every: float, **options) -> None:
        stop = Event()
        if loop:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        self.one_round(stop)
        while loop and not stop.wait(every):
            self.one_round(stop)

    def one_round(self, stop: Event) -> None:
        """A round that outlives a restart of the database."""
        close_old_connections()
        try:
            counts = workflows.read_inbox(clock=timezone.now, stop=stop.is_set)
        except Error as error:
            logger.warning("The database is away: %s", type(error).__name__)
            return
        if counts:
            logger.info("Messages: %s", dict(counts))
