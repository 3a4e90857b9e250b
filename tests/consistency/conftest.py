"""A small county, row by row, so that every figure can be worked out by hand."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from consistency.models import StaleQuarter
from consistency.workflows import catch_up
from enquiries.deadlines.models import Standard
from enquiries.models import Answer, Deadline, Enquiry, Kind
from enquiries.surveys.models import Reply, Survey
from enquiries.surveys.workflows import frozen
from parishes.models import District, Parish

DONT_KNOW = 0


@dataclass(frozen=True)
class Case:
    """One enquiry as the tests' own arithmetic sees it. Days are counted back from `now`."""

    parish: Parish
    kind: Kind
    came: int = 30
    answered: int | None = None
    taken: int = 0
    late: bool = False
    waiting: bool = False
    asked: bool = False
    score: int | None = None

    @property
    def district(self) -> District:
        return self.parish.district


@pytest.fixture
def write(council, team, alice, oscar, outcomes, now):
    """`write(case)` stores a case as rows and returns its enquiry."""

    def write_one(case: Case) -> Enquiry:
        came = now - timedelta(days=case.came)
        given = None if case.answered is None else now - timedelta(days=case.answered)
        due = due_date(case, given, now)
        enquiry = Enquiry.objects.create(
            council=council, parish=case.parish, kind=case.kind, priority="P3", team=team,
            road="Main Street", description="Cars go too fast.", asked_by=alice, received_by=alice,
            received_at=came, form_token=uuid.uuid4(), due_on=due.date(), due_at=due,
            promised_on=due.date(), **status(case, given, outcomes["advice"], oscar),
        )  # fmt: skip
        promise = {
            "enquiry": enquiry, "standard": standard_of(case.kind), "starts_at": came,
            "promised_on": due.date(), "due_on": due.date(), "due_at": due, "target_at": due,
            "met_at": given,
        }  # fmt: skip
        for stage, taken in (("answer", case.taken), ("first_reply", 99)):
            days = taken if given else None
            Deadline.objects.create(stage=stage, days_taken=days, **promise)
        ask(case, enquiry, given, outcomes["advice"], oscar)
        return enquiry

    return write_one


def standard_of(kind: Kind) -> Standard:
    days = {"first_reply_days": 2, "answer_days": 10, "valid_from": date(2019, 1, 1)}
    return Standard.objects.get_or_create(kind=kind, version=1, defaults=days)[0]


def due_date(case: Case, given: datetime | None, now: datetime) -> datetime:
    return (given or now) + timedelta(hours=-1 if case.late else 1)


def status(case: Case, given: datetime | None, outcome, officer) -> dict:
    if given is None:
        return {"status": "waiting" if case.waiting else "looking"}
    closed = {"closed_at": given, "closed_by": officer, "outcome": outcome}
    return {"status": "answered", "explanation": "Because.", "next_step": "None.", **closed}


def ask(case: Case, enquiry: Enquiry, given: datetime | None, outcome, officer) -> None:
    if not case.asked:
        return
    answer = Answer.objects.create(
        enquiry=enquiry, outcome=outcome, explanation="Because.", next_step="None.",
        kind=case.kind, parish=case.parish, answered_at=given, answered_by=officer,
        closed_at=given, closed_by=officer,
    )  # fmt: skip
    survey = Survey.objects.create(
        answer=answer, token_hash=uuid.uuid4().hex, invited_at=given, **frozen(answer),
        closes_at=given + timedelta(days=28),
    )  # fmt: skip
    if case.score is not None:
        score = None if case.score == DONT_KNOW else case.score
        others = {"time_taken": 5, "clarity": case.score % 5 + 1, "fairly": 2}
        others["informed"] = 4 if case.score % 2 else None
        Reply.objects.create(survey=survey, overall=score, answered_at=given, **others)


@pytest.fixture
def places(parish) -> list[Parish]:
    """Billesdon in Harborough, and one parish in a district of each of two more names."""
    others = []
    for number, name in enumerate(["Blaby", "=Melton"]):
        district = District.objects.create(gss_code=f"E0700099{number}", name=name)
        others.append(Parish.objects.create(gss_code=f"E9{number}", name=name, district=district))
    return [parish, *others]


@pytest.fixture
def kinds(kind) -> list[Kind]:
    other = Kind.objects.create(code="RC1", group=kind.group, name="Potholes")
    return [kind, other]


@pytest.fixture
def county(write, places, kinds) -> list[Case]:
    """Sixty-odd cases with every feature, spread unevenly; the oracle reads this very list."""
    cases = [one_of_many(number, places, kinds) for number in range(60)]
    plain = Case(places[2], kinds[1])
    cases += [
        replace(plain, came=500, answered=400, taken=300),
        replace(plain, came=400, answered=10, taken=250, late=True),
        replace(plain, came=5, late=True),
        replace(plain, came=5, late=True, waiting=True),
        replace(plain, came=900, late=True),
    ]
    for case in cases:
        write(case)
    return cases


def one_of_many(number: int, places: list[Parish], kinds: list[Kind]) -> Case:
    answered = number % 7 != 0
    asked = answered and number % 3 != 0
    return Case(
        parish=places[number % 2],
        kind=kinds[number * number % 3 % 2],
        came=20 + 5 * number,
        answered=10 + 5 * number if answered else None,
        taken=number * 37 % 23,
        late=number % 4 == 0,
        asked=asked,
        score=number % 6 if asked and number % 5 else None,
    )


def until_fresh(now) -> None:
    """A turn works out a few quarters; the rest are left to the next."""
    catch_up(at=now)
    while StaleQuarter.objects.exists():
        catch_up(at=now)


@pytest.fixture
def counted(county, now) -> list[Case]:
    """The county, taken into the figures."""
    until_fresh(now)
    return county
