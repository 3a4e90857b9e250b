"""Editors change the working copy, a part at a time.

`seen` is the fingerprint (`fingerprint.of`) of the part as the editor's page showed it. If it is
another now, Stale is raised and nothing is written: her page can then show both.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from ..fingerprints import of
from ..models import Alternative, CostLine, Example, Fact, Fit, Option, Scheme, Signed, Synonym
from ..permissions import Refused, Stale, check_may_edit
from .record import What, changing, note

SAME_NAME = "This scheme has an option of this name already. Give each a name of its own."
TWIN = "This option has a price of theirs already. Change that one."
STALE = "Somebody else changed this while you were writing. Nothing of yours is lost: see both."


def check_fresh(present: Any, seen: str) -> None:
    if of(present) != seen:
        raise Stale(STALE)


def add_scheme(*, at: datetime, by, **words) -> Scheme:
    """Begin a scheme: `ref`, `name`, `letter`, `category`, `is_done_here`, `editor`.

    Raises Refused where another has the reference or the name.
    """
    check_may_edit(by)
    slug = slugify(words["name"])[:80].strip("-") or words["ref"].lower()
    if Scheme.objects.filter(slug=slug).exists():
        slug = f"{slug[:68]}-{words['ref'].lower()}"
    last = Scheme.objects.aggregate(last=Max("order"))["last"] or 0
    with one_of_its_name(), transaction.atomic():
        scheme = Scheme.objects.create(slug=slug, order=last + 1, **words)
        note(scheme, What.MADE, at=at, by=by)
    return scheme


@contextmanager
def one_of_its_name() -> Iterator[None]:
    try:
        yield
    except IntegrityError as twin:
        raise Refused("Another scheme has this reference or name.") from twin


def save_scheme(*, scheme: Scheme, seen: str, at: datetime, by, **words) -> None:
    """Change what the scheme is called, where it stands and who looks after it."""
    check_may_edit(by)
    with one_of_its_name(), changing(scheme, at=at, by=by) as held:
        check_fresh(held.words(), seen)
        put(held, words)


def save_fact(
    *, scheme: Scheme, topic: str, text: str, basis: str, source: str, seen: str, at: datetime, by
) -> None:
    """Write a fact; without text it is unknown again. A changed fact is signed no more."""
    check_may_edit(by)
    with changing(scheme, at=at, by=by) as held:
        fact = held.facts.filter(topic=topic).first() or Fact(scheme=held, topic=topic)
        check_fresh(fact.words(), seen)
        if text:
            put(fact, {"text": text, "basis": basis, "source": source})
        elif fact.pk:
            fact.delete()


def save_option(
    *, scheme: Scheme, option: Option | None, name: str, seen: str, at: datetime, by
) -> Option:
    """Name an option, or add one.

    Raises Refused for the name of another: a price file could not tell them apart. The catalogue
    as it was gathered has such options, each priced by somebody else, and they may stay.
    """
    check_may_edit(by)
    with changing(scheme, at=at, by=by) as held:
        last = held.options.order_by("-order").values_list("order", flat=True).first() or 0
        row = held.options.get(pk=option.pk) if option else Option(scheme=held, order=last + 1)
        check_fresh(row.words(), seen)
        if name != row.name and held.options.filter(name=name, is_dropped=False).exists():
            raise Refused(SAME_NAME, field="name")
        put(row, {"name": name})
    return row


def drop_option(*, option: Option, at: datetime, by) -> None:
    """Offer an option no more. It stays for the enquiries and versions that named it."""
    check_may_edit(by)
    with changing(option.scheme, at=at, by=by):
        Option.objects.filter(pk=option.pk).update(is_dropped=True)


def save_cost(
    *, option: Option, line: CostLine | None, seen: str, at: datetime, by, **words
) -> None:
    """Write what somebody published about an option's cost, or take it away with no `authority`.

    Raises Refused where there is another price of theirs: a price file could not tell them apart.
    """
    check_may_edit(by)
    with changing(option.scheme, at=at, by=by):
        row = option.costs.get(pk=line.pk) if line else CostLine(option=option)
        check_fresh(row.words(), seen)
        if words["authority"] is None and row.pk:
            row.delete()
        elif words["authority"] is not None:
            check_only_price(row, words["authority"])
            put(row, words)


def check_only_price(row: CostLine, authority) -> None:
    same = Option.objects.filter(scheme=row.option.scheme_id, name=row.option.name)
    lines = CostLine.objects.filter(option__in=same.filter(is_dropped=False), authority=authority)
    if lines.exclude(pk=row.pk).exists():
        raise Refused(TWIN, field="authority")


def save_synonyms(*, scheme: Scheme, words: Iterable[str], seen: str, at: datetime, by) -> None:
    """Replace the words by which clerks look for a scheme."""
    check_may_edit(by)
    with changing(scheme, at=at, by=by) as held:
        check_fresh([row.words for row in held.synonyms.all()], seen)
        held.synonyms.all().delete()
        unique = {each.lower(): each for each in words}
        Synonym.objects.bulk_create(Synonym(scheme=held, words=each) for each in unique.values())


def save_fits(
    *, scheme: Scheme, fits: Mapping[Any, tuple[bool, str]], seen: str, at: datetime, by
) -> None:
    """Say with which problems it helps and with which not: `{problem: (helps, why)}`.

    What did not change keeps its signature.
    """
    check_may_edit(by)
    with changing(scheme, at=at, by=by) as held:
        rows = {fit.problem_id: fit for fit in held.fits.all()}
        check_fresh(words_of_fits(held), seen)
        held.fits.exclude(problem__in=fits).delete()
        for problem, (helps, why) in fits.items():
            row = rows.get(problem.pk) or Fit(scheme=held, problem=problem, basis="council")
            put(row, {"helps": helps, "why": why})


def words_of_fits(scheme: Scheme) -> list:
    rows = scheme.fits.order_by("problem_id")
    return [[fit.problem_id, fit.helps, fit.why] for fit in rows]


def save_alternatives(
    *, scheme: Scheme, others: Mapping[Scheme, str], seen: str, at: datetime, by
) -> None:
    """Say what to think of instead, and why. Raises Refused for the scheme itself."""
    check_may_edit(by)
    if any(other.pk == scheme.pk for other in others):
        raise Refused("A scheme is not an alternative to itself.")
    with changing(scheme, at=at, by=by) as held:
        check_fresh(words_of_alternatives(held), seen)
        held.alternative_rows.all().delete()
        Alternative.objects.bulk_create(
            Alternative(scheme=held, other=other, why=why) for other, why in others.items()
        )


def words_of_alternatives(scheme: Scheme) -> list:
    return [[row.other_id, row.why] for row in scheme.alternative_rows.all()]


def save_example(
    *, scheme: Scheme, example: Example | None, seen: str, at: datetime, by, **words
) -> None:
    """Write where in the county it was done, or take it away with no `place`."""
    check_may_edit(by)
    with changing(scheme, at=at, by=by) as held:
        row = held.examples.get(pk=example.pk) if example else Example(scheme=held)
        check_fresh(row.words(), seen)
        if words["place"]:
            put(row, words)
        elif row.pk:
            row.delete()


def put(row, words: Mapping[str, Any]) -> None:
    """Set fields and save, if any differs. A fact that changes loses its signature."""
    changed = [name for name, value in words.items() if getattr(row, name, None) != value]
    if row.pk and not changed:
        return
    for name, value in words.items():
        setattr(row, name, value)
    if isinstance(row, Signed):
        row.signed_at = row.signed_by = None
    row.save()
