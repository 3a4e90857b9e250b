"""What anybody may read: which council asks for a parish, and how enquiries are dealt with."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from parishes.models import Parish

from ..deadlines.models import Setting, Standard
from ..models import Kind, Outcome, Reason
from ..states import REOPEN_DAYS

MOST_SHOWN = 50


@require_safe
def find_parish(request: Request) -> HttpResponse:
    """Find a parish by its name and say who asks the county for it. Nobody is named."""
    words = " ".join(request.GET.get("name", "")[:100].replace("\0", "").split())
    rows = Parish.objects.select_related("district").prefetch_related("councils")
    found = list(rows.filter(name__icontains=words)[: MOST_SHOWN + 1]) if words else []
    context = {"words": words, "found": found[:MOST_SHOWN], "is_cut": len(found) > MOST_SHOWN}
    return render(request, "enquiries/public/find_parish.html", context)


@require_safe
def how_we_deal(request: Request) -> HttpResponse:
    """Show the days, outcomes and reasons that hold today, as the council has them in its rows."""
    kinds = Kind.objects.filter(is_active=True).select_related("group")
    rows = Standard.objects.filter(valid_from__lte=request.today).order_by("version")
    latest = {row.kind_id: row for row in rows}
    context = {
        "kinds": [(kind, latest.get(kind.pk)) for kind in kinds],
        "outcomes": Outcome.objects.filter(is_active=True),
        "reasons": Reason.objects.filter(is_active=True),
        "setting": Setting.current(),
        "reopen_days": REOPEN_DAYS,
    }
    return render(request, "enquiries/public/how_we_deal.html", context)
