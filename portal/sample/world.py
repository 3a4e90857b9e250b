"""What lives are made of, read from the database once: places, kinds, answers and people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.models import Team, User
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import Calendar
from enquiries.deadlines.models import Setting, Standard
from enquiries.models import Body, Kind, Outcome, Reason
from parishes.models import District, Membership

from . import seeded
from .weights import LIKELY_KINDS, place_weight


class NoReference(Exception):
    """Reference data or people are missing; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """A council, one of its parishes, and who asks for it."""

    council: int
    parish: int
    parish_name: str
    district: str
    clerk: int


@dataclass(frozen=True)
class KindFacts:
    id: int
    code: str
    name: str
    examples: tuple[str, ...]
    type: str
    priority: str
    team: int | None
    standard: int
    first_days: int
    answer_days: int
    silence_days: int


@dataclass(frozen=True)
class World:
    """A frozen picture of reference data and people. Picklable, for several processes."""

    calendar: Calendar
    days: Setting
    led: frozenset[int]
    places: tuple[Place, ...]
    place_weights: tuple[float, ...]
    kinds: tuple[KindFacts, ...]
    kind_weights: tuple[float, ...]
    slow_weights: tuple[float, ...]
    outcomes: dict[str, tuple[int, str]]
    reasons: dict[str, int]
    bodies: dict[str, int]
    district_bodies: dict[str, str]
    officers: dict[int | None, tuple[int, ...]]

    def kind(self, code: str) -> KindFacts:
        return next(kind for kind in self.kinds if kind.code == code)


def load_world(*, on: date) -> World:
    """Read the world of a day. Raises NoReference when something lives need is missing."""
    places, kinds = read_places(on), read_kinds(on)
    outcomes = {row.code: (row.pk, row.leads_to) for row in Outcome.objects.filter(is_active=True)}
    if not (places and kinds and outcomes):
        raise NoReference("Load the reference data first: python manage.py load_reference")
    return World(
        calendar=service_calendar(since=date(2019, 1, 1)),
        days=Setting.current(),
        led=frozenset(Team.objects.filter(leader__is_active=True).values_list("pk", flat=True)),
        places=places,
        place_weights=tuple(place_weight(rank) for rank in range(len(places))),
        kinds=kinds,
        kind_weights=tuple(LIKELY_KINDS.get(kind.code, 1) for kind in kinds),
        slow_weights=tuple(seeded.weight(kind.code, LIKELY_KINDS) for kind in kinds),
        outcomes=outcomes,
        reasons=dict(Reason.objects.values_list("code", "pk")),
        bodies=dict(Body.objects.values_list("name", "pk")),
        district_bodies=read_district_bodies(),
        officers=read_officers(),
    )


def read_places(on: date) -> tuple[Place, ...]:
    """Return the places of councils that have a clerk, in an order that never changes."""
    memberships = (
        Membership.objects.current(on)
        .filter(user__email__endswith="@demo.example")
        .select_related("council")
        .prefetch_related("council__parishes__district")
        .order_by("pk")
    )
    return tuple(
        Place(row.council_id, parish.pk, parish.name, parish.district.name, row.user_id)
        for row in memberships
        for parish in sorted(row.council.parishes.all(), key=lambda parish: parish.pk)
    )


def read_kinds(on: date) -> tuple[KindFacts, ...]:
    versions = Standard.objects.filter(valid_from__lte=on).order_by("version")
    in_force = {standard.kind_id: standard for standard in versions}
    kinds = Kind.objects.filter(is_active=True, pk__in=in_force)
    return tuple(kind_facts(kind, in_force[kind.pk]) for kind in kinds)


def kind_facts(kind: Kind, standard: Standard) -> KindFacts:
    examples = (part.strip() for part in kind.examples.replace(";", ",").split(","))
    return KindFacts(
        id=kind.pk,
        code=kind.code,
        name=kind.name,
        examples=tuple(part for part in examples if part) or (kind.name.lower(),),
        type=kind.enquiry_type,
        priority=kind.priority,
        team=kind.team_id,
        standard=standard.pk,
        first_days=min(standard.first_reply_days, standard.answer_days),
        answer_days=standard.answer_days,
        silence_days=standard.silence_days,
    )


def read_district_bodies() -> dict[str, str]:
    names = list(Body.objects.values_list("name", flat=True))
    return {
        district: next((name for name in names if name.startswith(district)), "")
        for district in District.objects.values_list("name", flat=True)
    }


def read_officers() -> dict[int | None, tuple[int, ...]]:
    """Return the officers of each team; under None, all of them."""
    found: dict[int | None, list[int]] = defaultdict(list)
    rows = User.objects.filter(is_officer=True, is_active=True).order_by("pk")
    for pk, team in rows.values_list("pk", "teams"):
        found[team].append(pk)
    everybody = dict.fromkeys(pk for team in found.values() for pk in team)
    return {**{team: tuple(pks) for team, pks in found.items()}, None: tuple(everybody)}
