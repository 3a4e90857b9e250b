"""Has somebody reported this already? Shown before the check page, if there is something."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request

from .. import workflows
from ..models import Draft, Enquiry
from ..permissions import Refused
from ..similar import similar_to
from .logging import unsent


@unsent
def similar(request: Request, draft: Draft) -> HttpResponse:
    """Offer to follow what may be the same matter, or to go on in one click."""
    if draft.kind is None or not draft.is_complete:
        return redirect("draft_what", token=draft.token)
    found = similar_to(draft, now=request.now)
    if request.method == "POST":
        chosen = [each for each in found if str(each.number) == request.POST.get("follow")]
        return follow(request, draft, chosen[0]) if chosen else redirect(*check_of(draft))
    if not found:
        return redirect(*check_of(draft))
    context = {"draft": draft, "found": [shown(each, draft, request) for each in found]}
    return render(request, "enquiries/clerk/similar.html", context)


def check_of(draft: Draft) -> tuple:
    return "draft_check", draft.token


def shown(enquiry: Enquiry, draft: Draft, request: Request) -> dict:
    """Another council's own words are shown only to those who follow it."""
    ours = enquiry.council_id == draft.council_id
    return {
        "enquiry": enquiry,
        "ours": ours,
        "sentence": enquiry.sentence_at(request.now) if ours else "",
    }


def follow(request: Request, draft: Draft, enquiry: Enquiry) -> HttpResponse:
    """Follow instead of sending; the draft stays, in case she thinks better of it."""
    try:
        workflows.follow(enquiry=enquiry, council=draft.council, at=request.now, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("draft_similar", token=draft.token)
    kept = "What you typed is kept with your drafts."
    messages.success(request, f"You follow {enquiry.reference}: we write when it moves. {kept}")
    return redirect("enquiry", number=enquiry.number)
