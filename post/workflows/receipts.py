"""What GOV.UK Notify tells of letters, by itself or when asked."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from post.delivery import NotifyLine, hang_up
from post.models import Letter, Receipt, Sweep
from post.states import MAX_ATTEMPTS, pause_after

from . import bounces

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Status, What = Letter.Status, Receipt.What
WHAT = {
    "delivered": What.DELIVERED,
    "temporary-failure": What.SOFT,
    "permanent-failure": What.HARD,
}
NOT_SENT = "technical-failure"
# It is with Notify, whatever this side knew.
TAKEN_ANYWAY = (Status.WAITING, Status.SENDING, Status.PARKED, Status.FAILED)
# Notify tells by itself within minutes, and tries for three days; then nothing more is to come.
SOON, LONG_AGO = timedelta(minutes=5), timedelta(days=4)
SWEEP, EVERY = "notify", timedelta(minutes=1)
AT_ONCE, ROUND = 50, timedelta(seconds=10)


@dataclass(frozen=True)
class News:
    """What became of one letter. `at` is an aware UTC instant, `number` Notify's."""

    number: str
    reference: str
    status: str
    at: datetime


@transaction.atomic
def tell(*, news: News, at: datetime, by=None) -> bool:
    """Note news of a letter; return whether it was any.

    What is not ours, not final or told already is no news. `at` is the aware UTC instant of being
    told: what claims to come from the future, or from before the letter, happened now.
    """
    letter = Letter.objects.select_for_update().filter(message_id=news.reference).first()
    if letter is None or news.status not in {*WHAT, NOT_SENT}:
        return False
    when = news.at if letter.created_at <= news.at <= at else at
    source = f"notify:{news.number}:{news.status}"
    if news.status == NOT_SENT:
        return not_sent(letter, source=source, at=when)
    words = f"GOV.UK Notify: {news.status}"
    what = WHAT[news.status]
    if not bounces.note(letter=letter, what=what, at=when, source=source, words=words, by=by):
        return False
    settle_doubt(letter, news, when)
    return True


def settle_doubt(letter: Letter, news: News, at: datetime) -> None:
    """What Notify tells of, it was given, even where its answer was lost on the way."""
    rows = Letter.objects.filter(pk=letter.pk)
    rows.filter(status__in=TAKEN_ANYWAY).update(
        status=Status.SENT, sent_at=at, leased_until=None, error=""
    )
    rows.filter(provider_id="").update(provider_id=news.number)


def not_sent(letter: Letter, *, source: str, at: datetime) -> bool:
    """Notify took it and could not pass it on: it waits again, or a person is shown it."""
    told = Receipt.objects.filter(source=source).exists()
    # Of a letter still in hand we ask again when its worker has noted that Notify took it.
    if told or letter.status == Status.SENDING:
        return False
    words = f"GOV.UK Notify: {NOT_SENT}"
    Receipt.objects.create(letter=letter, what=What.SOFT, at=at, source=source, words=words)
    again = {"status": Status.WAITING, "not_before": at + pause_after(letter.attempts)}
    given_up = {"status": Status.FAILED}
    changes = again if letter.attempts < MAX_ATTEMPTS else given_up
    return bool(
        Letter.objects.filter(
            pk=letter.pk, status=Status.SENT, delivered_at=None, bounced_at=None
        ).update(sent_at=None, provider_id="", error=words, **changes)
    )


def ask_notify(*, clock: Clock) -> int:
    """Ask what became of letters of which nothing was heard; return how many had news.

    `clock` returns aware UTC instants. One asks a minute, whoever comes first, about 50 letters,
    for at most 10 seconds. Nothing is asked where letters leave by another line.
    """
    if not settings.NOTIFY_API_KEY or not is_my_turn(at=clock()):
        return 0
    line, finish, told = NotifyLine(), clock() + ROUND, 0
    for letter in unheard(at=clock()):
        if clock() >= finish or (news := ask(line, letter, at=clock())) is None:
            break
        told += tell(news=news, at=clock())
    hang_up(line)
    return told


def is_my_turn(*, at: datetime) -> bool:
    """Of several loops and workers, one asks each minute."""
    turn = Sweep.objects.filter(name=SWEEP)
    if not turn.exists():
        Sweep.objects.bulk_create([Sweep(name=SWEEP, at=at - EVERY)], ignore_conflicts=True)
    return bool(turn.filter(at__lte=at - EVERY).update(at=at))


def unheard(*, at: datetime) -> list[Letter]:
    """Choose by lot: one whose server tries for days must not keep the others from their turn."""
    return list(
        Letter.objects.filter(
            status=Status.SENT,
            sent_at__range=(at - LONG_AGO, at - SOON),
            delivered_at=None,
            bounced_at=None,
        )
        .exclude(provider_id="")
        .order_by("?")[:AT_ONCE]
    )


def ask(line: NotifyLine, letter: Letter, *, at: datetime) -> News | None:
    """Return Notify's answer about one letter; None where it gives none."""
    try:
        status, when = line.status_of(letter.provider_id)
    except Exception as error:
        logger.info("GOV.UK Notify could not be asked: %s", type(error).__name__)
        return None
    return News(letter.provider_id, letter.message_id, status, when or at)
