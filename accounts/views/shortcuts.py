"""Keyboard shortcuts of the officers' pages: what they are, and the switch. Off at first."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms import ShortcutsForm
from accounts.requests import Request
from accounts.workflows import choose_shortcuts

KEYS = [
    ("j", "Next row of a list"),
    ("k", "Row before"),
    ("x", "Tick the row, or take the tick away"),
    ("c", "Claim the row, or the case that is open"),
    ("n", "Write a note on the case that is open"),
    ("/", "Search"),
    ("?", "Show these keys"),
]


@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: Request) -> HttpResponse:
    """List the keys, and let one of the county's people switch them on or off."""
    if not request.user.works_for_county:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ShortcutsForm(data, initial={"wanted": "yes" if request.user.shortcuts else "no"})
    if form.is_valid():
        choose_shortcuts(wanted=form.cleaned_data["wanted"], by=request.user)
        messages.success(
            request, "Keyboard shortcuts are " + ("on." if request.user.shortcuts else "off.")
        )
        return redirect("shortcuts")
    return render(request, "accounts/shortcuts.html", {"form": form, "keys": KEYS})
