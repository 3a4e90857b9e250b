"""What the pages of the post read: counts, reasons and letters, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ..models import Address, Letter, Mailing

Status = Letter.Status
# A letter should leave within seconds; what is older than this stands still.
MAY_WAIT = timedelta(minutes=2)
RECENT_DAYS = 7
LAST_DAYS = f"in the last {RECENT_DAYS} days"
REASONS_SHOWN = 20
MAILINGS_SHOWN = 10
WORDS = {
    Status.WAITING: ("Waiting to be sent", "blue"),
    Status.SENDING: ("Being sent", "blue"),
    Status.SENT: ("Sent", "teal"),
    Status.FAILED: ("Failed", "red"),
    Status.PARKED: ("Parked", "orange"),
    Status.KEPT: ("Kept", "grey"),
    Status.TOLD: ("In the daily letter", "teal"),
    Status.DROPPED: ("Not sent", "grey"),
}


def midnight(today: date) -> datetime:
    """Return the aware instant at which a London day begins."""
    return timezone.make_aware(datetime.combine(today, time.min))


def in_state(state: str, today: date) -> Q:
    """Say which letters a choice of the filter names; `today` is a London day."""
    groups = {
        "": Q(),
        "person": Q(status=Status.FAILED) | Q(status=Status.PARKED),
        "today": Q(status=Status.SENT, sent_at__gte=midnight(today)),
        "back": Q(bounced_at__isnull=False),
    }
    return groups.get(state, Q(status=state))


def asked_for(q: str) -> Q:
    """A reference or an address, whole; blank is everything."""
    if not q:
        return Q()
    return Q(to__in={q, q.lower()}) if "@" in q else Q(about=q.upper())


@dataclass(frozen=True)
class Figure:
    """One line of the post today. `is_well` is False where somebody should look."""

    label: str
    count: int
    url: str
    note: str = ""
    is_well: bool = True


def letters_url(**chosen: str) -> str:
    return f"{reverse('post_letters')}?{urlencode(chosen)}"


def figures(now: datetime, today: date) -> list[Figure]:
    """Return how many letters stand where, each count along an index of its own."""

    def count(state: str, recent: Q | None = None) -> int:
        return Letter.objects.filter(in_state(state, today), recent or Q()).count()

    since = now - timedelta(days=RECENT_DAYS)
    waited = oldest_age(now)
    late = waited is not None and waited > MAY_WAIT
    rows: list[tuple[str, str, int, str, bool]] = [
        ("Waiting to be sent", "waiting", count("waiting"), age_note(waited), not late),
        ("Being sent", "sending", count("sending"), "", True),
        ("Sent today", "today", count("today"), "", True),
        ("Failed", "failed", failed := count("failed"), "", not failed),
        ("Parked for a person", "parked", parked := count("parked"), "", not parked),
        ("Kept for the daily letter", "kept", count("kept"), "", True),
        ("Came back", "back", count("back", Q(bounced_at__gte=since)), LAST_DAYS, True),
        ("Not sent", "dropped", count("dropped", Q(created_at__gte=since)), LAST_DAYS, True),
    ]
    return [
        Figure(label, number, letters_url(state=state), note, well)
        for label, state, number, note, well in rows
    ]


def oldest_age(now: datetime) -> timedelta | None:
    """Return how long the letter that has waited longest waits; None while none is due."""
    since = Letter.objects.waits_since(now)
    return now - since if since else None


def age_note(age: timedelta | None) -> str:
    return "" if age is None else f"the oldest has waited {in_words(age)}"


def in_words(age: timedelta) -> str:
    """Write how long ago, in the unit that people would choose."""
    seconds = max(int(age.total_seconds()), 0)
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return plural(seconds // length, unit)
    return plural(seconds, "second")


def moment(instant: datetime) -> str:
    """Write an aware instant in Europe/London: 3 December 2026, 10:02:07am."""
    local = timezone.localtime(instant)
    half = "am" if local.hour < 12 else "pm"
    return f"{local.day} {local:%B %Y}, {local:%-I:%M:%S}{half}"


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Reason:
    why: str
    count: int
    url: str


def reasons(now: datetime) -> list[Reason]:
    """Return why letters of the last days were not sent, the commonest first."""
    since = now - timedelta(days=RECENT_DAYS)
    rows = Letter.objects.filter(status=Status.DROPPED, created_at__gte=since)
    counted = rows.values_list("error").annotate(count=Count("pk")).order_by("-count", "error")
    return [
        Reason(why, count, letters_url(state="dropped", why=why))
        for why, count in counted[:REASONS_SHOWN]
    ]


@dataclass(frozen=True)
class Row:
    """A letter as a list shows it."""

    pk: int
    subject: str
    to: str
    about: str
    written: datetime
    tag: str
    colour: str
    note: str


def row_of(letter: Letter) -> Row:
    tag, colour = tag_of(letter)
    return Row(
        letter.pk, letter.subject, letter.to, letter.about, letter.created_at, tag, colour,
        letter.error,
    )  # fmt: skip


def tag_of(letter: Letter) -> tuple[str, str]:
    """What is known last of a letter: that it came back outweighs that it was delivered."""
    if letter.bounced_at:
        return "Came back", "red"
    if letter.delivered_at:
        return "Delivered", "green"
    return WORDS[Status(letter.status)]


def letters() -> Any:
    """Letters without their texts, which are long and of no use in a list."""
    return Letter.objects.defer("text", "html")


@dataclass(frozen=True)
class Progress:
    """A mailing and how far it is."""

    mailing: Mailing
    written: int
    sent: int
    left: int
    not_sent: int

    @property
    def is_open(self) -> bool:
        return not self.mailing.cancelled_at and bool(self.left or not self.mailing.written_at)

    @property
    def state(self) -> str:
        if self.mailing.cancelled_at:
            return "Cancelled"
        if not self.is_open:
            return "Finished"
        return "Paused" if self.mailing.paused_at else "Under way"

    @property
    def colour(self) -> str:
        colours = {"Cancelled": "grey", "Finished": "green", "Paused": "yellow"}
        return colours.get(self.state, "blue")

    @property
    def may_pause(self) -> bool:
        return self.is_open and not self.mailing.paused_at

    @property
    def may_resume(self) -> bool:
        return self.is_open and bool(self.mailing.paused_at)

    @property
    def words(self) -> str:
        not_sent = f", {self.not_sent:,} not sent" if self.not_sent else ""
        pace = f", {self.mailing.per_minute:,} a minute" if self.is_open else ""
        writing = "" if self.mailing.written_at else " so far"
        return (
            f"{self.sent:,} of {plural(self.written, 'letter')}{writing} sent, "
            f"{self.left:,} to go{not_sent}{pace}."
        )


def mailings() -> list[Progress]:
    """Return the latest mailings with the counts of their letters, in one query."""
    latest = Mailing.objects.order_by("-pk").values("pk")[:MAILINGS_SHOWN]
    return progress(Mailing.objects.filter(pk__in=latest).order_by("-pk"))


def progress_of(mailing: Mailing) -> Progress:
    return progress(Mailing.objects.filter(pk=mailing.pk))[0]


def progress(rows: Any) -> list[Progress]:
    left = Q(letters__status__in=[Status.WAITING, Status.SENDING])
    gone = Q(letters__status__in=[Status.SENT, Status.TOLD, Status.KEPT])
    counted = rows.annotate(
        of=Count("letters"), sent=Count("letters", filter=gone), left=Count("letters", filter=left)
    )
    return [
        Progress(row, row.of, row.sent, row.left, row.of - row.sent - row.left) for row in counted
    ]


def resting() -> Any:
    return Address.objects.filter(rests_since__isnull=False)
