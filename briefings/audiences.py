"""Whom an edition reaches, and why; and whom it does not, and why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from parishes.models import Council, Membership
from post.models import Address
from post.outbox import BAD_ADDRESS, NO_ADDRESS, RESTS
from post.plain import is_address

from .models import Audience, Item, Subscriber

NOBODY = "Nobody acts for this council here yet."
INACTIVE = "This person cannot sign in any more."
LEFT = "Unsubscribed from briefings."
UNCONFIRMED = "Has not confirmed the address."
OTHER_TOPICS = "Chose other topics."
NOTHING_FOR_HER = "Nothing in this edition is about the places or topics of this reader."


@dataclass(frozen=True)
class Reader:
    """A reader of an edition. `key` is hers in every edition; `not_sent` says why she gets none.

    Keys of places and topics: empty sets mean that it is not known, or everything.
    """

    key: str
    to: str
    name: str
    why: str
    person: Any = None
    subscriber: Subscriber | None = None
    councils: tuple[int, ...] = ()
    districts: frozenset[int] = frozenset()
    divisions: frozenset[int] = frozenset()
    parishes: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    items: tuple[int, ...] = ()
    not_sent: str = ""


@dataclass(frozen=True)
class Reach:
    """Everybody an audience names, in the order in which copies go out."""

    readers: list[Reader] = field(default_factory=list)

    @property
    def sent(self) -> list[Reader]:
        return [reader for reader in self.readers if not reader.not_sent]

    @property
    def not_sent(self) -> list[Reader]:
        return [reader for reader in self.readers if reader.not_sent]


def reach(audience: Audience, items: Sequence[Item], *, on: date) -> Reach:
    """Say who gets these items on a day (Europe/London). Some ten queries, however many there are.

    `items` have their places fetched (`whole`).
    """
    found = [reader for group in GROUPS for reader in group(audience, on)]
    wanted = {topic.pk for topic in audience.topics.all()}
    places = [about(item) for item in items]
    chosen = [fitting(reader, wanted, places) for reader in found]
    return Reach(list(once_each(reachable(chosen))))


def council_people(audience: Audience, on: date) -> list[Reader]:
    """People who act for chosen councils, one for each person; and councils without anybody."""
    if not audience.to_councils:
        return []
    councils = councils_of(audience)
    rows = Membership.objects.current(on).filter(council__in=councils.keys())
    rows = rows.filter(role__in=audience.roles) if audience.roles else rows
    choices = {row.person_id: row for row in with_choices(Subscriber.objects.filter(kind="person"))}
    acts: dict[int, list[Membership]] = {}
    for row in rows.select_related("user").order_by("user", "pk"):
        acts.setdefault(row.user_id, []).append(row)
    people = [person(rows, councils, choices.get(pk)) for pk, rows in acts.items()]
    served = {row.council_id for rows in acts.values() for row in rows}
    empty = [councils[pk] for pk in councils if pk not in served]
    return people + [
        Reader(f"c{council.pk}", "", council.name, "A council of this audience", not_sent=NOBODY)
        for council in empty
    ]


def councils_of(audience: Audience) -> dict[int, Council]:
    rows = Council.objects.prefetch_related("parishes__divisions").order_by("pk")
    if audience.kinds:
        rows = rows.filter(kind__in=audience.kinds)
    if districts := list(audience.districts.all()):
        rows = rows.filter(parishes__district__in=districts)
    if groups := list(audience.groups.all()):
        rows = rows.filter(pk__in=[c.pk for group in groups for c in group.councils.all()])
    return {row.pk: row for row in rows.distinct()}


def person(rows: list[Membership], councils: dict[int, Council], choice) -> Reader:
    user, mine = rows[0].user, [councils[row.council_id] for row in rows]
    places = [parish for council in mine for parish in council.parishes.all()]
    roles = [f"{row.get_role_display()} of {councils[row.council_id].name}" for row in rows]
    return Reader(
        key=f"p{user.pk}", to=user.email, name=user.name, why="; ".join(roles)[:250], person=user,
        subscriber=choice, councils=tuple(dict.fromkeys(council.pk for council in mine)),
        districts=frozenset(parish.district_id for parish in places),
        divisions=frozenset(each.pk for parish in places for each in parish.divisions.all()),
        parishes=frozenset(parish.pk for parish in places),
        topics=frozenset(topic.pk for topic in choice.topics.all()) if choice else frozenset(),
        not_sent=(LEFT if choice and choice.left_at else "") if user.is_active else INACTIVE,
    )  # fmt: skip


def with_choices(rows):
    return rows.prefetch_related("topics", "districts")


def subscribers(audience: Audience, on: date) -> list[Reader]:
    kinds = [kind for kind, wanted in (
        ("partner", audience.to_partners), ("member", audience.to_members),
        ("public", audience.to_public),
    ) if wanted]  # fmt: skip
    rows = with_choices(Subscriber.objects.filter(kind__in=kinds)).order_by("kind", "pk")
    near = {district.pk for district in audience.districts.all()}
    found = [subscriber(row) for row in rows]
    return [each for each in found if not (near and each.districts and not near & each.districts)]


def subscriber(row: Subscriber) -> Reader:
    waits = row.kind == Subscriber.Kind.PUBLIC and row.confirmed_at is None
    return Reader(
        key=f"s{row.pk}", to=row.email, name=row.name or row.email, subscriber=row,
        why=f"{row.get_kind_display()}: asked for briefings"
        if row.kind == Subscriber.Kind.PUBLIC else row.get_kind_display(),
        districts=frozenset(each.pk for each in row.districts.all()),
        topics=frozenset(each.pk for each in row.topics.all()),
        not_sent=LEFT if row.left_at else UNCONFIRMED if waits else "",
    )  # fmt: skip


GROUPS = (council_people, subscribers)


def fitting(reader: Reader, wanted: set[int], items: Sequence["About"]) -> Reader:
    """Choose what a reader gets: what is for everywhere or for her places, of her topics."""
    if reader.not_sent:
        return reader
    if wanted and reader.topics and not wanted & reader.topics:
        return replace(reader, not_sent=OTHER_TOPICS)
    mine = tuple(item.pk for item in items if item.is_for(reader))
    return replace(reader, items=mine, not_sent="" if mine else NOTHING_FOR_HER)


@dataclass(frozen=True)
class About:
    """An item, and where it is about: found once for all readers. Nowhere means everywhere."""

    pk: int
    topic: int | None
    districts: frozenset[int]
    divisions: frozenset[int]
    parishes: frozenset[int]
    districts_of_parishes: frozenset[int]

    def is_for(self, reader: Reader) -> bool:
        if reader.topics and self.topic and self.topic not in reader.topics:
            return False
        return self.is_near(reader)

    def is_near(self, reader: Reader) -> bool:
        """Say whether it is about everywhere, or about somewhere this reader reads about."""
        areas = (
            (self.districts, reader.districts),
            (self.divisions, reader.divisions),
            (self.parishes, reader.parishes),
        )
        if not any(place for place, _ in areas) or not any(hers for _, hers in areas):
            return True
        if not reader.parishes and self.districts_of_parishes & reader.districts:
            return True
        return any(place & hers for place, hers in areas)


def about(item: Item) -> About:
    """Read where an item is about; its places are fetched (`whole`)."""
    parishes = item.parishes.all()
    return About(
        pk=item.pk,
        topic=item.topic_id,
        districts=frozenset(each.pk for each in item.districts.all()),
        divisions=frozenset(each.pk for each in item.divisions.all()),
        parishes=frozenset(each.pk for each in parishes),
        districts_of_parishes=frozenset(each.district_id for each in parishes),
    )


def reachable(readers: Iterable[Reader]) -> list[Reader]:
    """Say of each who cannot be reached why: no address, none that works, one that rests."""
    rows = list(readers)
    resting = Address.objects.resting(row.to for row in rows if row.to)
    return [row if row.not_sent else replace(row, not_sent=trouble(row, resting)) for row in rows]


def trouble(reader: Reader, resting: set[str]) -> str:
    if not reader.to:
        return NO_ADDRESS
    if not is_address(reader.to.strip()):
        return BAD_ADDRESS
    return RESTS if reader.to.lower() in resting else ""


def once_each(readers: Iterable[Reader]):
    """Keep one copy for an address that several readers share."""
    seen: dict[str, str] = {}
    for reader in readers:
        address = reader.to.strip().lower()
        if reader.not_sent or address not in seen:
            if not reader.not_sent:
                seen[address] = reader.name
            yield reader
        else:
            yield replace(reader, not_sent=f"Shares an address with {seen[address]}."[:200])
