"""Is it alive, is it ready, and the page that tells administrators what stands still."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from accounts.requests import Request
from enquiries.deadlines.horizon import horizon
from enquiries.reconcile import untold
from enquiries.workflows.runs import unfinished_rounds
from portal.celery import app
from portal.models import Heartbeat
from post.models import Letter, Sweep

# More than any day has: the newest events are found by their number, of which there is an index.
EVENTS_A_DAY = 5_000
DRAIN, READ = "post.tasks.drain", "post.tasks.read_inbox"
CONNECT_SECONDS = 2
STATEMENT_MS = 800
BROKER_SECONDS = 1
# A task may miss two turns before anybody need look.
MISSED_TURNS = 3
LETTER_MAY_WAIT = timedelta(minutes=2)
DISK_NEEDED_BYTES = 1_000_000_000


class Probes:
    """Answers the two probes at the door: without a session, a user or a known host name."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        probe = {"/health/live": live, "/health/ready": ready}.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


@require_safe
def live(request: Request) -> HttpResponse:
    """The process answers. Touches nothing, so that no outage elsewhere restarts it."""
    return HttpResponse("alive", content_type="text/plain")


@require_safe
def ready(request: Request) -> HttpResponse:
    """200 when the database answers and has every migration, else 503; within 3 seconds."""
    try:
        missing = unapplied_migrations()
    except Error as error:
        return not_ready(f"the database does not answer ({type(error).__name__})")
    if missing:
        return not_ready(f"{len(missing)} migrations are not applied")
    return JsonResponse({"ready": True})


def not_ready(why: str) -> HttpResponse:
    return JsonResponse({"ready": False, "why": why}, status=503)


def unapplied_migrations() -> frozenset[tuple[str, str]]:
    """Over a fresh connection, since a kept one can hang for long. Raises django.db.Error."""
    fresh = connection.copy()
    fresh.settings_dict["OPTIONS"]["connect_timeout"] = CONNECT_SECONDS
    with closing(fresh), fresh.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {STATEMENT_MS}")
        return migrations_on_disk() - set(MigrationRecorder(fresh).applied_migrations())


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


@dataclass(frozen=True)
class Reading:
    """One line of the status page."""

    name: str
    value: str
    is_well: bool


@require_safe
def status(request: Request) -> HttpResponse:
    """What an administrator needs to know when letters or deadlines seem to stand still."""
    if not request.user.is_staff:
        raise PermissionDenied
    readings = [
        oldest_letter(request.now), stuck_letters(), *scheduled(request.now), broker(), disk(),
        unsettled_letters(request.now), untold_events(request.now), calendar(request.today),
    ]  # fmt: skip
    well = all(reading.is_well for reading in readings)
    return render(request, "portal/status.html", {"readings": readings, "all_well": well})


def oldest_letter(now: datetime) -> Reading:
    since = Letter.objects.waits_since(now)
    if since is None:
        return Reading("Oldest waiting letter", "none is waiting", True)
    age = now - since
    return Reading("Oldest waiting letter", in_words(age), age <= LETTER_MAY_WAIT)


def stuck_letters() -> Reading:
    """Failed and parked letters move only when a person decides."""
    counts = Counter(Letter.objects.needing_a_person().values_list("status", flat=True))
    said = ", ".join(f"{counts[status]} {status}" for status in ("failed", "parked"))
    return Reading("Letters for a person", said, not counts)


def unsettled_letters(now: datetime) -> Reading:
    """After three days every letter is sent, or somebody has been shown that it was not."""
    count = Letter.objects.unsettled(now).count()
    return Reading("Letters without an end after three days", str(count), not count)


def untold_events(now: datetime) -> Reading:
    """Events of the last day that somebody should have been written to about, and was not.

    Sample enquiries have letters for their last event only.
    """
    if settings.DEMO:
        return Reading("Events of the last day without their letter", "not counted here", True)
    count = len(untold(since=now - timedelta(days=1), until=now, newest=EVENTS_A_DAY))
    return Reading("Events of the last day without their letter", str(count), not count)


def scheduled(now: datetime) -> list[Reading]:
    """One reading for each line of the beat table.

    Outbox and inbox keep their own notes, since they are also swept where no broker is, and a turn
    that finds no mailbox is none.
    """
    last: dict[str, datetime | None] = dict(Heartbeat.objects.values_list("name", "at"))
    table: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
    swept = dict(Sweep.objects.values_list("name", "at"))
    if "outbox" in swept:
        last[DRAIN] = swept["outbox"]
    if settings.INBOX_URL:
        last[READ] = swept.get("inbox")
    runs = [
        last_run(name, last.get(entry["task"]), entry["schedule"], now)
        for name, entry in table.items()
    ]
    return [*runs, rounds(now)]


def rounds(now: datetime) -> Reading:
    """The sweep's rounds leave a row each, so one that is missing or died is seen for an hour."""
    missing = unfinished_rounds(now=now)
    said = f"not done: {', '.join(missing)}" if missing else "each done"
    return Reading("Rounds of the last hour", said, not missing)


def last_run(name: str, at: datetime | None, every_seconds: float, now: datetime) -> Reading:
    title = f"Last: {name}"
    if at is None:
        return Reading(title, "never", False)
    late = now - at > timedelta(seconds=every_seconds * MISSED_TURNS)
    return Reading(title, f"{in_words(now - at)} ago", not late)


def broker() -> Reading:
    """Asked with short time-outs; a broker that hangs counts as down."""
    limits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    try:
        with app.connection_for_write(transport_options=limits) as line:
            line.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OperationalError, OSError):
        return Reading("Broker", "does not answer; letters still leave with the next sweep", False)
    return Reading("Broker", "answers", True)


def disk() -> Reading:
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    return Reading("Disk", f"{free / 1e9:.1f} GB free", free > DISK_NEEDED_BYTES)


def calendar(today: date) -> Reading:
    """Past the last loaded bank holidays no date can be promised."""
    left = horizon(today)
    return Reading("Calendar", left.sentence, not left.is_near)


def in_words(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    if seconds < 120:
        return f"{max(seconds, 0)} seconds"
    if seconds < 7200:
        return f"{seconds // 60} minutes"
    return f"{seconds // 3600} hours"
