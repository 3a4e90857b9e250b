import logging
import signal
from threading import Event
from time import monotonic

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from post import workflows

logger = logging.getLogger(__name__)

# Daily letters are looked for this often; what is due by the hour can wait a minute.
DAILY_EVERY = 60


class Command(BaseCommand):
    # Letters must leave even while a page is broken.
    requires_system_checks = []
    help = "Deliver the letters that wait, without a broker. Ends cleanly on SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *args, loop: bool, every: float, **options) -> None:
        if not loop:
            self.stdout.write(self.says(workflows.drain(clock=timezone.now)))
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("Delivering letters every %s seconds", every)
        while not stop.is_set():
            self.one_round(stop)
            stop.wait(every)
        logger.info("Delivering letters has stopped")

    daily_at = 0.0

    def one_round(self, stop: Event) -> None:
        """A round that outlives a restart of the database."""
        close_old_connections()
        try:
            self.daily_letters()
            counts = workflows.drain(clock=timezone.now, stop=stop.is_set)
            workflows.ask_notify(clock=timezone.now)
        except Error as error:
            logger.warning("The database is away: %s", type(error).__name__)
            return
        if counts:
            logger.info(self.says(counts))

    def daily_letters(self) -> None:
        """One that cannot be written must not hold up the post."""
        if monotonic() < self.daily_at:
            return
        self.daily_at = monotonic() + DAILY_EVERY
        try:
            workflows.tell_kept(at=timezone.now())
        except ExceptionGroup as failed:
            logger.exception("Daily letters failed: %s", failed)

    def says(self, counts) -> str:
        return f"Letters: {dict(counts) or 'none waited'}"
