"""Who was told of an enquiry, and whether it arrived: states for officers, names for clerks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from parishes.models import Membership
from post.models import Address, Letter

from ..deadlines.clock import london_day
from ..letters import TO_OFFICERS
from ..models import Enquiry
from ..ready import Given, ReadyQuery
from ..wording import moment, short_date

Status = Letter.Status
MOST_LETTERS = 200
# A case is told of in so many lines; the rest is folded away.
SHOWN = 3
READ = (
    "key", "kind", "subject", "to", "status", "error", "created_at", "sent_at", "delivered_at",
    "bounced_at", "person", "person__name", "rests",
)  # fmt: skip
REACHED = frozenset({Status.SENT, Status.TOLD})
ON_ITS_WAY = frozenset({Status.WAITING, Status.SENDING, Status.KEPT})
IN_WORDS = {
    Status.WAITING: "waiting to be sent",
    Status.SENDING: "being sent",
    Status.SENT: "sent",
    Status.KEPT: "kept for the daily letter",
    Status.TOLD: "told in the daily letter",
    Status.PARKED: "may not have been sent, an administrator decides",
}
# Who acted for a council may work for the county by now.
FOR_OFFICERS = [f"enquiries/{name}" for name in TO_OFFICERS]
COMES_BACK = ", but letters to this address come back"


class Sent(NamedTuple):
    """A letter as far as it is told of; `rests` if its address gets none now."""

    key: str
    kind: str
    subject: str
    to: str
    status: str
    error: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None
    person: int | None
    name: str | None
    rests: bool


@dataclass(frozen=True)
class Line:
    """One letter to an officer's eyes: to whom, and what became of it."""

    name: str
    state: str


@dataclass(frozen=True)
class News:
    """What people were told at once. `lines` is empty for clerks, who see the sentence."""

    title: str
    when: str
    sentence: str
    lines: list[Line]


@dataclass(frozen=True)
class Told:
    """The letters of a case, the latest first; `unreachable` if the clerk gets none of them."""

    latest: list[News]
    earlier: list[News]
    unreachable: bool


def for_officers(enquiry: Enquiry) -> Told:
    """Read the letters of a case in one query."""
    letters = [Sent(*row) for row in OF_A_CASE.rows(reference=enquiry.reference)]
    news = [news_for_officers(group) for group in at_once(letters)]
    return Told(news[:SHOWN], news[SHOWN:], is_unreachable(enquiry, letters))


def for_clerks(enquiry: Enquiry) -> list[News]:
    """Read, in one query, who of those who act or acted for the council was told of what."""
    people = Membership.objects.filter(council=enquiry.council_id).values("user")
    letters = letters_about(enquiry.reference).filter(person__in=people)
    rows = letters.exclude(kind__in=FOR_OFFICERS).values_list(*READ)[:MOST_LETTERS]
    news = [news_for_clerks(group) for group in at_once(Sent(*row) for row in rows)]
    return [each for each in news if each.sentence]


def letters_about(reference: str | Given) -> QuerySet[Letter]:
    """Letters about an enquiry, latest first."""
    resting = Address.objects.filter(rests_since__isnull=False, address=Lower(OuterRef("to")))
    return Letter.objects.about(reference).annotate(rests=Exists(resting)).order_by("-pk")


OF_A_CASE = ReadyQuery(lambda: letters_about(Given("reference")).values_list(*READ)[:MOST_LETTERS])


def at_once(letters: Iterable[Sent]) -> list[list[Sent]]:
    """Group letters by the event they tell of, which begins their keys, and by what they are."""
    found = groupby(letters, key=lambda letter: (letter.key.partition(":")[0], letter.kind))
    return [list(group) for _, group in found]


def title_of(letter: Sent) -> str:
    """The subject says first what happened."""
    return letter.subject.partition(" – ")[0]


def news_for_officers(group: list[Sent]) -> News:
    lines = [Line(name_of(letter), state_of(letter)) for letter in group]
    return News(title_of(group[0]), moment(group[0].created_at), sentence_of(group), lines)


def name_of(letter: Sent) -> str:
    return letter.name or letter.to


def state_of(letter: Sent) -> str:
    """Say what is known last: that a letter came back outweighs that it was sent."""
    if letter.bounced_at:
        return f"came back, {short_date(london_day(letter.bounced_at))}"
    if letter.delivered_at:
        return f"delivered, {short_date(london_day(letter.delivered_at))}"
    if letter.status == Status.FAILED:
        return f"could not be sent: {letter.error}"
    if letter.status == Status.DROPPED:
        return f"not sent: {letter.error}"
    comes_back = COMES_BACK if letter.rests and letter.status in ON_ITS_WAY else ""
    return IN_WORDS[Status(letter.status)] + comes_back


def is_failing(letter: Sent) -> bool:
    """What was sent before its address began to rest has arrived, as far as we know."""
    kept_back = letter.rests and letter.status not in REACHED
    return bool(letter.bounced_at or kept_back or letter.status == Status.FAILED)


def sentence_of(group: list[Sent]) -> str:
    """Write how many were told, are being told and cannot be told."""
    failing = [letter for letter in group if is_failing(letter)]
    rest = [letter for letter in group if not is_failing(letter)]
    reached = [letter for letter in rest if letter.status in REACHED]
    waiting = [letter for letter in rest if letter.status in ON_ITS_WAY]
    parked = [letter for letter in rest if letter.status == Status.PARKED]
    other = len(rest) - len(reached) - len(waiting) - len(parked)
    said = [told_words(reached)] if reached else []
    said += [f"{count(len(waiting), 'letter is', 'letters are')} on the way."] if waiting else []
    said += [f"{count(len(parked), 'letter may', 'letters may')} not have left."] if parked else []
    said += [f"{count(other, 'letter was', 'letters were')} not sent."] if other else []
    said += [f"{count(len(failing), 'address is', 'addresses are')} failing."] if failing else []
    return " ".join(said)


def told_words(reached: list[Sent]) -> str:
    day = short_date(london_day(reached[0].sent_at or reached[0].created_at))
    return f"Told {len(reached)} {'person' if len(reached) == 1 else 'people'} on {day}."


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def is_unreachable(enquiry: Enquiry, letters: list[Sent]) -> bool:
    """Whether the last letter to the clerk, at the address she has now, did not reach her."""
    clerk = enquiry.asked_by
    hers = (
        letter
        for letter in letters
        if letter.person == clerk.pk and letter.to.lower() == clerk.email
    )
    latest = next(hers, None)
    return latest is not None and bool(latest.rests or is_failing(latest))


def news_for_clerks(group: list[Sent]) -> News:
    """Name people, never addresses."""
    failing = [each for each in group if is_failing(each)]
    rest = [each for each in group if not is_failing(each)]
    said = [
        (each, words)
        for each, words in (
            ([e for e in rest if e.status in REACHED], "We told {}."),
            ([e for e in rest if e.status in ON_ITS_WAY], "A letter to {} is on the way."),
            ([e for e in rest if e.status == Status.PARKED], "We do not know if {} was told."),
            (failing, "We could not e-mail {}."),
        )
        if each
    ]
    sentence = " ".join(words.format(names(held)) for held, words in said)
    return News(title_of(group[0]), moment(group[0].created_at), sentence, [])


def names(letters: list[Sent]) -> str:
    found = sorted({letter.name or letter.to for letter in letters})
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
