"""The letters of an enquiry: one function each, put in the outbox with the event they tell of."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from parishes.models import Membership
from post.models import Letter
from post.outbox import compose, put, put_all

from .deadlines.clock import ONE_DAY, london_day, midnight
from .models import Enquiry, Event
from .readers import (
    URGENT_AND_LATE,
    enquiry_people,
    following,
    tell_clerks,
    tell_colleague,
    tell_followers,
    tell_owner,
    tell_team,
    to_follower,
    to_person,
    words_of,
)
from .states import Status
from .wording import long_date

# As many as the subject of a digest has room for.
COUNTS_SHOWN = 2


def received(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("received", "We have your enquiry", enquiry, event, at)


def for_triage(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_team("for_triage", "New enquiry", enquiry, event, at)


def update(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    tell_clerks("update", "News of your enquiry", enquiry, event, at)


def staged(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Tell to which stage a scheme request came."""
    tell_clerks("staged", "Your request moves on", enquiry, event, at)


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


def for_body(*, enquiry: Enquiry, event: Event, message: str, clerk, at: datetime) -> Letter:
    """Write to the body that an enquiry was passed to: the officer's words, and where it is.

    `clerk` is named only if she is given. The body writes back to the team's mailbox, if any.
    """
    body, team = enquiry.passed_to, enquiry.team
    assert body
    words = words_of(
        "for_body", "For you to deal with", enquiry, event, at, to=body.email, page="case",
        recipient=f"body-{body.pk}", why=f"we believe that {body} looks after this",
    )  # fmt: skip
    answer_to = team.email if team else ""
    words["context"] |= {"message": message, "clerk": clerk, "answer_to": answer_to}
    return put(**words | {"reply_to": answer_to})


def joined(*, enquiry: Enquiry, event: Event, at: datetime, told: set[int]) -> None:
    """Tell who hears of an enquiry that another was joined to it, besides those told already."""
    words = ("update", "News of your enquiry", enquiry, event, at)
    people = [person for person in enquiry_people(enquiry, at) if person.pk not in told]
    for person in people:
        put(**to_person(*words, person))
    tell_followers(*words, told | {person.pk for person in people})


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


def approval_wanted(*, enquiry: Enquiry, event: Event, at: datetime) -> None:
    """Ask the team for a second officer's eyes."""
    tell_team("approval_wanted", "An answer to approve", enquiry, event, at)


def sent_back(*, enquiry: Enquiry, event: Event, person, at: datetime) -> None:
    """Tell the author of an answer what a colleague would change."""
    tell_colleague(
        "sent_back", enquiry, event, at, person, "you wrote the answer", happened="Sent back to you"
    )


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
    moved, words = [enquiry for enquiry, _ in news], ("date_moved", "The reply date moved")
    asked, follow = still_asking(moved, at), following(moved, at)
    theirs = [
        to_person(*words, enquiry, event, at, person)
        for enquiry, event in news
        for person in asked.get(enquiry.pk) or list(enquiry_people(enquiry, at)) or [None]
    ]
    theirs += [
        to_follower(*words, enquiry, event, at, row)
        for enquiry, event in news
        for row in follow.get(enquiry.pk, [])
    ]
    put_all([compose(**letter) for letter in theirs])


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
