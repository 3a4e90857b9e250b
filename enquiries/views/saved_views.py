"""Saved views: lists under a name. Those of everybody, then a person's own and her teams'."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import Team
from accounts.requests import Request

from .. import workflows
from ..filters import Filters
from ..forms.lists import SaveViewForm
from ..lists import from_state
from ..models import SavedView
from ..ready import Given, ReadyQuery
from .attempt import attempt
from .desk import county_only, list_state
from .officer import form_methods

FOR_ALL = [
    ("My cases", {"owner": "me"}),
    ("Unassigned", {"owner": "unassigned"}),
    ("Due today", {"due": "today"}),
    ("Overdue", {"due": "overdue"}),
    ("Awaiting clerk", {"status": "waiting"}),
    ("Reopened", {"status": "reopened"}),
    ("My team", {"team": "mine"}),
]


@dataclass(frozen=True)
class Link:
    """A saved view as a link; `remove_url` leads to taking it away, empty where nobody can."""

    text: str
    url: str
    is_current: bool
    remove_url: str = ""


def visible(person) -> QuerySet[SavedView]:
    """A person's own views and those of her teams."""
    mine = Q(person=person) | Q(team__in=Team.objects.filter(officers=person))
    return SavedView.objects.filter(mine).order_by("team__name", "name")


VISIBLE = ReadyQuery(
    lambda: visible(Given("person")).values_list("pk", "name", "query", "team__name")
)


def links(user, chosen: dict[str, str] | None) -> list[Link]:
    """Return every view as a link; `chosen` is the list that is shown, if it is one. One query."""
    base = reverse("all_enquiries")
    found = [Link(text, f"{base}?{urlencode(query)}", query == chosen) for text, query in FOR_ALL]
    for pk, name, query, team in VISIBLE.rows(person=user.pk):
        text = f"{name} ({team})" if team else name
        remove = reverse("view_remove", args=[pk])
        found.append(Link(text, f"{base}?{query}", from_state(query) == chosen, remove))
    return found


@county_only
@form_methods
def save(request: Request) -> HttpResponse:
    """Ask for a name, and keep the list that was shown under it."""
    filters = Filters(from_state(list_state(request) or ""), request.user)
    back = f"{reverse('all_enquiries')}?{filters.query}"
    form = SaveViewForm(
        request.POST if request.method == "POST" else None, teams=list(request.user.teams.all())
    )
    form.cancel_url = back
    form.helper.form_action = f"?{urlencode({'list': filters.query})}"
    if form.is_valid() and attempt(
        form, workflows.save_view, name=form.cleaned_data["name"], query=filters.query,
        team=form.team, at=request.now, by=request.user,
    ):  # fmt: skip
        messages.success(request, f"Saved as “{form.cleaned_data['name']}”.")
        return redirect(back)
    context = {"form": form, "filters": filters, "back": back}
    return render(request, "enquiries/officer/save_view.html", context)


@county_only
@form_methods
def remove(request: Request, view: int) -> HttpResponse:
    """Ask once, then remove a view of her own or of one of her teams."""
    row = get_object_or_404(visible(request.user), pk=view)
    back = f"{reverse('all_enquiries')}?{row.query}"
    if request.method == "POST":
        workflows.forget_view(view=row, by=request.user)
        messages.success(request, f"The view “{row.name}” is removed.")
        return redirect(back)
    return render(request, "enquiries/officer/remove_view.html", {"view": row, "back": back})
