"""Handling what came in by mail: each message once, and none holds up another."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from post import messages, tokens
from post.inbox import Away, Box, open_box
from post.models import Incoming, Letter, Receipt, Sweep
from post.plain import one_line

from . import bounces
from .replies import Reply, Taken, hand_in

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Done = Incoming.Done
SWEEP = "inbox"
# Below the task's soft limit, so that a round ends by itself.
ROUND = timedelta(seconds=40)
AT_ONCE = 50
TRIES = [f"The reader stopped in the middle of it: try {n} of 3." for n in (1, 2, 3)]
# Of the latest messages, to find how far the mailbox has been read.
LATEST = 200
TWICE = timedelta(days=30)
# A person writes a few times a day; a machine that we did not recognise goes on for ever.
MOST_A_DAY = 20
LATER = "later"
LOCK = 7_302_118


def read_inbox(*, clock: Clock, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Handle what waits in the mailbox for at most 40 seconds; return how many of each outcome.

    `clock` returns aware UTC instants. `stop` is asked between messages. Safe to run twice at once
    and again after a crash. Nothing is read where no mailbox is set, or while it is away.
    """
    if not settings.INBOX_URL:
        return Counter()
    with alone() as is_alone:
        return one_round(clock, stop) if is_alone else Counter()


def one_round(clock: Clock, stop: Callable[[], bool]) -> Counter[str]:
    counts, finish = Counter[str](), clock() + ROUND
    try:
        with open_box(settings.INBOX_URL) as box:
            for number in new_in(box)[:AT_ONCE]:
                if stop() or clock() >= finish:
                    break
                counts[take(box, number, clock=clock)] += 1
    except Away as error:
        logger.warning("The mailbox cannot be read: %s", error)
        return counts
    Sweep.objects.update_or_create(name=SWEEP, defaults={"at": clock()})
    return counts


@contextmanager
def alone() -> Iterator[bool]:
    """Say whether no other reader is at work. Its lock ends with its connection at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        [is_alone] = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def new_in(box: Box) -> list[int]:
    """Return the numbers of messages that are not handled; mark those that are and were not."""
    done = Incoming.objects.filter(source__startswith=f"{box.source}/").exclude(why__in=TRIES[:-1])
    latest = done.order_by("-pk").values_list("source", flat=True)[:LATEST]
    last = max((int(source.rpartition("/")[2]) for source in latest), default=None)
    numbers = box.waiting(last)
    sources = {f"{box.source}/{number}": number for number in numbers}
    handled = dict(done.filter(source__in=sources).values_list("source", "done"))
    for source, what in handled.items():
        box.mark(sources[source], failed=what == Done.FAILED)
    return [number for source, number in sources.items() if source not in handled]


def take(box: Box, number: int, *, clock: Clock) -> str:
    """Handle one message and mark it. What it did and the note of it commit together."""
    source = f"{box.source}/{number}"
    size = box.size(number)
    too_large = size is not None and size > messages.MOST_BYTES
    raw = box.message(number, head_only=too_large)
    begin(source, at=clock())
    done = handle_safely(source, raw or b"", too_large=too_large, at=clock())
    if done != LATER:
        box.mark(number, failed=done == Done.FAILED)
    return done


@transaction.atomic
def begin(source: str, *, at: datetime) -> None:
    """Count a try before it begins, so that a message which kills its reader is left alone."""
    fields = {"came_at": at, "done": Done.FAILED, "why": TRIES[0]}
    row, is_new = Incoming.objects.select_for_update().get_or_create(source=source, defaults=fields)
    if not is_new and row.why in TRIES[:-1]:
        again = TRIES[TRIES.index(row.why) + 1]
        Incoming.objects.filter(pk=row.pk).update(why=again)


def handle_safely(source: str, raw: bytes, *, too_large: bool, at: datetime) -> str:
    """Handle a message; one that cannot be is noted as such and a person sees it.

    When the database, the disk or our time is to blame, the message is not: it is tried again.
    """
    try:
        return handle(source, raw, too_large=too_large, at=at)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
        raise
    except OSError:
        logger.exception("A message must wait")
        return LATER
    except Exception as error:
        logger.exception("A message could not be read")
        why = f"It could not be read: {type(error).__name__}"
        Incoming.objects.filter(source=source).update(done=Done.FAILED, why=why)
        return Done.FAILED


@transaction.atomic
def handle(source: str, raw: bytes, *, too_large: bool, at: datetime) -> str:
    """Do what a message asks for, and note it, together or not at all."""
    row = Incoming.objects.select_for_update().get(source=source)
    if row.why not in TRIES:
        return row.done
    message = messages.parse(raw)
    row.sender, row.subject = messages.sender(message), messages.header(message, "Subject")
    row.message_id = one_line(messages.identity(message, raw))[:250]
    taken, row.letter = decide(row, message, too_large=too_large, at=at)
    row.done, row.why, row.about = taken.done, taken.why[:500] or "Done.", taken.about
    row.save()
    return row.done


def decide(row: Incoming, message, *, too_large: bool, at: datetime) -> tuple[Taken, Letter | None]:
    """The order matters: a bounce looks automatic, and our own letter looks like a reply."""
    letter = letter_of(message)
    if bounce := messages.bounce_in(message):
        return note_bounce(row, bounce, letter, at=at), letter
    addresses = [parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.REPLY_ADDRESS]
    domain = settings.MESSAGE_ID_DOMAIN
    if why := messages.why_ours(message, domain=domain, addresses=addresses):
        return Taken(Done.IGNORED, why), letter
    if why := messages.why_automatic(message):
        note(letter, Receipt.What.AUTO, why, row, at=at)
        return Taken(Done.AUTO, why), letter
    if why := why_not_trusted(message):
        return Taken(Done.IGNORED, why), letter
    if why := why_not_again(row, at=at):
        return Taken(Done.IGNORED, why), letter
    return hand_in(reply=reply_in(row, message, too_large=too_large), at=at), letter


def letter_of(message) -> Letter | None:
    """Find the letter that a message is about: by the address it came to, or by our Message-ID."""
    found = (tokens.read_bounce(address) for address in messages.recipients(message))
    if key := next((key for key in found if key is not None), None):
        return Letter.objects.filter(pk=key).first()
    identities = messages.identities_in(message, settings.MESSAGE_ID_DOMAIN)
    return Letter.objects.filter(message_id__in=identities).first() if identities else None


def note_bounce(row: Incoming, bounce, letter: Letter | None, *, at: datetime) -> Taken:
    if letter is None:
        return Taken(Done.IGNORED, "It tells of no letter of ours.")
    if not bounce.is_final:
        note(letter, Receipt.What.DELAYED, bounce.words, row, at=at)
        return Taken(Done.BOUNCE, f"Still being tried. {bounce.words}", letter.about)
    note(letter, bounce.what, bounce.words, row, at=at)
    return Taken(Done.BOUNCE, bounce.words, letter.about)


def note(letter: Letter | None, what: str, words: str, row: Incoming, *, at: datetime) -> None:
    if letter is not None:
        source = f"inbox:{row.pk}:{what}"
        bounces.note(letter=letter, what=what, at=at, source=source, words=words)


def why_not_trusted(message) -> str:
    """An answer to whom somebody else pretends to be would only trouble her."""
    server = settings.AUTHENTICATION_RESULTS
    return messages.why_unverified(message, server) if server else ""


def why_not_again(row: Incoming, *, at: datetime) -> str:
    """Say why a message is left alone: it came twice, or its sender never stops."""
    earlier = Incoming.objects.filter(sender=row.sender).exclude(pk=row.pk)
    heard = earlier.filter(done__in=[Done.REPLY, Done.ANSWERED])
    if heard.filter(message_id=row.message_id, came_at__gt=at - TWICE).exists():
        return "It came twice."
    if heard.filter(came_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        return f"More than {MOST_A_DAY} messages of one sender in a day."
    return ""


def reply_in(row: Incoming, message, *, too_large: bool) -> Reply:
    read = (tokens.read_reply(address) for address in messages.recipients(message))
    token = next(filter(None, read), None)
    source = f"inbox:{row.pk}"
    if too_large:
        return Reply(row.sender, source, token, is_too_large=True)
    words = messages.words_of(message)
    return Reply(row.sender, source, token, words.text, words.was_cut, messages.files_in(message))
