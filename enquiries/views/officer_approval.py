"""A second officer reads an answer as the clerk will, and approves it or sends it back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import Request

from .. import workflows
from ..forms.officer import CaseForm, SendBackForm
from ..models import Enquiry, Event, Proposal
from ..permissions import may_approve
from ..precedents import comparison
from ..workflows.answers import give
from ..workflows.move import Changed
from . import officer_case, officer_timeline
from .attempt import attempt
from .before import departure, precedents_of
from .desk import fetch, officers_only, onward
from .officer import form_methods
from .officer_actions import explain, refuse_others
from .officer_answer import back_of, places, seen


class ApproveForm(CaseForm):
    submit_text = "Approve and send"


def fetch_proposal(request: Request, number: int, proposal: int) -> tuple[Enquiry, Proposal]:
    """Return an answer that waits, or that somebody decided about meanwhile."""
    enquiry = fetch(request, number)
    refuse_others(request, enquiry)
    rows = enquiry.proposals.select_related("proposed_by", "decided_by", "outcome", "reason")
    return enquiry, get_object_or_404(rows, pk=proposal)


def waits(enquiry: Enquiry, row: Proposal) -> bool:
    return row.decided_at is None and row.round == enquiry.round


def too_late(request: Request, enquiry: Enquiry, row: Proposal) -> HttpResponse:
    """Say who decided about an answer meanwhile, on the page of its enquiry."""
    did = "approved it" if row.is_approved else "sent it back"
    who = f": {row.decided_by.name} {did}" if row.decided_by else ""
    messages.error(request, f"That answer no longer waits for approval{who}.")
    return redirect(back_of(request, enquiry))


def approving(*, enquiry: Enquiry, **words):
    return workflows.approve(**words)


def do_as_seen(**words):
    return workflows.do_as_seen(verb=approving, **words)


@officers_only
@form_methods
def approve(request: Request, number: int, proposal: int) -> HttpResponse:
    """Show an answer that waits; then as its reader will get it; approving sends just that."""
    enquiry, row = fetch_proposal(request, number, proposal)
    if not waits(enquiry, row):
        return too_late(request, enquiry, row)
    if request.method != "POST":
        return show(request, enquiry, row, ApproveForm(initial={"version": enquiry.version}))
    who = {"enquiry": enquiry, "at": request.now, "by": request.user}
    form = ApproveForm(request.POST)
    unseen: list[Event] = []
    try:
        if form.is_valid() and "seen" in request.POST:
            words = form.cleaned_data | {"seen": request.POST["seen"], "proposal": row}
            if attempt(form, do_as_seen, **who, **words):
                messages.success(request, f"{enquiry.reference} is answered as approved.")
                return redirect(onward(request, enquiry, back_of(request, enquiry)))
    except Changed as changed:
        unseen = explain(form, enquiry, changed)
    shown = attempt(form, rehearsed, **who | {"by": row.proposed_by}, proposal=row)
    return show(request, enquiry, row, form, shown, unseen)


def show(
    request: Request, enquiry: Enquiry, row: Proposal, form: ApproveForm,
    shown: workflows.Rehearsed | None = None, unseen: Sequence[Event] = (),
) -> HttpResponse:  # fmt: skip
    """Show the answer, whole as its reader would get it if that was asked, and what changed."""
    rare = departure(enquiry, row.outcome)
    context = places(request, enquiry) | (seen(shown, request) if shown else {})
    context |= {
        "form": form,
        "proposal": row,
        "is_shown": shown is not None,
        "may_approve": may_approve(request.user, row),
        "comparison": comparison(*rare) if rare else "",
        "precedents": precedents_of(enquiry),
        "unseen": officer_timeline.unseen_lines(unseen),
        "openings": officer_case.openings(request, enquiry),
    }
    return render(request, "enquiries/officer/approve.html", context)


def rehearsed(*, proposal: Proposal, **words) -> workflows.Rehearsed:
    names = ("outcome", "reason", "explanation", "next_step", "planned_for")
    return workflows.rehearse(
        verb=give, **words, **{name: getattr(proposal, name) for name in names}
    )


@officers_only
@form_methods
def send_back(request: Request, number: int, proposal: int) -> HttpResponse:
    """Give an answer back to its author, who may also take it back himself."""
    enquiry, row = fetch_proposal(request, number, proposal)
    if not waits(enquiry, row):
        return too_late(request, enquiry, row)
    form = SendBackForm(request.POST if request.method == "POST" else None)
    form.cancel_url = back = back_of(request, enquiry)
    who = {"proposal": row, "at": request.now, "by": request.user}
    if form.is_valid() and attempt(form, workflows.send_back, **who, **form.cleaned_data):
        messages.success(request, f"The answer to {enquiry.reference} is back with its author.")
        return redirect(back)
    context = {"form": form, "enquiry": enquiry, "title": "Send the answer back", "back": back}
    return render(request, "enquiries/officer/action.html", context)
