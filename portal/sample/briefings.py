"""Twelve briefings, one that is being written, meetings and readers. All of it is made up."""

from datetime import date, datetime, time, timedelta

from django.utils.text import slugify

from accounts.models import User
from briefings.models import (
    Audience,
    Edition,
    Group,
    Item,
    ItemDate,
    Meeting,
    Paper,
    Rhythm,
    Subscriber,
    Topic,
)
from enquiries.deadlines.clock import LONDON
from enquiries.models import Kind
from parishes.models import Council, District

from .briefing_words import EDITIONS, NEXT, TOPICS, WAITING
from .diary import day_of

WEEKS, FIRST, HOUR = timedelta(weeks=3), 21, time(10, 30)
SINCE_LAST = timedelta(days=9)
PILOT = 8
PARTNERS = ("Association of local councils", "Society of clerks")
MEMBERS = ("Councillor Ash Fernleigh", "Councillor Ivy Copse")


def make_briefings(*, now: datetime) -> None:
    """Make briefings up to an aware instant: the last was sent nine days before."""
    editor, manager = (
        User.objects.get(email=f"{who}@demo.example") for who in ("editor", "manager")
    )
    topics = {slug: topic(slug, name, order) for order, (slug, name) in enumerate(TOPICS.items())}
    everybody = make_readers(now)
    last = at(now, -SINCE_LAST)
    for place, (title, summary, items) in enumerate(EDITIONS):
        sent = last - (len(EDITIONS) - 1 - place) * WEEKS
        edition = make_sent(FIRST + place, title, summary, sent, everybody, editor, manager)
        write(items, topics, sent, editor, edition=edition)
    number, coming = FIRST + len(EDITIONS), last + WEEKS
    draft = Edition.objects.create(
        number=number, title=NEXT[0], summary=NEXT[1], audience=everybody, made_at=last,
        changed_at=last, changed_by=editor, planned_on=day_of(coming), intro=Rhythm().standing_line,
    )  # fmt: skip
    write(NEXT[2], topics, now, editor, edition=draft)
    officer = User.objects.get(email="officer@demo.example")
    write(WAITING, topics, now, officer, edition=None)
    Rhythm.objects.create(
        pk=1, is_on=True, next_on=day_of(coming + WEEKS), audience=everybody,
        question_kind=Kind.objects.filter(code="PW1").first(),
    )  # fmt: skip
    make_meetings(now)


def at(now: datetime, later: timedelta) -> datetime:
    return datetime.combine(day_of(now + later), HOUR, tzinfo=LONDON)


def topic(slug: str, name: str, order: int) -> Topic:
    return Topic.objects.create(slug=slug, name=name, order=order)


def make_readers(now: datetime) -> Audience:
    pilot = Group.objects.create(name="Parish pilot")
    pilot.councils.set(Council.objects.filter(members__isnull=False).distinct()[:PILOT])
    for kind, names in ((Subscriber.Kind.PARTNER, PARTNERS), (Subscriber.Kind.MEMBER, MEMBERS)):
        for place, name in enumerate(names):
            mailbox = f"{kind}.{place}@demo.example"
            Subscriber.objects.create(kind=kind, name=name, email=mailbox, asked_at=now)
    Subscriber.objects.create(email="reader@demo.example", asked_at=now, confirmed_at=now)
    only = Audience.objects.create(name="The pilot's councils")
    only.groups.add(pilot)
    return Audience.objects.create(
        name="Councils, partners, members and the public", to_partners=True, to_members=True,
        to_public=True,
    )  # fmt: skip


def make_sent(
    number: int, title: str, summary: str, sent: datetime, audience: Audience, editor, manager
) -> Edition:
    """An edition of the archive; who got it is not made up."""
    before = sent - timedelta(days=1)
    return Edition.objects.create(
        number=number, title=title, summary=summary, audience=audience, status="sent",
        intro=Rhythm().standing_line, made_at=before, made_by=editor, changed_at=before,
        changed_by=editor, submitted_at=before, submitted_by=editor, approved_at=before,
        approved_by=manager, scheduled_at=before, scheduled_by=editor, scheduled_for=sent,
        sent_at=sent, sent_by=editor, planned_on=day_of(sent),
    )  # fmt: skip


def write(items, topics: dict[str, Topic], when: datetime, by, *, edition: Edition | None) -> None:
    for order, (kind, slug, title, body, dates, district) in enumerate(items, 1):
        item = Item.objects.create(
            edition=edition, order=order, kind=kind, topic=topics[slug], title=title, body=body,
            anchor=slugify(title), added_at=when, added_by=by, changed_at=when, changed_by=by,
        )  # fmt: skip
        ItemDate.objects.bulk_create(
            ItemDate(item=item, on=day_of(when + timedelta(days=days)), words=words)
            for days, words in dates
        )
        item.districts.set(District.objects.filter(name=district))


def wednesday(now: datetime, weeks: int) -> date:
    """Return the Wednesday of a week: nobody meets on a Sunday."""
    day = day_of(now + timedelta(weeks=weeks))
    return day + timedelta(days=2 - day.weekday())


AGENDA = """1. Welcome
2. What we do this season on the roads
3. How enquiries are going, with figures
4. Topics that clerks proposed
5. The next meeting"""


def make_meetings(now: datetime) -> None:
    """Meetings of clerks every six weeks, and the liaison event of the year."""
    for weeks, attended in ((-10, 61), (-4, 58), (2, None), (8, None)):
        begins = datetime.combine(wednesday(now, weeks), time(10), tzinfo=LONDON)
        row = Meeting.objects.create(
            title="Clerk operational meeting", starts_at=begins, place="Online", agenda=AGENDA,
            ends_at=begins + timedelta(minutes=90), attended=attended, is_published=True,
            joining="The link is here on the day before.", changed_at=now,
            notes="" if attended is None else "We talked about gritting and about grass cutting.",
        )  # fmt: skip
        Paper.objects.create(
            meeting=row, title="How enquiries are going",
            body="Most enquiries are answered in the days we promise. Drains take longest.",
        )  # fmt: skip
    evening = datetime.combine(wednesday(now, 15), time(18), tzinfo=LONDON)
    Meeting.objects.create(
        kind=Meeting.Kind.LIAISON, title="Annual liaison event", starts_at=evening,
        ends_at=evening + timedelta(hours=3), place="County Hall", is_published=True,
        agenda="A market place of teams, then questions to all of us.", changed_at=now,
    )  # fmt: skip
