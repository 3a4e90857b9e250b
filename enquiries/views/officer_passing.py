"""An officer passes an enquiry on; what is written to the other body, she sees before it goes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import Request
from govuk.returning import next_url

from .. import workflows
from ..forms.passing import PassOnForm
from ..workflows.move import Changed
from .attempt import attempt
from .desk import carried, case_url, fetch, officers_only
from .officer import form_methods
from .officer_actions import act, form_for, refuse_others
from .officer_answer import places, seen

TO_THEM = "enquiries/for_body"


@officers_only
@form_methods
def pass_on(request: Request, number: int) -> HttpResponse:
    """Pass it on at once, or by letter: then first show every letter, and send just those."""
    by_letter = "send" in request.POST and not {"seen", "change"} & set(request.POST)
    if by_letter and (page := check(request, number)):
        return page
    return act(
        request, number, form_class=PassOnForm, workflow=verb(request),
        title="Pass this enquiry on", done="{} is passed on, and the clerk is told.",
    )  # fmt: skip


def verb(request: Request) -> Callable:
    """Return what to do with a form that is in order; to change it is to do nothing yet."""
    if "change" in request.POST:
        return lambda **_: None
    if "send" in request.POST:
        mark = request.POST.get("seen", "")
        return partial(workflows.do_as_seen, verb=workflows.pass_on, seen=mark)
    return workflows.pass_on


def check(request: Request, number: int) -> HttpResponse | None:
    """Show what all would read; None where the form has to say why nothing can be sent."""
    enquiry = fetch(request, number)
    refuse_others(request, enquiry)
    back = next_url(request, f"{case_url(enquiry)}{carried(request)}")
    form = form_for(request, enquiry, PassOnForm, back)
    if not form.is_valid() or not form.cleaned_data.get("send"):
        return None
    who = {"enquiry": enquiry, "at": request.now, "by": request.user}
    rehearse = partial(workflows.rehearse, verb=workflows.pass_on)
    try:
        shown = attempt(form, rehearse, **who, **form.cleaned_data)
    except Changed:
        return None
    return shown and show_check(request, enquiry, form, shown)


def show_check(request: Request, enquiry, form, shown: workflows.Rehearsed) -> HttpResponse:
    to_them = next(letter for letter in shown.letters if letter.kind == TO_THEM)
    others = [letter for letter in shown.letters if letter.kind != TO_THEM]
    context = {
        **places(request, enquiry),
        **seen(replace(shown, letters=others), request),
        "form": form,
        "to_them": to_them,
    }
    return render(request, "enquiries/officer/pass_on_check.html", context)
