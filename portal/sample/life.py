"""Lives one enquiry: decides by chance what is done and when, and takes each act on its Case.

Everything follows from the random numbers, so the same seed and number always live the same life.
"""

from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from enquiries.states import Status

from . import seeded, words
from .case import Case, Over
from .diary import day_of
from .weights import CHANNELS, DECISIONS, PACE_MEAN, PACE_SPREAD, REFUSALS, SCORES
from .world import KindFacts, Place, World

FOUR_WEEKS = timedelta(days=28)


def weighted(chance: Random, table: dict) -> object:
    """Pick one key of a table of weights."""
    return chance.choices(tuple(table), tuple(table.values()))[0]


class Life:
    """One enquiry's luck: who, where, what, how fast, and what comes of it."""

    def __init__(self, case: Case, chance: Random, place: Place | None = None):
        self.case, self.chance = case, chance
        self.world, self.diary = case.world, case.diary
        self.place = place or chance.choices(
            self.world.places, cum_weights=cumulative(self.world.place_weights)
        )[0]  # fmt: skip

    def pick(self, texts) -> str:
        return self.chance.choice(texts)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    # Beginning.

    def receive(
        self, at: datetime, kind: KindFacts | None = None, officer: int | None = None
    ) -> None:
        """Log the enquiry, by the clerk herself or by the officer she telephoned."""
        self.kind = kind or self.any_kind()
        self.is_slow = seeded.holds(self.place.district, self.kind.code)
        team = self.world.officers.get(self.kind.team) or self.world.officers[None]
        self.officer = officer or self.chance.choice(team)
        channel = str(weighted(self.chance, CHANNELS))
        by = self.place.clerk if channel == "web" else self.officer
        self.case.log_enquiry(
            at=at, by=by, council=self.place.council, parish=self.place.parish, kind=self.kind,
            asked_by=self.place.clerk, channel=channel, **self.request(at),
        )  # fmt: skip

    def any_kind(self) -> KindFacts:
        is_slow = self.place.district == seeded.DISTRICT
        weights = self.world.slow_weights if is_slow else self.world.kind_weights
        return self.chance.choices(self.world.kinds, cum_weights=cumulative(weights))[0]

    def request(self, at: datetime) -> dict[str, str]:
        road, spot = self.pick(words.ROADS), self.pick(words.SPOTS)
        opening = words.OPENINGS.get(self.kind.type, words.OPENINGS["question"]).format(
            thing=self.thing(), road=road, spot=spot and f", {spot}",
            since=self.pick(words.SINCE),
        )  # fmt: skip
        minute = ""
        if self.happens(0.3):
            number, month = self.chance.randint(11, 190), self.chance.randint(1, 12)
            minute = self.pick(words.MINUTES).format(n=number, m=month, y=at.year)
        effects = words.EFFECTS if self.kind.type in {"report", "request"} else words.ASKED
        text = f"{opening} {self.pick(effects)}"
        return {"road": road, "spot": spot, "description": text, "minute": minute}

    def thing(self) -> str:
        """Name the matter as a clerk might: the kind in small letters, and an example of it."""
        name = self.kind.name
        small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
        return f"{small} ({self.pick(self.kind.examples)})"

    # When things happen.

    def office(self, day: date) -> datetime:
        """Return an instant in office hours of a working day, after the last act."""
        at = self.diary.at(self.diary.working_day(day), self.chance.uniform(8.6 * 60, 16.8 * 60))
        return self.not_before(at)

    def desk(self, day: date) -> datetime:
        """Return an instant when a clerk may be at her desk, after the last act."""
        return self.not_before(self.diary.at(day, self.chance.uniform(8 * 60, 20 * 60)))

    def not_before(self, at: datetime) -> datetime:
        last = self.case.last_at
        if at > last:
            return at
        minutes = (last - self.diary.midnight(day_of(last))).total_seconds() / 60
        return self.diary.at(day_of(last), minutes + self.chance.uniform(6, 45))

    def after(self, days: int) -> datetime:
        """Return an instant so many working days after this round began."""
        return self.office(self.diary.after(self.began_on, days))

    # One round, from its beginning to its end or to now.

    def live(self) -> None:
        """Live on from the logged enquiry until it ends, or until now."""
        try:
            self.one_round()
            while self.reopens():
                self.one_round()
        except Over:
            pass
        self.case.sweep(until=self.case.now)

    def one_round(self) -> None:
        self.began_on = day_of(self.case.last_at)
        pace = self.chance.lognormvariate(PACE_MEAN, PACE_SPREAD)
        pace *= seeded.PACE if self.is_slow else 1
        days = max(1, round(self.kind.answer_days * pace))
        self.begin_work(days)
        days += self.in_between(days)
        if self.happens(0.03):
            clerk = self.place.clerk
            self.case.withdraw(at=self.after(days), by=clerk, text=self.pick(words.WITHDRAWALS))
        else:
            self.take_longer(days)
            self.decide(self.after(days))

    def take_longer(self, days: int) -> None:
        """Sometimes say before the date that the answer will take longer, and until when."""
        row = self.case.row
        given_on = self.diary.after(self.began_on, days)
        if row.status == Status.WAITING or given_on <= row.due_on or not self.happens(0.4):
            return
        new_due_on = self.diary.after(given_on, self.chance.randint(0, 2))
        at = self.office(self.diary.before(row.due_on, self.chance.randint(1, 3)))
        if day_of(at) < new_due_on:
            reason = self.pick(words.LONGER)
            self.case.extend(at=at, by=self.officer, new_due_on=new_due_on, reason=reason)

    def begin_work(self, days: int) -> None:
        """Claim and give the first reply, mostly within the day or two that are promised."""
        case, officer = self.case, self.officer
        if self.happens(0.92):
            start = self.chance.choice((0, 0, 1, 1, 1, min(2, days)))
            case.claim(at=self.after(start), by=officer)
        if days > 1 and self.happens(0.92):
            late = self.happens(0.08)
            first = self.kind.first_days + (self.chance.randint(1, 3) if late else 0)
            at = self.after(min(days - 1, self.chance.randint(min(1, first), first)))
            case.update(at=at, by=officer, text=self.pick(words.UPDATES))
        if self.happens(0.12):
            case.note(at=self.after(min(days, 2)), by=officer, text=self.pick(words.NOTES))

    def in_between(self, days: int) -> int:
        """Ask, hear more, tell how it goes; return the working days waited for the clerk."""
        waited = 0
        if days > 3 and self.happens(0.17):
            waited = self.question(days // 2)
        if self.happens(0.06):
            day = day_of(self.case.last_at) + timedelta(days=self.chance.randint(0, 2))
            text = self.pick(words.ADDITIONS)
            self.case.add_information(at=self.desk(day), by=self.place.clerk, text=text)
        if days > 9 and self.case.row.status != Status.WAITING and self.happens(0.6):
            at = self.after(int(days * self.chance.uniform(0.6, 0.9)) + waited)
            self.case.update(at=at, by=self.officer, text=self.pick(words.PROGRESS))
        return waited

    def question(self, days: int) -> int:
        self.case.ask(at=self.after(days), by=self.officer, text=self.pick(words.QUESTIONS))
        asked_on = day_of(self.case.last_at)
        if self.happens(0.14):  # The county goes on without a reply, sometimes before its time.
            wait = self.chance.choice((9, 16, 16))
            return self.diary.spent(asked_on, asked_on + timedelta(days=wait))[0]
        replied_on = asked_on + timedelta(days=int(self.chance.triangular(0, 15, 3)))
        at, text = self.desk(replied_on), self.pick(words.REPLIES)
        self.case.reply(at=at, by=self.place.clerk, text=text)
        return self.diary.spent(asked_on, day_of(at))[0]

    # The end.

    def decide(self, at: datetime) -> None:
        """Answer, pass on, or plan the work and finish it later."""
        table = DECISIONS.get(self.kind.type, DECISIONS["question"])
        outcome = str(weighted(self.chance, seeded.DECISIONS if self.is_slow else table))
        explanation = self.pick(words.EXPLANATIONS[outcome]).format(road=self.case.row.road)
        if outcome == "passed-on":
            return self.case.pass_on(
                at=at, by=self.officer, body=self.body(), explanation=explanation
            )
        reasons = REFUSALS.get(outcome)
        work = outcome.startswith("will-do")
        planned_for = self.day_of_work(at) if work else None
        self.case.answer(
            at=at, by=self.officer, outcome=outcome, explanation=explanation,
            reason=weighted(self.chance, reasons) if reasons else None,
            next_step=words.NEXT_STEPS[outcome], planned_for=planned_for,
        )  # fmt: skip
        if planned_for:
            self.do_the_work(planned_for)
        return self.survey(refused=bool(reasons))

    def body(self) -> str:
        district = self.world.district_bodies[self.place.district] or "The landowner"
        named = self.pick(words.BODIES.get(self.kind.code, (district,)))
        return named if named in self.world.bodies else self.pick(tuple(self.world.bodies))

    def day_of_work(self, at: datetime) -> date:
        days = int(self.chance.triangular(4, 75, 15))
        return self.diary.working_day(day_of(at) + timedelta(days=days))

    def do_the_work(self, planned_for: date) -> None:
        asked, slip = day_of(self.case.last_at), self.chance.randint(-6, 0)
        slip += self.chance.randint(2, 12) if self.happens(0.1) else 0
        if slip > 0 and self.happens(0.5):
            self.plan_anew(planned_for, planned_for + timedelta(days=slip))
        at = self.office(max(asked, planned_for + timedelta(days=slip)))
        self.case.close(
            at=at, by=self.officer, text=self.pick(words.DONE), next_step=words.AFTER_WORK
        )

    def plan_anew(self, planned_for: date, day: date) -> None:
        """Tell before the date of promised work that it will be another one."""
        at, planned = self.office(self.diary.before(planned_for, 2)), self.diary.working_day(day)
        if day_of(at) < planned != planned_for:
            reason = self.pick(words.REPLANNED)
            self.case.replan(at=at, by=self.officer, planned_for=planned, reason=reason)

    def survey(self, *, refused: bool) -> None:
        """Invite on the next working day, remind once; not quite every second clerk replies."""
        at = self.case.day_to_ask()
        self.case.invite(at=at)
        if not self.happens(0.45):
            self.case.remind(at=self.case.day_to_remind())
            return
        late = any(row.missed_at for row in self.case.deadlines)
        mood = "late" if late and self.happens(0.6) else "no" if refused else "well"
        day = day_of(at) + timedelta(days=int(self.chance.triangular(0, 14, 1)))
        replied_at, score = self.desk(day), weighted(self.chance, SCORES[mood])
        comment = self.pick(words.COMMENTS[mood])
        if replied_at > (reminder := self.case.day_to_remind()):
            self.case.remind(at=reminder)
        said = {"overall": score or None, **self.other_scores(int(str(score)), mood)}
        self.case.reply_to_survey(at=replied_at, comment=comment, **said)

    def other_scores(self, overall: int, mood: str) -> dict[str, int | None]:
        """Draw the other four scores around the first; what went wrong is what is named."""
        draw = Random(f"{self.case.id}:{overall}:{mood}")  # noqa: S311 - chance, not a secret
        worse = {"late": {"time_taken", "informed"}, "no": {"clarity"}}.get(mood, set())
        found: dict[str, int | None] = {}
        for name in ("time_taken", "clarity", "informed", "fairly"):
            around = (overall or 4) + draw.choice((-1, 0, 0, 0, 1)) - (name in worse)
            is_known = draw.random() < (0.94 if overall else 0.3)
            found[name] = min(5, max(1, around)) if is_known else None
        return found

    def reopens(self) -> bool:
        """Sometimes the answer does not answer: within four weeks it begins again."""
        row = self.case.row
        if row.status == Status.WITHDRAWN or row.round > 2 or not self.happens(0.035):
            return False
        closed_at = row.closed_at or self.case.last_at
        at = self.desk(day_of(closed_at) + timedelta(days=self.chance.randint(1, 14)))
        if at >= closed_at + FOUR_WEEKS:
            return False
        self.case.reopen(at=at, by=self.place.clerk, text=self.pick(words.REOPENINGS))
        return True


CUMULATIVE: dict[tuple[float, ...], tuple[float, ...]] = {}


def cumulative(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Return running sums, worked out once for each table."""
    if weights not in CUMULATIVE:
        CUMULATIVE[weights] = tuple(accumulate(weights))
    return CUMULATIVE[weights]


def live(world: World, diary, *, seed: int, index: int, id: int, number: int, at, now) -> Case:
    """Live the enquiry of an index of a seed, received at an instant, up to now."""
    case = Case(world, diary, seed=seed, id=id, number=number, now=now)
    life = Life(case, Random(f"{seed}:{index}"))  # noqa: S311 - chance, not a secret
    life.receive(at)
    life.live()
    return case
