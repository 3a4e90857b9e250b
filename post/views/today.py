"""The post today: what waits, what is stuck, what was not sent, and whose address rests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govuk.returning import next_url

from ..models import Address, Mailing
from ..workflows import addresses, mailings
from . import readings
from .doors import Request, administrators_only, attempt

NEEDING_SHOWN = 10
RESTING_SHOWN = 25


@administrators_only
@require_safe
def today(request: Request) -> HttpResponse:
    """Show the whole post on one screen, the things that wait for a person first."""
    stuck = readings.letters().needing_a_person()[: NEEDING_SHOWN + 1]
    rows = [readings.row_of(letter) for letter in stuck]
    context = {
        "figures": readings.figures(request.now, request.today),
        "needing": rows[:NEEDING_SHOWN],
        "more": readings.letters_url(state="person") if len(rows) > NEEDING_SHOWN else "",
        "reasons": readings.reasons(request.now),
        "resting": list(readings.resting().order_by("-rests_since", "pk")[:RESTING_SHOWN]),
        "resting_count": readings.resting().count(),
        "mailings": readings.mailings(),
    }
    return render(request, "post/today.html", context)


@administrators_only
@require_POST
def end_rest(request: Request, address: int) -> HttpResponse:
    """Let letters go to an address again."""
    row = get_object_or_404(Address, pk=address)
    done = f"Letters go to {row.address} again."
    attempt(request, addresses.end_rest, done=done, address=row)
    return redirect("post_today")


@administrators_only
@require_POST
def pause(request: Request, mailing: int) -> HttpResponse:
    row = get_object_or_404(Mailing, pk=mailing)
    attempt(request, mailings.pause, done=f"{row.name} is paused.", mailing=row)
    return redirect("post_today")


@administrators_only
@require_POST
def resume(request: Request, mailing: int) -> HttpResponse:
    row = get_object_or_404(Mailing, pk=mailing)
    attempt(request, mailings.resume, done=f"{row.name} goes on.", mailing=row)
    return redirect("post_today")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, mailing: int) -> HttpResponse:
    """Ask once more before the rest of a mailing is never sent."""
    row = get_object_or_404(Mailing, pk=mailing)
    if request.method == "POST":
        attempt(request, mailings.cancel, done=f"{row.name} is cancelled.", mailing=row)
    if request.method == "POST" or row.cancelled_at:
        return redirect("post_today")
    return render(request, "post/cancel_mailing.html", {"progress": readings.progress_of(row)})


@require_POST
def my_address(request: Request) -> HttpResponse:
    """The reader says that her own address is right: letters are tried again, once a day."""
    if not addresses.rests(request.user.email):
        messages.info(request, "Letters go to your address.")
    else:
        done = "Thank you. We will try your address again."
        attempt(request, addresses.vouch, done=done)
    return redirect(next_url(request, reverse("home")))
