"""What stood out: who looks into it, what was found and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import Request
from govuk.meanwhile import differences, mark_afresh
from schemes import fingerprints
from schemes.permissions import Stale

from ..forms import SignalForm
from ..models import Signal
from ..workflows.keeping import look_into
from .common import for_managers

MOST = 200


@for_managers
@require_safe
def consistency_signals(request: Request) -> HttpResponse:
    rows = Signal.objects.select_related("snapshot", "owner")
    context = {
        "open": rows.filter(closed_at=None)[:MOST],
        "closed": rows.exclude(closed_at=None)[:MOST],
    }
    return render(request, "consistency/signals.html", context)


@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def consistency_signal(request: Request, signal: int) -> HttpResponse:
    found = get_object_or_404(Signal.objects.select_related("snapshot"), pk=signal)
    form = SignalForm(request.POST if request.method == "POST" else None, initial=filled(found))
    theirs: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            look_into(signal=found, at=request.now, by=request.user, **form.cleaned_data)
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = meanwhile(form, Signal.objects.get(pk=signal))
        else:
            messages.success(request, "Kept.")
            return redirect("consistency_signals")
    context = {"signal": found, "form": form, "theirs": theirs}
    return render(request, "consistency/signal.html", context)


def filled(signal: Signal) -> dict[str, object]:
    return {**signal.words(), "seen": fingerprints.of(signal.words())}


def meanwhile(form: SignalForm, now: Signal) -> list[tuple[str, str]]:
    """Return what is kept by now where it differs from hers; to send the form again replaces it."""
    mark_afresh(form, fingerprints.of(now.words()))
    return differences(form, SignalForm(initial=filled(now)))
