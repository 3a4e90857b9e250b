"""The steps that need Django: `python -m tests.drills.seed letters 50 park + enquiries 5`."""

import sys
import uuid
from datetime import date
from pathlib import Path

import django

CLERKS = 8
OFFICERS = 3
PASSWORD = "correct horse battery staple"
LETTER = "drills/plain"
# What the mail server does with one letter in so many.
LOTS = {"taken.drop.1": 100, "rcpt.450.1": 20, "late.ok": 16}
TEMPLATES = Path(__file__).resolve().parent / "templates"


def prepare() -> None:
    """Migrate, load the real parishes and kinds, and make the people of the drills."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    make_people()


def make_people() -> None:
    from accounts.models import Team, User
    from enquiries.models import Kind
    from parishes.models import Council, Membership

    team = Team.objects.create(name="Traffic and Signals", email="team@drill.example")
    Kind.objects.update(team=team)
    alone = Council.objects.filter(parishes__isnull=False).order_by("pk").distinct()
    for number, council in enumerate(alone[:CLERKS]):
        name = f"Clerk {number}"
        clerk = User.objects.create_user(f"clerk{number}@drill.example", PASSWORD, name=name)
        Membership.objects.create(council=council, user=clerk, starts_on=date(2024, 5, 1))
    for number in range(OFFICERS):
        officer = User.objects.create_user(
            f"officer{number}@drill.example", name=f"Officer {number}", is_officer=True
        )
        officer.teams.add(team)


def letters(count: str, policy: str, each: str = "50", local: str = "ok") -> None:
    """Decide letters, so many to a transaction; `local` is what the sink shall do with them."""
    from django.db import transaction

    numbers = list(range(int(count)))
    for start in range(0, len(numbers), int(each)):
        with transaction.atomic():
            for number in numbers[start : start + int(each)]:
                put_one(f"{local}.n{number}@drill.example", policy)


def mixture(count: str, policy: str) -> None:
    """Most are paced; some are answered late, put off, or dropped after their text."""
    from django.db import transaction

    for start in range(0, int(count), 50):
        with transaction.atomic():
            for number in range(start, min(start + 50, int(count))):
                put_one(f"{lot_of(number)}.n{number}@drill.example", policy)


def lot_of(number: int) -> str:
    for local, every in LOTS.items():
        if number % every == every - 1:
            return local
    return "pace.ok"


def put_one(to: str, policy: str) -> None:
    from django.utils import timezone

    from post.outbox import put

    put(
        letter=LETTER, to=to, key=f"drill:{to}", context={"words": to}, at=timezone.now(),
        policy=policy,
    )  # fmt: skip


def scripted(*addresses: str) -> None:
    """One letter to each address, of the policy that stands before a colon."""
    from django.db import transaction

    with transaction.atomic():
        for policy, address in (each.split(":") for each in addresses):
            put_one(f"{address}@drill.example", policy)


def enquiries(count: str) -> None:
    """Log enquiries through the real workflow."""
    from django.utils import timezone

    from accounts.models import User
    from enquiries import workflows
    from enquiries.models import Kind
    from parishes.models import Membership

    clerk = User.objects.get(email="clerk0@drill.example")
    council = Membership.objects.get(user=clerk).council
    for number in range(int(count)):
        workflows.log_enquiry(
            council=council, parish=council.parishes.first(), kind=a_kind(Kind), asked_by=clerk,
            road=f"Drill Road {number}", description="Cars go too fast past the school.",
            token=uuid.uuid4(), at=timezone.now(), by=clerk,
        )  # fmt: skip


def a_kind(kinds):
    return kinds.objects.get(name="Speeding vehicles")


def main(*words: str) -> None:
    """Steps stand one after the other with a plus between them."""
    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)
    django.setup()
    steps = {each.__name__: each for each in (prepare, letters, mixture, scripted, enquiries)}
    for step in " ".join(words).split(" + "):
        name, *arguments = step.split()
        steps[name](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
