"""Letters one by one: the list that an address describes, a letter and its life, its release."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govuk.paging import rows_of

from ..forms import STATES, CancelForm, LettersForm
from ..models import Letter, Receipt
from ..workflows import desk
from . import readings
from .doors import Request, administrators_only, attempt

What = Receipt.What
KEPT = ("state", "q", "why")
# Letters that let their reader in, and the part of an address that stands for her.
SECRET_KINDS = ("accounts/",)
TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_:-]{24,}")


@administrators_only
@require_safe
def letters(request: Request) -> HttpResponse:
    """List the letters of a state, a reference or an address, the newest first."""
    form = LettersForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    chosen = {name: asked[name] for name in KEPT if asked.get(name)}
    found = matching(chosen, request)
    rows = rows_of(found, key="pk", before=asked.get("before"), after=asked.get("after"))
    context = {
        "form": form,
        "rows": [readings.row_of(letter) for letter in rows],
        "links": links(found, rows, chosen),
        "why": chosen.get("why", ""),
        "is_filtered": bool(chosen),
        "title": dict(STATES)[chosen.get("state", "")],
    }
    return render(request, "post/letters.html", context)


def matching(chosen: dict[str, str], request: Request) -> Any:
    found = readings.letters().filter(
        readings.in_state(chosen.get("state", ""), request.today),
        readings.asked_for(chosen.get("q", "").strip()),
    )
    return found.filter(error=chosen["why"]) if "why" in chosen else found


def links(found: Any, rows: list[Letter], chosen: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the pagination component's options: newer and older pages, where there are any."""
    if not rows:
        return {}
    made = {}
    if found.filter(pk__gt=rows[0].pk).exists():
        made["previous"] = link("Newer", chosen, after=rows[0].pk)
    if found.filter(pk__lt=rows[-1].pk).exists():
        made["next"] = link("Older", chosen, before=rows[-1].pk)
    return made


def link(text: str, chosen: dict[str, str], **beside: int) -> dict[str, str]:
    query = chosen | {name: str(key) for name, key in beside.items()}
    return {"href": f"?{urlencode(query)}", "text": text}


@administrators_only
@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Show one letter as it was written, and its life so far."""
    found = get_object_or_404(Letter.objects.select_related("person", "mailing", "daily"), pk=pk)
    tag, colour = readings.tag_of(found)
    context = {
        "letter": found,
        "tag": tag,
        "colour": colour,
        "text": without_keys(found),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "life": life(found),
        "waits_for_a_person": waits_for_a_person(found),
        "in_doubt": found.status == Letter.Status.PARKED,
    }
    return render(request, "post/letter.html", context)


def without_keys(found: Letter) -> str:
    """Return the text as sent, save for what only its reader may use: codes and long tokens."""
    if found.kind.startswith(SECRET_KINDS):
        return "This letter holds a code that only its reader may see."
    return TOKEN.sub("…", found.text)


def waits_for_a_person(found: Letter) -> bool:
    return found.status in (Letter.Status.FAILED, Letter.Status.PARKED)


# Of a letter that is sent again when in doubt no more is noted than that its turn began.
BEGUN = {"park": ": the text went out to the mail server.", "requeue": "."}


def life(found: Letter) -> list[dict[str, str]]:
    """Return what happened to a letter, the latest first, as the timeline component takes it."""
    told = [(found.created_at, "Decided", "", "")]
    if found.data_started_at:
        words = f"Try {found.attempts}{BEGUN[found.policy]}"
        told.append((found.data_started_at, "Taken in hand", "", words))
    if found.sent_at:
        told.append((found.sent_at, "Sent", "", f"The mail server took it. {tries(found)}"))
    for receipt in found.receipts.select_related("by"):
        by = receipt.by.name if receipt.by else ""
        told.append((receipt.at, receipt.get_what_display(), by, receipt.words))
    told.sort(key=lambda each: each[0])
    return [item(*each) for each in reversed(told)]


def tries(found: Letter) -> str:
    return readings.plural(found.attempts, "try").replace("trys", "tries") + "."


def item(at: datetime, title: str, by: str, words: str) -> dict[str, str]:
    return {
        "title": title,
        "by": by,
        "date": readings.moment(at),
        "datetime": at.isoformat(timespec="seconds"),
        "text": words,
    }


@administrators_only
@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    """Put a parked or failed letter back to wait."""
    found = get_object_or_404(readings.letters(), pk=pk)
    done = f"The letter to {found.to} waits to be sent."
    attempt(request, desk.release, done=done, letter=found)
    return redirect("post_letter", pk=pk)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask why a letter must not be sent, and note it."""
    found = get_object_or_404(readings.letters(), pk=pk)
    if not waits_for_a_person(found):
        messages.warning(request, desk.TOO_LATE)
        return redirect("post_letter", pk=pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("post_letter", args=[pk])
    if form.is_valid():
        done = f"The letter to {found.to} is not sent."
        attempt(request, desk.cancel, done=done, letter=found, why=form.cleaned_data["why"])
        return redirect("post_letter", pk=pk)
    return render(request, "post/cancel.html", {"form": form, "letter": found})
