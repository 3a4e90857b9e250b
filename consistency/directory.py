"""Who is who in the figures: the names behind the keys, in alphabetical order."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import Team, User
from enquiries.models import Channel, Kind
from govuk.numbers import whole_number
from parishes.models import Council, District, Division, Parish

from .selection import By, Choice, Selection

Rows = Iterable[tuple[str, str, str]]
NOBODY = {By.TEAM: "No team", By.OFFICER: "Nobody yet"}
UNKNOWN_KIND = "Kind not known"
# Where the names are, and what stands for one of them in addresses.
TABLES: dict[By, tuple[type[Model], str]] = {
    By.DISTRICT: (District, "gss_code"), By.PARISH: (Parish, "gss_code"),
    By.DIVISION: (Division, "gss_code"), By.COUNCIL: (Council, "pk"), By.KIND: (Kind, "code"),
    By.TEAM: (Team, "pk"), By.OFFICER: (User, "pk"),
}  # fmt: skip
FIXED: dict[By, Callable[[], Rows]] = {
    By.COUNCIL_KIND: lambda: [
        *((value, value.replace(" ", "-"), label) for value, label in Council.Kind.choices),
        ("", "unknown", UNKNOWN_KIND),
    ],
    By.CHANNEL: lambda: [(value, value, label) for value, label in Channel.choices],
}
FIND: dict[By, type[Council] | type[User]] = {By.COUNCIL: Council, By.OFFICER: User}


def choices(by: By) -> list[Choice]:
    """Return everything that a figure can be of."""
    return choices_of([by])[by]


def choices_of(wanted: Iterable[By]) -> dict[By, list[Choice]]:
    """Return everything that figures can be of, of several sorts in one query at most."""
    rows: dict[By, list] = {by: list(FIXED[by]()) if by in FIXED else [] for by in wanted}
    first, *others = [rows_of(by) for by in rows if by in TABLES] or [Team.objects.none()]
    for by, *row in first.union(*others, all=True) if others else first:
        rows[by].append(row)
    return {
        by: [Choice(*row) for row in sorted(found, key=lambda row: row[2].casefold())]
        for by, found in rows.items()
    }


def rows_of(by: By) -> QuerySet:
    """Return the keys, values and names of one sort, in a shape that all of them share."""
    model, value = TABLES[by]
    rows = model._default_manager.order_by()
    if by == By.OFFICER:
        rows = rows.filter(is_officer=True)
    text = CharField()
    sort = Value(by.value, output_field=text)
    return rows.values_list(sort, Cast("pk", text), Cast(value, text), F("name"))


def with_nobody(by: By) -> list[Choice]:
    """Return the groups of a table: what has no team or officer yet is one of them."""
    return and_nobody(by, choices(by))


def and_nobody(by: By, found: list[Choice]) -> list[Choice]:
    return [*found, Choice("0", "0", NOBODY[by])] if by in NOBODY else found


def lines_of(chosen: Selection) -> list[Choice]:
    """Return the groups of the tables of one page, which are the same in each: read once."""
    return chosen.once(("lines", chosen.by), lambda: with_nobody(chosen.by))


def find(by: By, value: str) -> Choice | None:
    """Return a council or an officer by the key in addresses, without reading all of them."""
    if whole_number(value, most_digits=9) is None:
        return None
    row = FIND[by]._default_manager.filter(pk=value).values_list("pk", "name").first()
    return Choice(str(row[0]), str(row[0]), row[1]) if row else None


def groups_of(by: By) -> dict[str, list[str]] | None:
    """Return the groups to which each parish or council belongs; None where it is its own group.

    A parish may belong to several divisions: it counts in each of them.
    """
    if by == By.DISTRICT:
        return {str(key): [str(of)] for key, of in Parish.objects.values_list("pk", "district")}
    if by == By.COUNCIL_KIND:
        return {str(key): [of] for key, of in Council.objects.values_list("pk", "kind")}
    if by == By.DIVISION:
        found = defaultdict(list)
        for key, of in Parish.divisions.through.objects.values_list("parish_id", "division_id"):
            found[str(key)].append(str(of))
        return dict(found)
    return None
