"""Review: what would change for the public, and the moves there are."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.requests import Request
from govuk.meanwhile import mark_afresh

from ... import forms, workflows
from ...differences import between
from ...models import Scheme
from ...permissions import Refused, authors_of
from ...snapshots import digest_of, take
from ...states import State
from .guard import for_editors, form_methods, posted

MOVED_ON = "Somebody moved this scheme on while you had the page open. See how it stands now."
VERBS: dict[str, tuple[Callable[..., object], str]] = {
    "send": (workflows.send_for_review, "Sent for review."),
    "publish": (workflows.publish, "Published."),
    "return": (workflows.return_to_author, "Returned to its author."),
    "checked": (workflows.check_only, "The review is noted."),
    "withdraw": (workflows.withdraw, "Withdrawn from the catalogue."),
}


@form_methods
@for_editors
def review(request: Request, scheme: Scheme) -> HttpResponse:
    shot = take(scheme)
    offered = forms_for(scheme, shot, posted(request))
    form = next((form for form in offered if form.is_bound), None)
    if request.method == "POST" and form is None and offered:
        place = likest(offered, request.POST)
        form = offered[place] = given_back(type(offered[place]), request.POST)
    elif form and form.is_valid():
        verb, words = VERBS[form.verb]
        try:
            verb(scheme=scheme, at=request.now, by=request.user, **form.words())
            messages.success(request, words)
            return redirect("scheme_edit", scheme=scheme.ref)
        except Refused as refused:
            form.add_error(None, str(refused))
            if "seen" in form.fields:
                mark_afresh(form, digest_of(shot))
    context = {
        "scheme": scheme,
        "form": form,
        "forms": offered,
        "lines": between(scheme.current.snapshot if scheme.current else None, shot),
        "is_author": request.user.pk in authors_of(scheme),
    }
    return render(request, "schemes/editor/review.html", context)


def likest(offered: list[forms.DoForm], data: QueryDict) -> int:
    """Return the place of the form that has most of the boxes that were sent."""
    shared = [len(set(form.fields) & set(data)) for form in offered]
    return shared.index(max(shared))


def given_back(kind: type[forms.DoForm], data: QueryDict) -> forms.DoForm:
    """Give what was typed back where the move it was typed for is no longer there."""
    kept = data.copy()
    kept["do"] = kind.verb
    form = kind(kept)
    form.add_error(None, MOVED_ON)
    return form


def forms_for(scheme: Scheme, shot: dict, data) -> list[forms.DoForm]:
    """Return the forms of the moves that there are from its state."""
    state = State(scheme.state)
    found: list[forms.DoForm] = []
    if state == State.DRAFT:
        found.append(forms.SendForm(data))
    if state == State.REVIEW:
        found.append(forms.PublishForm(data, initial={"seen": digest_of(shot)}))
        found.append(forms.ReturnForm(data))
    if state == State.PUBLISHED:
        found.append(forms.CheckedForm(data))
    if scheme.current_id:
        found.append(forms.WithdrawForm(data))
    return found
