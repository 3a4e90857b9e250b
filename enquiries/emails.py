"""The letters of an enquiry: one function each, put in the outbox with the event they tell of."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import Truncator

from parishes.models import Membership
from post.models import Letter
from post.outbox import compose, put, put_all
from post.tokens import reply_address

from .checks import CHECKS
from .deadlines.clock import ONE_DAY, london_day
from .due import midnight
from .models import Enquiry, Event
from .states import Status
from .wording import long_date

SUBJECT_LENGTH = 70
# A road cut shorter than this is no longer recognised.
SHORTEST_ROAD = 12
BRIEF_WORDS = 30
# What only the asking council can act on.
NOT_FOR_FOLLOWERS = {"received", "question", "nudge", "withdrawn_confirmed"}
URGENT_AND_LATE = "Urgent and late"
# Somebody waits for these; they come at once, also to those who want one letter a day.
FIRST = {"enquiries/question", "enquiries/nudge", "enquiries/answered", "enquiries/passed_on"}
# As many as the subject of a digest has room for.
COUNTS_SHOWN = 2


def received(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("received", "We have your enquiry", enquiry, event, at)


def for_triage(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_team("for_triage", "New enquiry", enquiry, event, at)


def update(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("update", "News of your enquiry", enquiry, event, at)


def new_date(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell that we need longer, or that promised work is planned anew: both dates and why."""
    tell_clerks("new_date", "A new date", enquiry, event, at)


def question(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("question", "We need your answer", enquiry, event, at)


def answered(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell of an answer; also of work that is promised and not yet done."""
    planned = enquiry.status == Status.PLANNED
    happened = "Work is planned" if planned else "We have answered"
    tell_clerks("answered", happened, enquiry, event, at)


def passed_on(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("passed_on", "We passed this on", enquiry, event, at)


def work_done(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("work_done", "The work is done", enquiry, event, at)


def withdrawn_confirmed(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("withdrawn_confirmed", "Enquiry withdrawn", enquiry, event, at)


def reopened(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell the team, and confirm to the clerk with the date of the second round."""
    tell_team("reopened", "Opened again", enquiry, event, at)
    tell_clerks("reopened_confirmed", "Open again", enquiry, event, at)


def reply_received(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_owner("reply_received", "The council replied", enquiry, event, at)


def unreached(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_owner("unreached", "We could not e-mail the clerk", enquiry, event, at)


def delay(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("delay", "We may be late", enquiry, event, at)


def nudge(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("nudge", "We still need your answer", enquiry, event, at)


def missed(*, enquiry: Enquiry, event: Event, at: datetime) -> bool:
    """Tell of an urgent date that has passed; return whether the team has a leader to tell."""
    tell_owner("missed", URGENT_AND_LATE, enquiry, event, at)
    leader = enquiry.team.leader if enquiry.team else None
    if leader is None or not leader.is_active:
        return False
    if leader != enquiry.owner:
        tell_colleague("missed", enquiry, event, at, leader, f"you lead {enquiry.team}")
    return True


def escalated(*, enquiry: Enquiry, event: Event, person, at: datetime) -> None:
    """Tell a leader or a manager of what is urgent and still late."""
    tell_colleague("escalated", enquiry, event, at, person, "what is late is passed on to you")


def digest(*, person, agenda: list, day: date, at: datetime) -> None:
    """Write one person's list of the day. In doubt it is parked: tomorrow's says it again.

    Nor does it leave after its day (Europe/London), for the same reason.
    """
    put(
        letter="enquiries/digest",
        to=person.email,
        key=f"digest:{person.pk}:{day.isoformat()}",
        at=at,
        person=person,
        policy=Letter.Policy.PARK,
        expires_at=midnight(day + ONE_DAY),
        at_once=True,
        context={
            "agenda": agenda,
            "day": long_date(day),
            "counts": ", ".join(f"{part.total} {part.short}" for part in agenda[:COUNTS_SHOWN]),
            "url": settings.SITE_URL + reverse("my_work"),
        },
    )


def monthly(*, person, desks: list, month: date, at: datetime) -> None:
    """Write one person's summary of a month, given by its first day, for all her councils."""
    put(
        letter="enquiries/monthly",
        to=person.email,
        key=f"monthly:{person.pk}:{month:%Y-%m}",
        at=at,
        person=person,
        policy=Letter.Policy.PARK,
        at_once=True,
        context={
            "desks": desks,
            "month": f"{month:%B %Y}",
            "url": settings.SITE_URL + reverse("home"),
        },
    )


def dates_moved(*, news: list[tuple[Enquiry, Event]], at: datetime) -> None:
    """Tell that a day which no longer counts moved reply dates: both dates and which day.

    They may be many: who hears is looked up for all, and all are written at once.
    """
    asked = still_asking([enquiry for enquiry, _ in news], at)
    put_all(
        [
            compose(**to_person("date_moved", "The reply date moved", enquiry, event, at, person))
            for enquiry, event in news
            for person in asked.get(enquiry.pk) or list(enquiry_people(enquiry, at)) or [None]
        ]
    )


def still_asking(enquiries: list[Enquiry], at: datetime) -> dict[int, list]:
    """Return who asked each of many enquiries, of those who act for its council still."""
    users = {enquiry.asked_by_id for enquiry in enquiries}
    people = get_user_model().objects.filter(is_active=True).in_bulk(users)
    current = Membership.objects.current(london_day(at)).filter(user__in=users)
    acts = set(current.values_list("council", "user"))
    return {
        enquiry.pk: [people[enquiry.asked_by_id]]
        for enquiry in enquiries
        if (enquiry.council_id, enquiry.asked_by_id) in acts and enquiry.asked_by_id in people
    }


def calendar_runs_out(*, person, left, at: datetime) -> None:
    """Warn an administrator, once in a London month, how far the calendar still reaches."""
    put(
        letter="enquiries/calendar_runs_out",
        to=person.email,
        key=f"calendar_runs_out:{person.pk}:{left.today:%Y-%m}",
        at=at,
        person=person,
        context={"left": left, "url": settings.SITE_URL + reverse("holidays_import")},
    )


def enquiry_people(enquiry: Enquiry, at: datetime) -> Iterable:
    """Return who hears of an enquiry: the person who asked, while she acts for its council.

    Once she does not (London day of `at`), everybody who does.
    """
    members = Membership.objects.current(london_day(at)).filter(council=enquiry.council_id)
    people = get_user_model().objects.filter(pk__in=members.values("user"), is_active=True)
    return people.filter(pk=enquiry.asked_by_id) or people.order_by("pk")


def tell_clerks(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell who asked. Where nobody acts for the council now, a row says that nobody was told."""
    people = list(enquiry_people(enquiry, at))
    for person in people or [None]:
        put(**to_person(letter, happened, enquiry, event, at, person))
    if letter not in NOT_FOR_FOLLOWERS:
        told = {person.pk for person in people}
        tell_followers(letter, happened, enquiry, event, at, told)


def tell_followers(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, told: set[int]
) -> None:
    """Tell those who follow, while they act for their council and were not told already."""
    followings = enquiry.followings.filter(ended_at=None, person__is_active=True)
    members = Membership.objects.current(london_day(at)).filter(
        council=OuterRef("council"), user=OuterRef("person")
    )
    for row in followings.filter(Exists(members)).select_related("person", "council"):
        if row.person.pk not in told:
            told.add(row.person.pk)
            words = to_person(letter, happened, enquiry, event, at, row.person)
            words["context"]["why"] = f"you follow this for {row.council}"
            put(**words)


def to_person(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, person
) -> dict[str, Any]:
    asked = person and person.pk == enquiry.asked_by_id
    why = "you asked us about this" if asked else f"you act for {enquiry.council}"
    return words_of(
        letter, happened, enquiry, event, at, page="enquiry", person=person, why=why,
        to=person.email if person else "", recipient=str(person.pk) if person else "nobody",
    )  # fmt: skip


def tell_owner(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell the officer who owns the enquiry; while nobody does, the team's mailbox."""
    owner = enquiry.owner
    if owner and owner.is_active:
        send(
            letter, happened, enquiry, event, at,
            to=owner.email, person=owner, recipient=str(owner.pk), page="case",
            why="you look after this enquiry",
        )  # fmt: skip
    else:
        tell_team(letter, happened, enquiry, event, at)


def tell_colleague(letter: str, enquiry: Enquiry, event: Event, at: datetime, person, why) -> None:
    send(
        letter, URGENT_AND_LATE, enquiry, event, at,
        to=person.email, person=person, recipient=str(person.pk), page="case", why=why,
    )  # fmt: skip


def tell_team(letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime) -> None:
    team = enquiry.team
    send(
        letter, happened, enquiry, event, at, page="case",
        to=team.email if team else "", recipient=f"team-{team.pk}" if team else "no-team",
        why=f"this is the mailbox of {team}" if team else "this enquiry has no team",
    )  # fmt: skip


def send(
    letter: str, happened: str, enquiry: Enquiry, event: Event, at: datetime, **words: Any
) -> None:
    """Put one letter in the outbox, once per event, letter and recipient."""
    put(**words_of(letter, happened, enquiry, event, at, **words))


def words_of(
    letter: str,
    happened: str,
    enquiry: Enquiry,
    event: Event,
    at: datetime,
    *,
    to: str,
    recipient: str,
    page: str,
    why: str,
    person=None,
) -> dict[str, Any]:
    """Return what the outbox wants to know of a letter."""
    name = f"enquiries/{letter}"
    is_clerks = page == "enquiry" and person is not None
    return {
        "letter": name,
        "to": to,
        "key": f"{event.pk}:{letter}:{recipient}",
        "at": at,
        "about": enquiry.reference,
        "person": person,
        "priority": Letter.Priority.FIRST if name in FIRST else Letter.Priority.CASE,
        "only_if": name if name in CHECKS else "",
        "reply_to": reply_address("enquiry", enquiry.number, person.pk) if is_clerks else "",
        "context": {
            "enquiry": enquiry,
            "event": event,
            "happened": happened,
            "sentence": enquiry.sentence_at(at),
            "subject_line": subject_line(happened, enquiry),
            "brief": brief(enquiry),
            "due": long_date(enquiry.due_on),
            "url": link(page, enquiry),
            "why": why,
        },
    }


def subject_line(happened: str, enquiry: Enquiry) -> str:
    """Write what happened, where, and the reference, in at most 70 characters."""
    ending = f" – {enquiry.reference}"
    room = SUBJECT_LENGTH - len(happened) - len(" – ") - len(ending)
    parish = f", {enquiry.parish}"
    road = shorten(" ".join(enquiry.road.split()), max(room - len(parish), SHORTEST_ROAD))
    return f"{happened} – {shorten(road + parish, room)}{ending}"


def shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip(" ,") + "…"


def brief(enquiry: Enquiry) -> str:
    """Return the first words of the request, on one line."""
    return Truncator(" ".join(enquiry.description.split())).words(BRIEF_WORDS, truncate=" …")


def link(page: str, enquiry: Enquiry) -> str:
    return settings.SITE_URL + reverse(page, args=[enquiry.number])
