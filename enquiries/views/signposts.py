"""Is it ours? Say who looks after it, and let the clerk send it to us anyway."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request

from .. import workflows
from ..elsewhere import Elsewhere, who_else
from ..models import Draft, Signpost
from ..permissions import Refused
from .logging import next_step, unsent

Choice = Signpost.Choice


@unsent
def signpost(request: Request, draft: Draft) -> HttpResponse:
    """Show who looks after it; each of the three answers works, and is kept."""
    elsewhere = who_else(draft)
    if draft.kind is None or not draft.is_complete:
        return redirect("draft_what", token=draft.token)
    if elsewhere is None:
        return redirect(next_step(request, draft), token=draft.token)
    if request.method == "POST":
        return chosen(request, draft, elsewhere)
    context = {"draft": draft, "elsewhere": elsewhere}
    return render(request, "enquiries/clerk/signpost.html", context)


def chosen(request: Request, draft: Draft, elsewhere: Elsewhere) -> HttpResponse:
    choice, at, by = request.POST.get("choice", ""), request.now, request.user
    try:
        shown = workflows.show_signpost(draft=draft, elsewhere=elsewhere, at=at, by=by)
        workflows.choose_signpost(signpost=shown, choice=choice, at=at, by=by)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("draft_signpost", token=draft.token)
    if choice != Choice.THEIRS:
        return redirect(next_step(request, draft), token=draft.token)
    said = f"Tell {shown.owner}. What you typed is kept with your drafts, in case you need it."
    messages.success(request, said)
    return redirect("home")
