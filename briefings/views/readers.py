"""Readers' own pages: ask for briefings, confirm, choose, leave. None needs an account."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.addresses import client_address
from accounts.requests import Request

from ..forms.public import PreferencesForm, SubscribeForm, preferences_initial
from ..models import Subscriber
from ..tokens import reader_token
from ..workflows import readers
from .doors import form_methods, posted


@form_methods
def subscribe(request: Request) -> HttpResponse:
    """Take an address, and say the same whether it is known or not."""
    form = SubscribeForm(posted(request))
    if form.is_valid():
        readers.ask(**form.cleaned_data, connection=client_address(request) or "", at=request.now)
        return render(request, "briefings/asked.html", {"email": form.cleaned_data["email"]})
    return render(request, "briefings/subscribe.html", {"form": form})


@never_cache
@form_methods
def confirm(request: Request, asked: str) -> HttpResponse:
    """Show one button; pressing it takes the reader in. Fetching changes nothing: scanners do."""
    row = readers.asked_by(asked)
    if row is None:
        return render(request, "briefings/dead_link.html", status=404)
    if request.method == "POST":
        readers.confirm(token=asked, at=request.now)
        messages.success(request, "You will get our briefings.")
        return redirect("briefing_preferences", reader=reader_token(f"s{row.pk}"))
    return render(request, "briefings/confirm.html", {"reader": row})


def reader_or_404(request: Request, token: str) -> Subscriber:
    row = readers.reader_of(token, at=request.now)
    if row is None:
        raise Http404
    return row


@csrf_exempt
@never_cache
@form_methods
def unsubscribe(request: Request, reader: str) -> HttpResponse:
    """Show one button, and leave by a POST: from the button, or by a mail program (RFC 8058).

    Mail programs send no cookies, so the signed link alone says who leaves.
    """
    row = reader_or_404(request, reader)
    if request.method == "POST":
        readers.leave(reader=row, at=request.now)
        return render(request, "briefings/left.html", {"token": reader})
    return render(request, "briefings/unsubscribe.html", {"reader": row, "token": reader})


@never_cache
@form_methods
def preferences(request: Request, reader: str) -> HttpResponse:
    """Let a reader choose what she gets. The link is hers alone; it shows no address."""
    row = reader_or_404(request, reader)
    form = PreferencesForm(posted(request), initial=preferences_initial(row))
    if form.is_valid():
        found = form.cleaned_data
        readers.choose(
            reader=row, wanted=found["wanted"] == "yes", topics=found["topics"],
            districts=found["districts"], at=request.now,
        )  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("briefing_preferences", reader=reader)
    return render(request, "briefings/preferences.html", {"form": form, "token": reader})


@require_safe
def my_preferences(request: Request) -> HttpResponse:
    """Lead a signed-in person to her own choices."""
    return redirect("briefing_preferences", reader=reader_token(f"p{request.user.pk}"))
