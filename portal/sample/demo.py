"""The demo's year: fifteen hundred enquiries over forty parishes, and scenes for its people."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from consistency.workflows import rebuild
from enquiries.deadlines.models import JobRun
from enquiries.models import Enquiry
from enquiries.workflows import learn_words
from enquiries.workflows.sweeps import digests

from .briefings import make_briefings
from .case import Case
from .catalogue import make_catalogue
from .diary import Diary, day_of
from .letters import write_letters
from .life import live
from .people import Cast, make_people
from .receipts import receipts
from .reviews import make_reviews
from .rounds import opens
from .showcase import SCENES, play, received_at
from .wordings import make_wordings
from .world import World, load_world
from .write import analyze, reserve, write_cases

ENQUIRIES, MONTHS = 1500, 12


class AlreadyThere(Exception):
    """There are enquiries, and sample data would mix with them."""


@transaction.atomic
def make_demo(*, seed: int, now: datetime, count: int = ENQUIRIES) -> list[Case]:
    """Make people and a year of enquiries before `now` (UTC), all of it or nothing.

    Raises AlreadyThere when there is any enquiry, NoReference without reference data.
    """
    be_unhurried()
    if Enquiry.objects.exists():
        raise AlreadyThere("There are enquiries already, so no demo data was made.")
    cast = make_people(now=now)
    world = load_world(on=day_of(now))
    cases = lives(world, cast, seed=seed, now=now, count=count)
    write_cases(cases)
    write_letters(cases)
    make_reviews(now=now)
    make_wordings()
    note_the_day(Diary(world.calendar), now)
    make_catalogue(now=now)
    make_briefings(now=now)
    learn_words(now=now)
    analyze()
    rebuild(at=now)
    return cases


def note_the_day(diary: Diary, now: datetime) -> None:
    """Note that the last working day's own work was done, so that none of it is done again."""
    day = day_of(now)
    while not diary.is_working_day(day) or opens(diary, day) > now:
        day = diary.before(day, 1)
    at, period = opens(diary, day), day.isoformat()
    jobs = ["late", *map(digests.job_of, digests.people_without(period))]
    JobRun.objects.bulk_create(
        JobRun(job=job, period=period, started_at=at, finished_at=at) for job in jobs
    )


def be_unhurried() -> None:
    """Lift, for this transaction, the limits that protect people's pages."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def lives(world: World, cast: Cast, *, seed: int, now: datetime, count: int) -> list[Case]:
    """Live everything, numbered in the order in which it was received."""
    diary = Diary(world.calendar)
    crowd = receipts(count - len(SCENES), seed=seed, months=MONTHS, now=now, diary=diary)
    todo = [(at, partial(live, world, diary, seed=seed, index=n)) for n, at in enumerate(crowd)]
    todo += scenes(world, diary, cast, seed=seed, now=now)
    first_id, first_number = reserve(len(todo))
    return [
        make(id=first_id + place, number=first_number + place, at=at, now=now)
        for place, (at, make) in enumerate(sorted(todo, key=lambda item: item[0]))
    ]


def scenes(world: World, diary: Diary, cast: Cast, *, seed: int, now: datetime) -> Iterator:
    for index, scene in enumerate(SCENES):
        make = partial(
            stage, world, diary, seed=seed, index=index, clerk=cast.clerk.pk,
            officer=cast.officer.pk,
        )  # fmt: skip
        yield received_at(scene, world, diary, now), make


def stage(
    world: World, diary: Diary, *, seed: int, index: int, clerk: int, officer: int,
    id: int, number: int, at: datetime, now: datetime,
) -> Case:  # fmt: skip
    case = Case(world, diary, seed=seed, id=id, number=number, now=now)
    play(SCENES[index], case, index, clerk=clerk, officer=officer, at=at)
    return case
