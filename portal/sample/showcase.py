"""Scenes set for the demo's clerk and officer, so that every corner of their pages has something.

Days are working days: a scene is received so that its answer falls due that many days from today.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from . import words
from .case import Case, Over
from .diary import Diary, day_of
from .life import Life
from .world import Place, World

ONE_MINUTE = timedelta(minutes=1)
MORNING = 8.4 * 60


@dataclass(frozen=True)
class Scene:
    """A kind by its code, when it is due, and steps: an act, and days after receipt.

    Negative days of a step count back from today. `hers` plays in one of the clerk's parishes.
    """

    kind: str
    due: int
    steps: tuple[tuple[str, int], ...] = ()
    hers: bool = False


BEGUN = (("claim", 0), ("tell", 1))
SCENES = (
    Scene("SP1", -4, BEGUN, hers=True),
    Scene("LT1", -1, (("claim", 1),)),
    Scene("SL1", 0, BEGUN),
    Scene("PK1", 0, (*BEGUN, ("progress", 14))),
    Scene("SP7", 1, BEGUN, hers=True),
    Scene("CR1", 2, (*BEGUN, ("note", 4))),
    Scene("LT3", 3, BEGUN),
    Scene("SP5", 9, (*BEGUN, ("ask", -5), ("reply", -1))),
    Scene("CR2", 10, (*BEGUN, ("add", -1)), hers=True),
    Scene("SL3", 8, (*BEGUN, ("ask", -2)), hers=True),
    Scene("PK3", 6, (*BEGUN, ("ask", -7))),
    Scene("SP3", 12, BEGUN),
    Scene("SP4", 17, BEGUN),
    Scene("SL2", 4, (*BEGUN, ("plan", -6)), hers=True),
    Scene("SP2", 7, (*BEGUN, ("answer", -3)), hers=True),
    Scene("SP1", 19),
    Scene("LT2", 20, hers=True),
)


class Player(Life):
    """Plays one scene on a case, with the demo's officer."""

    def play(self, scene: Scene, at: datetime, officer: int) -> None:
        self.officer = officer
        self.receive(at, self.world.kind(scene.kind), officer=officer)
        self.began_on = day_of(at)
        try:
            for step, days in scene.steps:
                getattr(self, step)(self.when(days))
        except Over:
            pass
        self.case.sweep(until=self.case.now)

    def when(self, days: int) -> datetime:
        if days >= 0:
            return self.after(days)
        return self.office(self.diary.before(day_of(self.case.now), -days))

    def claim(self, at: datetime) -> None:
        self.case.claim(at=at, by=self.officer)

    def tell(self, at: datetime) -> None:
        self.case.update(at=at, by=self.officer, text=self.pick(words.UPDATES))

    def progress(self, at: datetime) -> None:
        self.case.update(at=at, by=self.officer, text=self.pick(words.PROGRESS))

    def note(self, at: datetime) -> None:
        self.case.note(at=at, by=self.officer, text=self.pick(words.NOTES))

    def ask(self, at: datetime) -> None:
        self.case.ask(at=at, by=self.officer, text=self.pick(words.QUESTIONS))

    def reply(self, at: datetime) -> None:
        self.case.reply(at=at, by=self.place.clerk, text=self.pick(words.REPLIES))

    def add(self, at: datetime) -> None:
        text = self.pick(words.ADDITIONS)
        self.case.add_information(at=at, by=self.place.clerk, text=text)

    def plan(self, at: datetime) -> None:
        planned_for = self.diary.after(day_of(self.case.now), 20)
        self.give("will-do", at, planned_for=planned_for)

    def answer(self, at: datetime) -> None:
        self.give("advice", at)
        self.case.invite(at=self.case.day_to_ask())

    def give(self, outcome: str, at: datetime, planned_for: date | None = None) -> None:
        explanation = self.pick(words.EXPLANATIONS[outcome]).format(road=self.case.row.road)
        self.case.answer(
            at=at, by=self.officer, outcome=outcome, reason=None, explanation=explanation,
            next_step=words.NEXT_STEPS[outcome], planned_for=planned_for,
        )  # fmt: skip


def received_at(scene: Scene, world: World, diary: Diary, now: datetime) -> datetime:
    """Return when to receive a scene so that it falls due as it says."""
    today = day_of(now)
    target = diary.after(today, scene.due) if scene.due >= 0 else diary.before(today, -scene.due)
    day, days = diary.before(target, 1), world.kind(scene.kind).answer_days
    while day > today or diary.due(day, days)[0] > target:
        day = diary.before(day, 1)
    return min(diary.at(day, MORNING), now - ONE_MINUTE)


def play(scene: Scene, case: Case, index: int, *, clerk: int, officer: int, at: datetime) -> None:
    """Live one scene up to now. `clerk` and `officer` are the keys of the demo's people."""
    chance = Random(f"{case.seed}:scene:{index}")  # noqa: S311 - chance, not a secret
    Player(case, chance, place_of(scene, case.world, chance, clerk)).play(scene, at, officer)


def place_of(scene: Scene, world: World, chance: Random, clerk: int) -> Place:
    fitting = [place for place in world.places if (place.clerk == clerk) == scene.hers]
    return chance.choice(fitting or world.places)
