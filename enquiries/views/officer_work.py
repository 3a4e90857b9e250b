"""One officer's own work, in groups by what is due: two queries, however much it is."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import CharField, Value
from django.http import HttpRequest
from django.urls import reverse

from ..due import LABELS, Due
from ..models import Enquiry
from ..querysets import CappedCount, EnquiryQuerySet
from .officer_rows import COLUMNS, Row, RowWriter, capped

SHOWN = 25
UNASSIGNED = "unassigned"


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    count: str
    url: str
    rows: list[Row]
    more: bool


@dataclass(frozen=True)
class Work:
    """`groups` are the officer's own; `unassigned` waits in the teams named by `pool`."""

    groups: list[Group]
    unassigned: Group
    pool: str

    @property
    def pool_sentence(self) -> str:
        """Say where work is to be found, for one who has none."""
        are = "is" if self.unassigned.count == "1" else "are"
        return f"{self.unassigned.count} {are} unassigned{self.pool}."


def work_of(request: HttpRequest) -> Work:
    """Return what an officer has to do at this instant, and what nobody has yet."""
    user = request.user
    teams = dict(user.teams.values_list("pk", "name"))
    parts = parts_of(request, list(teams))
    counts = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .values(**{name: CappedCount(rows) for name, rows in parts.items()})[0]
    )
    filled = {name: rows for name, rows in parts.items() if counts[name]}
    rows = first_rows(filled, RowWriter(request.now, request.today, may_claim=user.is_officer))
    groups = [group(due.value, counts, rows, owner="me", due=due) for due in Due]
    mine = {"team": "mine"} if teams else {}
    return Work(
        groups=[each for each in groups if each.rows],
        unassigned=group(UNASSIGNED, counts, rows, owner=UNASSIGNED, **mine),
        pool=pool_of(list(teams.values())),
    )


def pool_of(teams: list[str]) -> str:
    if len(teams) > 1:
        return " in your teams"
    return f" in {teams[0]}" if teams else ""


def parts_of(request: HttpRequest, teams: list[int]) -> dict[str, EnquiryQuerySet]:
    visible = Enquiry.objects.visible_to(request.user, on=request.today).by_due()
    mine = visible.owned_by(request.user)
    parts = {due.value: mine.in_due_group(due, request.now) for due in Due}
    pool = visible.open().unassigned()
    return {**parts, UNASSIGNED: pool.filter(team_id__in=teams) if teams else pool}


def group(name: str, counts: dict[str, int], rows: dict[str, list[Row]], **query) -> Group:
    label = LABELS[Due(name)] if name in LABELS else "Unassigned in my teams"
    url = f"{reverse('all_enquiries')}?{urlencode(query)}"
    shown = rows.get(name, [])
    return Group(name, label, capped(counts[name]), url, shown, counts[name] > len(shown))


def first_rows(parts: dict[str, EnquiryQuerySet], writer: RowWriter) -> dict[str, list[Row]]:
    """Read the first rows of every part in one query."""
    if not parts:
        return {}
    asked = [
        rows.annotate(part=Value(name, CharField())).values_list("part", *COLUMNS)[:SHOWN]
        for name, rows in parts.items()
    ]
    found: dict[str, list[Row]] = {name: [] for name in parts}
    for part, *values in asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0]:
        found[part].append(writer.write(values))
    for rows in found.values():
        rows.sort(key=lambda row: (row.instant, row.pk))
    return found
