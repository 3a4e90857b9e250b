"""The demo's catalogue: published by two made-up editors, with something left to do."""

from datetime import datetime, timedelta

from django.db.models import F

from accounts.models import User
from schemes import workflows
from schemes.fingerprints import of
from schemes.models import Category, Fact, Scheme
from schemes.snapshots import digest_of, take
from schemes.workflows.sign import facts_of, mark_of

from .people import person

# What the demo's editor finds on the desk.
IN_REVIEW, IN_DRAFT, OVERDUE, SIGNED = ("TCVA", "WFW"), ("TCMR",), "CGB", ("XZ", "TCRH")
PUBLISHED_AGO, OVERDUE_AGO = timedelta(days=90), timedelta(days=400)
NOT_DONE = {
    "NCD": (
        "Countdown markers to a speed limit", "Signs and Markings", "C", ["TCGW", "TCRD", "TCDT"],
        "The bars that count down to a speed limit are not among the signs that traffic law"
        " allows for this, so they cannot stand on the road.",
    ),
    "NPS": (
        "Signs that a council makes itself", "Signs and Markings", "S", ["TCMV", "GDS"],
        "A sign beside the road must be one that traffic law knows. Others have to be taken away.",
    ),
}  # fmt: skip


def make_catalogue(*, now: datetime) -> None:
    """Publish the loaded schemes as of some months before `now`. Does nothing where none is new."""
    if not Scheme.objects.exists() or Scheme.objects.live().exists():
        return
    publisher = person("editor", "Robin Quillfeather", is_editor=True)
    writer = person("editor.2", "Linnet Marchbanks", is_editor=True)
    engineer = person("engineer", "Alder Stonebridge", is_officer=True, is_engineer=True)
    began = now - PUBLISHED_AGO
    add_not_done(at=began, by=writer)
    for ref in SIGNED:
        sign(ref, at=began, by=engineer)
    for scheme in Scheme.objects.order_by("order"):
        at = now - OVERDUE_AGO if scheme.ref == OVERDUE else began
        workflows.send_for_review(scheme=scheme, at=at, by=writer)
        publish(scheme, at=at, by=publisher)
    leave_to_do(at=now - timedelta(days=1), writer=writer, editor=publisher)


def publish(scheme: Scheme, *, at: datetime, by: User) -> None:
    shot = take(Scheme.objects.whole().get(pk=scheme.pk))
    workflows.publish(scheme=scheme, seen=digest_of(shot), at=at, by=by)


def add_not_done(*, at: datetime, by: User) -> None:
    """Two made-up entries of what is not done here: general knowledge, signed by nobody."""
    for ref, (name, category, letter, instead, why) in NOT_DONE.items():
        place, _ = Category.objects.get_or_create(name=category)
        scheme = workflows.add_scheme(
            ref=ref, name=name, letter=letter, category=place, is_done_here=False, editor=None,
            at=at, by=by,
        )  # fmt: skip
        write(scheme, "why_not", why, at=at, by=by)
        others = {other: "" for other in Scheme.objects.filter(ref__in=instead)}
        workflows.save_alternatives(scheme=scheme, others=others, seen=of([]), at=at, by=by)


def write(scheme: Scheme, topic: str, text: str, *, at: datetime, by: User) -> None:
    now = scheme.facts.filter(topic=topic).first() or Fact(topic=topic)
    workflows.save_fact(
        scheme=scheme, topic=topic, text=text, basis="general", source="", seen=of(now.words()),
        at=at, by=by,
    )  # fmt: skip


def sign(ref: str, *, at: datetime, by: User) -> None:
    scheme = Scheme.objects.filter(ref=ref).first()
    if scheme:
        marks = [mark_of(row) for row in facts_of(scheme)]
        workflows.sign_off(scheme=scheme, marks=marks, at=at, by=by)


def leave_to_do(*, at: datetime, writer: User, editor: User) -> None:
    """Two changes to approve, and one to go on with."""
    for scheme in Scheme.objects.filter(ref__in=IN_REVIEW):
        write(scheme, "notes", "Sample note, to show a change in review.", at=at, by=writer)
        workflows.send_for_review(scheme=scheme, text="Added a note", at=at, by=writer)
    Scheme.objects.filter(ref=OVERDUE).update(told_of_review_on=F("review_due_on"))
    for scheme in Scheme.objects.filter(ref__in=IN_DRAFT):
        write(scheme, "notes", "Sample note, to show a draft.", at=at, by=editor)
