"""One officer's own work, in groups by what is due."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from accounts.requests import Request

from ..due import LABELS, Due, Edges, edges
from ..models import Enquiry, Proposal
from ..querysets import EnquiryQuerySet
from ..states import Status
from .officer_rows import COLUMNS, Row, RowWriter, capped, columns_of

# So many of an officer's own are read to be grouped here; the database counts what is more.
MOST_READ = 300
SHOWN, RECENT, MOST_APPROVALS = 25, 5, 100
STATUS, DUE_AT, REPLIED = (COLUMNS.index(name) for name in ("status", "due_at", "clerk_replied"))


@dataclass(frozen=True)
class Group:
    label: str
    count: str
    url: str
    rows: list[Row]
    more: bool


@dataclass(frozen=True)
class Work:
    """`groups` are the officer's own; `unassigned` waits in the teams named by `pool`.

    `recent` are the cases she looked at last. `approvals` are those whose answer, written by a
    colleague, waits for another officer's eyes.
    """

    groups: list[Group]
    unassigned: Group
    pool: str
    recent: list[Row]
    approvals: list[Row]

    @property
    def pool_sentence(self) -> str:
        """Say where work is to be found, for one who has none."""
        are = "is" if self.unassigned.count == "1" else "are"
        return f"{self.unassigned.count} {are} unassigned{self.pool}."


def work_of(request: Request) -> Work:
    """Return what an officer has to do at this instant, and what nobody has yet."""
    user = request.user
    visible = Enquiry.objects.visible_to(user, on=request.today).open().by_due()
    writer = RowWriter(request.now, request.today, may_claim=user.is_officer)
    teams = dict(user.teams.values_list("pk", "name"))
    pool = visible.unassigned()
    return Work(
        groups=own_groups(visible.owned_by(user), writer, edges(request.now)),
        unassigned=unassigned(
            pool.filter(team_id__in=list(teams)) if teams else pool, writer, teams
        ),
        pool=pool_of(list(teams.values())),
        recent=recent(request, writer),
        approvals=approvals(visible, user, list(teams), writer) if user.is_officer else [],
    )


def approvals(visible: EnquiryQuerySet, user, teams: list[int], writer: RowWriter) -> list[Row]:
    """Return the cases of her teams whose answer she may approve. One query, two if there are any.

    Only few answers wait at any time, so they are found first.
    """
    of_now = Proposal.objects.filter(decided_at=None, round=F("enquiry__round"))
    waiting = of_now.filter(enquiry__team__in=teams) if teams else of_now
    others = waiting.exclude(proposed_by=user).order_by("proposed_at")
    keys = list(others.values_list("enquiry", flat=True)[:MOST_APPROVALS])
    return writer.read(visible.filter(pk__in=keys)) if keys else []


def recent(request: Request, writer: RowWriter) -> list[Row]:
    """Return the cases that this person had open last, the latest first. One query."""
    visible = Enquiry.objects.visible_to(request.user, on=request.today)
    seen = visible.filter(openings__person=request.user).order_by("-openings__seen_at")
    return writer.read(seen[:RECENT])


def own_groups(mine: EnquiryQuerySet, writer: RowWriter, edge: Edges) -> list[Group]:
    """Return the groups that hold something, in their order."""
    read = list(columns_of(mine.first_rows(MOST_READ + 1)))
    held: dict[Due, list[tuple]] = {due: [] for due in Due}
    for values in read:
        waiting, replied = values[STATUS] == Status.WAITING, values[REPLIED]
        held[edge.group_of(values[DUE_AT], waiting=waiting, replied=replied)].append(values)
    counts = {due: len(rows) for due, rows in held.items()}
    if len(read) > MOST_READ:
        counts = mine.tally_by_due(edge.now)
    return [
        group(LABELS[due], counts[due], held[due], writer, owner="me", due=due.value)
        for due in Due
        if counts[due]
    ]


def unassigned(rows: EnquiryQuerySet, writer: RowWriter, teams: dict[int, str]) -> Group:
    read = list(columns_of(rows.first_rows(SHOWN + 1)))
    count = len(read) if len(read) <= SHOWN else rows.count_up_to()
    where = {"team": "mine"} if teams else {}
    label = "Unassigned in my teams" if teams else "Unassigned"
    return group(label, count, read, writer, owner="unassigned", **where)


def group(label: str, count: int, found: list[tuple], writer: RowWriter, **query: str) -> Group:
    """Return a group whose heading opens the same list, and whose cases come from it."""
    state = urlencode(query)
    url = f"{reverse('all_enquiries')}?{state}"
    write = writer.within(state).write
    rows = [write(values) for values in found[:SHOWN]]
    return Group(label, capped(count), url, rows, count > len(rows))


def pool_of(teams: list[str]) -> str:
    if len(teams) > 1:
        return " in your teams"
    return f" in {teams[0]}" if teams else ""
