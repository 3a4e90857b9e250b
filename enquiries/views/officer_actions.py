"""What an officer does to an enquiry: each a page of its own with a form, and one workflow."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import Request
from govuk.returning import next_url

from .. import workflows
from ..filters import TAGS
from ..forms import officer as forms
from ..forms import promises
from ..models import Enquiry, Event
from ..permissions import Refused, check_may_work
from ..workflows.move import Changed
from . import officer_case, officer_timeline
from .attempt import attempt
from .desk import carried, case_url, fetch, list_state, officers_only, onward
from .officer import form_methods

LONGEST_REFERENCE = 30


def act(
    request: Request,
    number: int,
    *,
    form_class: type[forms.ActionForm],
    workflow: Callable,
    title: str,
    done: str,
) -> HttpResponse:
    """Show the form; on POST do it and go back, or say why not with the words kept."""
    enquiry = fetch(request, number)
    if form_class.needs_its_team:
        refuse_others(request, enquiry)
    back = next_url(request, f"{case_url(enquiry)}{carried(request)}")
    form = form_for(request, enquiry, form_class, back)
    who = {"enquiry": enquiry, "at": request.now, "by": request.user}
    unseen: list[Event] = []
    other = form.still_to_see() if form.is_valid() else None
    try:
        if not other and form.is_valid() and attempt(form, workflow, **who, **form.cleaned_data):
            messages.success(request, done.format(enquiry.reference))
            return redirect(onward(request, enquiry, back))
    except Changed as changed:
        unseen = explain(form, enquiry, changed)
    context = {
        "form": form, "enquiry": enquiry, "title": title, "back": back, "other": other,
        "unseen": officer_timeline.unseen_lines(unseen),
        "too_late": "" if enquiry.is_open or not form.needs_open else TAGS[enquiry.status],
        "openings": officer_case.openings(request, enquiry),
    }  # fmt: skip
    return render(request, "enquiries/officer/action.html", context)


def refuse_others(request: Request, enquiry: Enquiry) -> None:
    """Say so, before she writes anything, to an officer whom the team does not let act."""
    try:
        check_may_work(request.user, enquiry)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused


def form_for(
    request: Request, enquiry: Enquiry, form_class: type[forms.ActionForm], back: str
) -> forms.ActionForm:
    """Return the form as sent, or a new one that carries what the officer sees now."""
    if request.method == "POST":
        form = form_class(request.POST)
    else:
        other = request.GET.get("other", "")[:LONGEST_REFERENCE]
        form = form_class(initial={"version": enquiry.version, "other": other})
    form.prepare(enquiry)
    form.cancel_url, state = back, list_state(request)
    form.is_in_list = state is not None
    listed = {} if state is None else {"list": state}
    form.helper.form_action = f"?{urlencode({'next': back, **listed})}"
    return form


def explain(form, enquiry: Enquiry, changed: Changed) -> list[Event]:
    """Say that somebody was faster, keep the words, and count what changed as seen from now on."""
    form.add_error(None, str(changed))
    form.saw(changed.events[-1].pk if changed.events else enquiry.version)
    enquiry.refresh_from_db()
    return changed.events


@officers_only
@form_methods
def claim(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.ClaimForm, workflow=workflows.claim,
        title="Claim this enquiry", done="You have claimed {}.",
    )  # fmt: skip


@officers_only
@form_methods
def give_back(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.GiveBackForm, workflow=workflows.give_back,
        title="Give this enquiry back to the team", done="{} is unassigned again.",
    )  # fmt: skip


@officers_only
@form_methods
def note(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.NoteForm, workflow=workflows.note,
        title="Write a note", done="Your note on {} is saved. Only officers can see it.",
    )  # fmt: skip


@officers_only
@form_methods
def update(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.UpdateForm, workflow=workflows.update,
        title="Send an update", done="Your update on {} is sent to the clerk.",
    )  # fmt: skip


@officers_only
@form_methods
def ask(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.AskForm, workflow=workflows.ask,
        title="Ask the clerk", done="Your question on {} is sent. The reply date is paused.",
    )  # fmt: skip


@officers_only
@form_methods
def close(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.CloseForm, workflow=workflows.close,
        title="Say the work is done", done="{} is closed.",
    )  # fmt: skip


@officers_only
@form_methods
def extend(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=promises.ExtendForm, workflow=workflows.extend,
        title="Take longer to answer", done="The clerk is told the new date of {}.",
    )  # fmt: skip


@officers_only
@form_methods
def replan(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=promises.ReplanForm, workflow=workflows.replan,
        title="Change the date of the work", done="The clerk is told the new date of {}.",
    )  # fmt: skip


@officers_only
@form_methods
def correct_kind(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=promises.CorrectKindForm, workflow=workflows.correct_kind,
        title="Correct the kind of enquiry", done="The kind of {} is corrected.",
    )  # fmt: skip


@officers_only
@form_methods
def move_stage(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.StageForm, workflow=workflows.move_stage,
        title="Move to another stage", done="The clerk is told the stage of {}.",
    )  # fmt: skip


@officers_only
@form_methods
def withdraw_note(request: Request, number: int, note: int) -> HttpResponse:
    """Take one's own note back. Another officer's, or one taken back already, is not found."""
    enquiry = fetch(request, number)
    own = enquiry.events.filter(what=Event.What.NOTE, by=request.user)
    taken = enquiry.events.exclude(withdraws=None).values("withdraws")
    row = get_object_or_404(own.exclude(pk__in=taken), pk=note)

    def withdraw(*, enquiry, **who):
        return workflows.withdraw_note(note=row, **who)

    return act(
        request, number, form_class=forms.WithdrawNoteForm, workflow=withdraw,
        title="Withdraw your note", done="Your note on {} is withdrawn. The record keeps it.",
    )  # fmt: skip
