"""The named cast, on a small real world. Ask for a person and you get all she needs.

alice is clerk of `council`, which serves `parish`; deputy is her deputy; carol is clerk of
`other_council` and must see nothing of alice's; oscar is an officer in `team`; maya a manager;
edith an editor; adam an administrator; gone was a clerk of `council` until yesterday.
"""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.test import Client

from accounts.models import Team, User
from enquiries import workflows
from enquiries.deadlines.models import BankHoliday, Standard
from enquiries.models import Enquiry, Kind, KindGroup, Outcome, Reason
from parishes.models import Council, District, Membership, Parish
from portal.reference.answers import read_outcomes, read_reasons
from portal.reference.calendar import read_holidays
from portal.reference.load import DATA
from portal.testing.templates import Undefined

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def undefined_template_variables_fail() -> None:
    """For each test anew: a test that changes certain settings gets fresh template engines."""
    engines["django"].engine.string_if_invalid = Undefined()


@pytest.fixture
def now() -> datetime:
    """Wednesday 18 November 2026, 10:00 in London."""
    return datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()


@pytest.fixture
def stopped_clock(now: datetime):
    """Hold every clock at `now`; `stopped_clock.shift(timedelta(days=1))` moves it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def signed_in(stopped_clock):
    """`signed_in(alice)` is a test client in her session; the clock stands at `now`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def district(db) -> District:
    return District.objects.create(
        gss_code="E07000131", name="Harborough", council_name="Harborough District Council"
    )


@pytest.fixture
def parish(district) -> Parish:
    return Parish.objects.create(gss_code="E04005403", name="Billesdon", district=district)


@pytest.fixture
def other_parish(district) -> Parish:
    return Parish.objects.create(gss_code="E04013142", name="Fleckney", district=district)


@pytest.fixture
def council(parish) -> Council:
    council = Council.objects.create(name="Billesdon Parish Council", kind="parish council")
    council.parishes.add(parish)
    return council


@pytest.fixture
def other_council(other_parish) -> Council:
    council = Council.objects.create(name="Fleckney Parish Council", kind="parish council")
    council.parishes.add(other_parish)
    return council


@pytest.fixture
def team(db) -> Team:
    return Team.objects.create(name="Traffic and Signals", email="traffic@county.example")


@pytest.fixture
def kind(team) -> Kind:
    group = KindGroup.objects.create(name="Speed and road safety", order=5)
    return Kind.objects.create(
        code="SP1", group=group, name="Speeding vehicles", priority="P3", owner="LCC", team=team
    )


@pytest.fixture
def standard(kind) -> Standard:
    """First reply in 2 working days, full answer in 10."""
    return Standard.objects.create(
        kind=kind, first_reply_days=2, answer_days=10, valid_from=date(2019, 1, 1)
    )


@pytest.fixture
def outcomes(db) -> dict[str, Outcome]:
    """The shipped outcomes by code: will-do, will-do-part, not-now, cannot-do, already, …"""
    rows = [Outcome(**row.values) for row in read_outcomes(DATA)]
    return {outcome.code: outcome for outcome in Outcome.objects.bulk_create(rows)}


@pytest.fixture
def reasons(db) -> dict[str, Reason]:
    """The shipped reasons by code: criteria, evidence, national-rules, no-budget, …"""
    rows = [Reason(**row.values) for row in read_reasons(DATA)]
    return {reason.code: reason for reason in Reason.objects.bulk_create(rows)}


@pytest.fixture(scope="session")
def holiday_rows() -> list[dict]:
    rows = [dict(row.values) for row in read_holidays(DATA)]
    return [
        row
        for row in rows
        if row["nation"] == "england-and-wales" and 2025 <= row["date"].year <= 2028
    ]


@pytest.fixture
def holidays(db, holiday_rows) -> list[BankHoliday]:
    """England's bank holidays, 2025 to 2028."""
    return BankHoliday.objects.bulk_create(BankHoliday(**row) for row in holiday_rows)


def person(address: str, name: str, **roles) -> User:
    """A person without a usable password: hashing one costs more than the test."""
    return User.objects.create_user(f"{address}@people.example", name=name, **roles)


@pytest.fixture
def alice(council) -> User:
    user = person("alice", "Alice Clerk")
    Membership.objects.create(council=council, user=user, starts_on=date(2024, 5, 1))
    return user


@pytest.fixture
def deputy(council) -> User:
    user = person("deputy", "Dev Deputy")
    role = Membership.Role.DEPUTY
    Membership.objects.create(council=council, user=user, role=role, starts_on=date(2024, 5, 1))
    return user


@pytest.fixture
def carol(other_council) -> User:
    user = person("carol", "Carol Clerk")
    Membership.objects.create(council=other_council, user=user, starts_on=date(2024, 5, 1))
    return user


@pytest.fixture
def gone(council, today) -> User:
    user = person("gone", "Gwen Gone")
    Membership.objects.create(
        council=council,
        user=user,
        starts_on=date(2024, 5, 1),
        ends_on=today - timedelta(days=1),
    )
    return user


@pytest.fixture
def oscar(team) -> User:
    user = person("oscar", "Oscar Officer", is_officer=True)
    user.teams.add(team)
    return user


@pytest.fixture
def maya(db) -> User:
    return person("maya", "Maya Manager", is_manager=True)


@pytest.fixture
def edith(db) -> User:
    return person("edith", "Edith Editor", is_editor=True)


@pytest.fixture
def adam(db) -> User:
    return person("adam", "Adam Administrator", is_staff=True)


@pytest.fixture
def log(council, parish, kind, standard, holidays, alice, now):
    """`log(road="…")` logs an enquiry of alice's through the real workflow."""

    def log_one(**changes) -> Enquiry:
        words = {"road": "Main Street", "description": "Cars go too fast past the school."}
        return workflows.log_enquiry(
            **{
                "council": council, "parish": parish, "kind": kind, "asked_by": alice,
                "token": uuid.uuid4(), "at": now, "by": alice, **words, **changes,
            }
        )  # fmt: skip

    return log_one


@pytest.fixture
def enquiry(log) -> Enquiry:
    """Alice's enquiry about speeding on Main Street, Billesdon, received at `now`."""
    return log()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End the sessions that threads of a live server still hold, or the database stays."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
