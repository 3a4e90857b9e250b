"""Months as they stood, what is published of them, and the public page."""

from dataclasses import replace
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request

from .. import keeping
from ..figures import Panel
from ..models import Publication, Snapshot
from ..panels import QUESTIONS
from ..publishing import public
from ..workflows.keeping import publish, withdraw
from .common import for_managers
from .tables import table


@for_managers
@require_safe
def consistency_snapshots(request: Request) -> HttpResponse:
    return render(request, "consistency/snapshots.html", {"snapshots": Snapshot.objects.all()})


@for_managers
@require_safe
def consistency_snapshot(request: Request, month: str) -> HttpResponse:
    """Open a past dashboard as it stood, and say whether it is still what was kept."""
    snapshot = snapshot_or_404(month)
    shown = {row.measure: row for row in snapshot.published.filter(withdrawn_at=None)}
    context = {
        "snapshot": snapshot,
        "is_whole": keeping.digest(snapshot.figures, bytes(snapshot.cases)) == snapshot.sha256,
        "questions": [
            (question.title, panels_of(snapshot, code, shown))
            for code, question in QUESTIONS.items()
        ],
        "period": str(snapshot),
    }
    return render(request, "consistency/snapshot.html", context)


def panels_of(snapshot: Snapshot, question: str, shown: dict[str, Publication]) -> list[tuple]:
    kept = [data for data in snapshot.figures if data["question"] == question]
    panels = [keeping.from_figure(data) for data in kept]
    return [(panel, table(panel), shown.get(panel.code)) for panel in panels]


def snapshot_or_404(month: str) -> Snapshot:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as nonsense:
        raise Http404 from nonsense
    return get_object_or_404(Snapshot, month=first)


@for_managers
@require_safe
def consistency_snapshot_cases(request: Request, month: str) -> HttpResponse:
    """Give out the very cases from which a month was counted."""
    snapshot = snapshot_or_404(month)
    name = f"cases-{snapshot.month:%Y-%m}.csv.gz"
    return HttpResponse(
        bytes(snapshot.cases),
        content_type="application/gzip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_managers
@require_POST
def consistency_publish(request: Request, month: str, measure: str) -> HttpResponse:
    """Show a measure of a month to everybody, or take it back."""
    snapshot = snapshot_or_404(month)
    if measure not in {data["code"] for data in snapshot.figures}:
        raise Http404
    row = snapshot.published.filter(measure=measure, withdrawn_at=None).first()
    if request.POST.get("take_back") and row:
        withdraw(publication=row, at=request.now, by=request.user)
        messages.success(request, "Taken off the public page.")
    elif not request.POST.get("take_back"):
        publish(snapshot=snapshot, measure=measure, at=request.now, by=request.user)
        messages.success(request, "Shown on the public page.")
    return redirect("consistency_snapshot", month=month)


@require_safe
def how_we_are_doing(request: Request) -> HttpResponse:
    """Show everybody what a manager has published, with small numbers left out."""
    panels = [(row, with_month(row, panel)) for row, panel in public()]
    shown = [
        (month, [(row, panel, table(panel)) for row, panel in several])
        for month, several in groupby(panels, lambda pair: pair[0].snapshot)
    ]
    return render(request, "consistency/how_we_are_doing.html", {"shown": shown})


def with_month(row: Publication, panel: Panel) -> Panel:
    """Return a measure whose code, the name of its place on the page, has the month."""
    return replace(panel, code=f"{panel.code}-{row.snapshot.month:%Y-%m}")
