"""One worker that drains the outbox beside a bare loop over smtplib, to the same mail server."""

import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import F
from django.test.utils import override_settings
from django.utils import timezone

from post.delivery.message import message_of
from post.models import Letter
from post.workflows import claim, drain

from .sink import sink

LETTERS, SAMPLES, CLAIMS, BULK = 100, 15, 200, 5_000
KIND, OUT_OF_THE_WAY = "bench", timedelta(days=365)
# About what a letter of the portal holds.
TEXT = "We are looking into this. We expect to reply by Thursday 3 December 2026.\n" * 20
HTML = f"<!doctype html><html lang='en'><body>{'<p>' + TEXT + '</p>'}</body></html>" * 2


def letters(rows: int) -> dict:
    """Time one worker, a bare loop over one line, and the framework's own line for each message."""
    took: dict[str, list[float]] = {"ours": [], "floor": [], "framework": []}
    with alone(), sink() as port, override_settings(**smtp(port)):
        for _ in range(SAMPLES):
            took["ours"].append(timed(ours, waiting(LETTERS)))
            took["floor"].append(timed(floor, waiting(LETTERS)))
            took["framework"].append(timed(framework, waiting(LETTERS)))
    each = {name: median(times) / LETTERS * 1000 for name, times in took.items()}
    return {
        "bench": "letters",
        "rows": rows,
        "p50_ms": round(each["ours"], 2),
        "floor_p50_ms": round(each["floor"], 2),
        "ratio": round(each["ours"] / each["floor"], 2),
        "letters_per_second": round(1000 / each["ours"]),
        "smtplib_per_second": round(1000 / each["floor"]),
        "line_for_each_per_second": round(1000 / each["framework"]),
        "of_smtplib": round(each["floor"] / each["ours"], 2),
    }


def claims(rows: int) -> dict:
    """Time taking a case letter in hand, with a mailing waiting and as many sent as `rows`.

    The floor is one UPDATE of one row by its key.
    """
    with alone():
        fill(rows)
        waiting(CLAIMS, priority=Letter.Priority.CASE)
        ours = [seconds(lambda: claim(at=timezone.now(), most=1)) for _ in range(CLAIMS)]
        floor = [seconds(one_row) for _ in range(CLAIMS)]
    took, least = median(ours) * 1000, median(floor) * 1000
    return {
        "bench": "claims",
        "rows": rows,
        "bulk_waiting": BULK,
        "p50_ms": round(took, 3),
        "floor_p50_ms": round(least, 3),
        "ratio": round(took / least, 2),
    }


def smtp(port: int) -> dict:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


@contextmanager
def alone() -> Iterator[None]:
    """Keep letters of other benches out of the way, and leave none of ours."""
    others = Letter.objects.waiting().exclude(kind=KIND)
    Letter.objects.filter(kind=KIND).delete()
    others.update(not_before=F("not_before") + OUT_OF_THE_WAY)
    try:
        yield
    finally:
        Letter.objects.filter(kind=KIND)._raw_delete(Letter.objects.db)
        others.update(not_before=F("not_before") - OUT_OF_THE_WAY)
        execute("VACUUM post_letter")


def waiting(number: int, **fields) -> list[Letter]:
    """Write letters that are due."""
    now = timezone.now()
    mark = time.monotonic_ns()
    return Letter.objects.bulk_create(
        Letter(
            kind=KIND, key=f"{KIND}:{mark}:{one}", message_id=f"<{mark}.{one}@bench.example>",
            to=f"p{one}@bench.example", subject="News of your enquiry", text=TEXT, html=HTML,
            created_at=now, not_before=now, **fields,
        )
        for one in range(number)
    )  # fmt: skip


def timed(send: Callable[[list[Letter]], None], rows: list[Letter]) -> float:
    took = seconds(lambda: send(rows))
    Letter.objects.filter(kind=KIND).delete()
    return took


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ours(rows: list[Letter]) -> None:
    counts = drain(clock=timezone.now)
    if counts != {"taken": len(rows)}:
        raise RuntimeError(f"Not all letters left: {dict(counts)}")


def floor(rows: list[Letter]) -> None:
    """Send the same messages, and note nothing."""
    with smtplib.SMTP(*address()) as line:
        for row in rows:
            words = message_of(row).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            line.sendmail("post@bench.example", [row.to], words)


def framework(rows: list[Letter]) -> None:
    """Send as code does that knows no outbox: a line for each message."""
    for row in rows:
        message = EmailMultiAlternatives(row.subject, row.text, to=[row.to])
        message.attach_alternative(row.html, "text/html")
        message.send()


def address() -> tuple[str, int]:
    return settings.EMAIL_HOST, settings.EMAIL_PORT


SENT = """
INSERT INTO post_letter (kind, key, message_id, about, "to", reply_to, unsubscribe_url, subject,
    text, html, policy, status, priority, only_if, created_at, not_before, attempts, sent_at,
    provider_id, error)
SELECT 'bench', 'sent:' || one, 'sent:' || one, '', 'p' || one || '@bench.example', '', '', 'News',
       '', '', 'requeue', 'sent', 5, '', at, at, 1, at, '', ''
FROM (SELECT one, now() - one * interval '1 second' AS at FROM generate_series(1, %s) one) each
"""


def fill(rows: int) -> None:
    """Write letters sent long ago, and a mailing that waits."""
    execute("SET statement_timeout = 0")
    execute(SENT, [rows])
    waiting(BULK, priority=Letter.Priority.BULK)
    execute("VACUUM (ANALYZE) post_letter")
    execute("RESET statement_timeout")


def one_row() -> None:
    """Update one row by its key: the least that taking anything in hand can cost."""
    execute("UPDATE post_letter SET attempts = attempts + 1 WHERE key = 'sent:1'")


def execute(statement: str, values: list | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
