"""One page for each part of a scheme: a form, and both texts where two editors meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.requests import Request
from govuk.meanwhile import differences, mark_afresh

from ...fingerprints import of
from ...forms import PartForm
from ...models import Scheme
from ...permissions import Refused, Stale
from .guard import posted


@dataclass(frozen=True)
class Part:
    """A part as it is now: its form, what the boxes hold, and the verbs that save or remove it.

    `present` is what the form's `seen` is the fingerprint of.
    """

    form: type[PartForm]
    initial: Mapping[str, Any]
    present: Any
    save: Callable[..., Any]
    remove: Callable[..., Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def edit(
    request: Request, scheme: Scheme, load: Callable[[], Part], *, title: str, hint: str = ""
) -> HttpResponse:
    """Show the form of a part, save it, and go back to the scheme."""
    part, who = load(), {"at": request.now, "by": request.user}
    if request.method == "POST" and "remove" in request.POST and part.remove:
        part.remove(**who)
        return saved(request, scheme, f"{title}: removed.")
    form = part.form(posted(request), initial=filled(part), **part.extra)
    theirs: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            part.save(seen=form.mark, **form.words(), **who)
            return saved(request, scheme, f"{title}: saved.")
        except Stale as stale:
            theirs = meanwhile(form, load())
            form.add_error(None, str(stale))
        except Refused as refused:
            form.add_error(refused.field, str(refused))
    form.cancel_url = reverse("scheme_edit", args=[scheme.ref])
    context = {
        "scheme": scheme, "form": form, "title": title, "hint": hint, "theirs": theirs,
        "may_remove": part.remove is not None,
    }  # fmt: skip
    return render(request, "schemes/editor/part.html", context)


def filled(part: Part) -> dict[str, Any]:
    return {**part.initial, "seen": of(part.present)}


def meanwhile(form: PartForm, now: Part) -> list[tuple[str, str]]:
    """Return what is saved now where it differs from hers; to send the form again replaces it."""
    mark_afresh(form, of(now.present))
    return differences(form, now.form(initial=filled(now), **now.extra))


def saved(request: Request, scheme: Scheme, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("scheme_edit", scheme=scheme.ref)
