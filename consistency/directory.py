"""Who is who in the figures: the names behind the keys, in alphabetical order."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from accounts.models import Team, User
from enquiries.models import Channel, Kind
from govuk.numbers import whole_number
from parishes.models import Council, District, Division, Parish

from .selection import By, Choice

Rows = Iterable[tuple[object, object, str]]
NOBODY = {By.TEAM: "No team", By.OFFICER: "Nobody yet"}
UNKNOWN_KIND = "Kind not known"
ROWS: dict[By, Callable[[], Rows]] = {
    By.DISTRICT: lambda: District.objects.values_list("pk", "gss_code", "name"),
    By.PARISH: lambda: Parish.objects.values_list("pk", "gss_code", "name"),
    By.DIVISION: lambda: Division.objects.values_list("pk", "gss_code", "name"),
    By.COUNCIL: lambda: Council.objects.values_list("pk", "pk", "name"),
    By.COUNCIL_KIND: lambda: [
        *((value, value.replace(" ", "-"), label) for value, label in Council.Kind.choices),
        ("", "unknown", UNKNOWN_KIND),
    ],
    By.KIND: lambda: Kind.objects.values_list("pk", "code", "name"),
    By.TEAM: lambda: Team.objects.values_list("pk", "pk", "name"),
    By.OFFICER: lambda: User.objects.filter(is_officer=True).values_list("pk", "pk", "name"),
    By.CHANNEL: lambda: [(value, value, label) for value, label in Channel.choices],
}
FIND: dict[By, type[Council] | type[User]] = {By.COUNCIL: Council, By.OFFICER: User}


def choices(by: By) -> list[Choice]:
    """Return everything that a figure can be of, one query at most."""
    found = [Choice(str(key), str(value), name) for key, value, name in ROWS[by]()]
    return sorted(found, key=lambda choice: choice.name.casefold())


def with_nobody(by: By) -> list[Choice]:
    """Return the groups of a table: what has no team or officer yet is one of them."""
    nobody = [Choice("0", "0", NOBODY[by])] if by in NOBODY else []
    return [*choices(by), *nobody]


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
