"""What an officer narrows the list by. All of it is in the URL, so that a list can be shared.

What a URL asks that is not on offer is left out, as if it had not been asked. What is on offer is
read once a minute: a new team or kind can be chosen a minute later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Team
from parishes.models import Parish

from .due import LABELS, Due
from .models import Kind
from .querysets import EnquiryQuerySet
from .states import CLOSED, LOOKS, OPEN, Status

Pairs = list[tuple[str, str]]
KEPT_SECONDS = 60
CLOSED_STATUSES = {"closed", *(status.value for status in CLOSED)}

# The officer's word for a status, where the clerk's would be wrong on this side of the desk.
TAGS = {status.value: look.tag for status, look in LOOKS.items()}
TAGS[Status.WAITING.value] = "Waiting for clerk"

STATUSES = [
    ("", "Open"),
    *((status.value, TAGS[status]) for status in OPEN),
    ("reopened", "Opened again"),
    ("closed", "Closed"),
    *((status.value, TAGS[status]) for status in CLOSED),
]
OWNERS = [("", "Anyone or nobody"), ("me", "Me"), ("unassigned", "Unassigned")]
DUE = [("", "Any time"), *((due.value, label) for due, label in LABELS.items())]


@dataclass(frozen=True)
class Select:
    """One select box: its groups of (value, text) under a label that may be empty.

    Values are ours, keys and words of this module; only texts need escaping.
    """

    name: str
    label: str
    groups: list[tuple[str, Pairs]]
    chosen: str

    @property
    def text(self) -> str:
        return dict(pair for _, pairs in self.groups for pair in pairs)[self.chosen]

    @property
    def options(self) -> SafeString:
        """The options as HTML; three hundred of them are too many for a template's loop."""
        return mark_safe("".join(self.group(*group) for group in self.groups))  # noqa: S308

    def group(self, label: str, pairs: Pairs) -> str:
        options = "".join(
            f'<option value="{value}"{" selected" * (value == self.chosen)}>{escape(text)}</option>'
            for value, text in pairs
        )
        return f'<optgroup label="{escape(label)}">{options}</optgroup>' if label else options


def grouped(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, Pairs]]:
    """Group (label, value, text), which come in order, by their label."""
    return [
        (label, [(value, text) for _, value, text in pairs])
        for label, pairs in groupby(rows, key=lambda row: row[0])
    ]


def teams() -> list[tuple[str, Pairs]]:
    rows = [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")]
    return [("", [("", "All teams"), ("mine", "My teams"), *rows])]


def kinds() -> list[tuple[str, Pairs]]:
    rows = Kind.objects.order_by("group__order", "group__name", "code").values_list(
        "group__name", "pk", "name"
    )
    return [("", [("", "All kinds")]), *grouped((g, str(pk), name) for g, pk, name in rows)]


def places() -> list[tuple[str, Pairs]]:
    """Each district with its parishes under it, the whole district first."""
    rows = Parish.objects.order_by("district__name", "name").values_list(
        "district__name", "district_id", "pk", "name"
    )
    found = []
    for (name, district), parishes in groupby(rows, key=lambda row: row[:2]):
        pairs = [(f"parish-{pk}", parish) for *_, pk, parish in parishes]
        found.append((name, [(f"district-{district}", f"All of {name}"), *pairs]))
    return [("", [("", "Whole county")]), *found]


CHOICES = {
    "team": ("Team", teams),
    "owner": ("Owner", lambda: [("", OWNERS)]),
    "status": ("Status", lambda: [("", STATUSES)]),
    "due": ("Due", lambda: [("", DUE)]),
    "kind": ("Kind of enquiry", kinds),
    "where": ("District or parish", places),
}


class Filters:
    """The filters one request chose from those on offer; three queries a minute know the offers."""

    def __init__(self, asked: Mapping[str, str], user):
        self.user = user
        self.selects = [select(name, asked.get(name, "")) for name in CHOICES]
        self.chosen = {each.name: each.chosen for each in self.selects if each.chosen}

    @property
    def lists_closed(self) -> bool:
        return self.chosen.get("status") in CLOSED_STATUSES

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def tags(self) -> list[dict[str, str]]:
        """What is chosen, each with the address of the list without it."""
        return [
            {"text": f"{each.label}: {each.text}", "href": f"?{self.without(each.name)}"}
            for each in self.selects
            if each.chosen
        ]

    def without(self, name: str) -> str:
        return urlencode({key: value for key, value in self.chosen.items() if key != name})

    def apply(self, rows: EnquiryQuerySet, now: datetime) -> EnquiryQuerySet:
        """Narrow the rows to what was chosen; open ones unless a status says otherwise."""
        rows = by_status(rows, self.chosen.get("status", ""))
        if due := self.chosen.get("due"):
            rows = rows.in_due_group(Due(due), now)
        if owner := self.chosen.get("owner"):
            rows = rows.owned_by(self.user) if owner == "me" else rows.unassigned()
        if team := self.chosen.get("team"):
            rows = rows.filter(team_id__in=self.team_ids(team))
        if kind := self.chosen.get("kind"):
            rows = rows.filter(kind_id=int(kind))
        return rows.filter(parish_id__in=self.parish_ids()) if "where" in self.chosen else rows

    def team_ids(self, team: str) -> list[int]:
        """One id stays one: the planner then walks the team's own index in order."""
        return list(self.user.teams.values_list("pk", flat=True)) if team == "mine" else [int(team)]

    def parish_ids(self) -> list[int]:
        """The parish chosen, or the parishes of the district chosen, from what is on offer."""
        chosen = self.chosen["where"]
        if chosen.startswith("parish-"):
            return [int(chosen.removeprefix("parish-"))]
        where = next(each for each in self.selects if each.name == "where")
        pairs = next(pairs for _, pairs in where.groups if pairs[0][0] == chosen)
        return [int(value.removeprefix("parish-")) for value, _ in pairs[1:]]


def select(name: str, asked: str) -> Select:
    label, choices = CHOICES[name]
    groups = caches["filters"].get_or_set(name, choices, KEPT_SECONDS) or []
    on_offer = any(value == asked for _, pairs in groups for value, _ in pairs)
    return Select(name, label, groups, asked if on_offer else "")


def by_status(rows: EnquiryQuerySet, status: str) -> EnquiryQuerySet:
    if status == "":
        return rows.open()
    if status == "closed":
        return rows.closed()
    return rows.reopened() if status == "reopened" else rows.filter(status=status)
