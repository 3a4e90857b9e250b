"""The cast of the demo: invented people at @demo.example, and the teams of the county."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Q

from accounts.models import Team, User
from enquiries.models import Kind
from parishes.models import Council, Membership

from .diary import day_of

DOMAIN = "demo.example"
FIRST = (
    "Hazel", "Rowan", "Ivy", "Alder", "Bryony", "Linden", "Clover", "Ash", "Marigold", "Reed",
    "Juniper", "Sorrel", "Fern", "Basil", "Willow", "Jasper", "Olive", "Heath", "Poppy", "Elm",
)  # fmt: skip
LAST = (
    "Applecart", "Fieldfare", "Thistlewood", "Barleymow", "Nightjar", "Lapwing", "Dewberry",
    "Hedgerow", "Sandpiper", "Woodruff", "Larkspur", "Millrace", "Honeysuckle", "Goldfinch",
    "Meadowsweet", "Stonechat", "Wheatear", "Bramblegate", "Kingcup", "Teasel",
)  # fmt: skip
# The demo clerk acts for three neighbours.
HERS = ("Kibworth Beauchamp", "Kibworth Harcourt", "Smeeton Westerby")
OTHER_CLERKS = 37
TEAMS = {
    "Highways Maintenance": (
        "Road and pavement condition", "Verges, trees and hedges", "Winter and severe weather",
        "Road works and events", "Environment and waste", "Public rights of way",
    ),
    "Drainage": ("Drainage and flooding",),
    "Passenger Transport": ("Public transport", "School travel and school parking"),
    "Traffic and Signals": (),
}  # fmt: skip
REST = "Traffic and Signals"
OFFICERS_PER_TEAM = 2
YEARS = 4


@dataclass(frozen=True)
class Cast:
    """The people behind the buttons of the demo's sign-in page."""

    clerk: User
    officer: User


def person(mailbox: str, name: str, **roles) -> User:
    """Return the person of an address; a new one signs in by the demo's buttons only."""
    address = f"{mailbox}@{DOMAIN}"
    found = User.objects.filter(email=address).first()
    return found or User.objects.create_user(address, None, name=name, **roles)


def make_people(*, now: datetime, every_council: bool = False) -> Cast:
    """Make the cast, or find it; every council gets a clerk, or only the demo's forty."""
    person("manager", "Sage Oakapple", is_manager=True)
    person("editor", "Robin Quillfeather", is_editor=True)
    person("admin", "Moss Keystone", is_staff=True, is_superuser=True)
    officer = make_teams()
    since = day_of(now) - timedelta(days=YEARS * 365)
    clerk = person("clerk", "Wren Postlethwaite")
    councils = list(Council.objects.filter(parishes__isnull=False).distinct().order_by("pk"))
    hers = [council for name in HERS for council in councils if council.name.startswith(name)]
    hers = hers if len(hers) == len(HERS) else councils[: len(HERS)]
    serve(clerk, hers, since)
    others = [council for council in councils if council not in hers]
    for council in others if every_council else choose(others):
        serve(clerk_of(council), [council], since)
    return Cast(clerk, officer)


def choose(councils: list[Council]) -> list[Council]:
    """Return councils spread over the county, always the same ones."""
    chance = Random("the councils of the demo")  # noqa: S311 - chance, not a secret
    return sorted(
        chance.sample(councils, min(OTHER_CLERKS, len(councils))), key=lambda council: council.pk
    )


def serve(user: User, councils: list[Council], since: date) -> None:
    for council in councils:
        Membership.objects.get_or_create(council=council, user=user, defaults={"starts_on": since})


def clerk_of(council: Council) -> User:
    """Return a council's clerk: a name for the eye, an address by the council's number."""
    first, last = FIRST[council.pk % len(FIRST)], LAST[council.pk // len(FIRST) % len(LAST)]
    return person(f"clerk.{council.pk}", f"{first} {last}")


def make_teams() -> User:
    """Make teams with two officers each, and give every kind a team by its group."""
    teams, place = {}, 0
    for name in TEAMS:
        mailbox = name.lower().replace(" ", ".")
        teams[name], _ = Team.objects.get_or_create(
            name=name, defaults={"email": f"{mailbox}@{DOMAIN}"}
        )
        for _ in range(OFFICERS_PER_TEAM):
            place += 1
            is_demo = place == len(TEAMS) * OFFICERS_PER_TEAM
            named = ("officer", "Merlin Ashgrove") if is_demo else officer_name(place)
            officer = person(*named, is_officer=True)
            officer.teams.add(teams[name])
        assign_kinds(teams[name])
    return officer


def officer_name(place: int) -> tuple[str, str]:
    return f"officer.{place}", f"{FIRST[-place]} {LAST[place * 3 % len(LAST)]}"


def assign_kinds(team: Team) -> None:
    """A team that an administrator has chosen for a kind stays."""
    groups = Q() if team.name == REST else Q(group__name__in=TEAMS[team.name])
    Kind.objects.filter(groups, team=None).update(team=team)
