"""The editors' desk: what is to be done, and every scheme with where it stands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.requests import Request

from ... import workflows
from ...forms import NewSchemeForm
from ...models import Scheme
from ...permissions import Refused, may_edit
from ...snapshots import digest_of, take
from ...states import NAMES, State
from .guard import for_editors, for_editors_and_engineers, form_methods, posted


@form_methods
@for_editors_and_engineers
def desk(request: Request) -> HttpResponse:
    """List schemes of one state, drafts first, or all; ticked ones are sent or published."""
    if request.method == "POST" and may_edit(request.user):
        return many(request)
    rows = Scheme.objects.with_unsigned().select_related("category", "current", "sent_by")
    counted = {state: 0 for state in State}
    for row in (every := list(rows)):
        counted[State(row.state)] += 1
    chosen = request.GET.get("state") or ("draft" if counted[State.DRAFT] else "all")
    shown = [row for row in every if row.state == chosen] if chosen in counted else every
    mark(shown, chosen)
    context = {
        "schemes": shown,
        "chosen": chosen if chosen in counted else "",
        "states": [(state.value, NAMES[state], counted[state]) for state in State],
        "overdue": [row for row in every if row.is_review_overdue(request.today)],
        "total": len(every),
        "edits": may_edit(request.user),
        "do": {"draft": "send", "review": "publish"}.get(chosen, ""),
        "today": request.today,
    }
    return render(request, "schemes/editor/desk.html", context)


def mark(rows: list[Scheme], chosen: str) -> None:
    """Give each row what its tick says: which scheme, and in review what it said when shown."""
    whole = Scheme.objects.whole().in_state(State.REVIEW) if chosen == State.REVIEW else []
    seen = {row.ref: digest_of(take(row)) for row in whole}
    for row in rows:
        row.tick = f"{row.ref}:{seen.get(row.ref, '')}"  # type: ignore[attr-defined]


def many(request: Request) -> HttpResponse:
    """Send or publish each ticked scheme by itself; say what could not be done, and why."""
    ticks = [tick.partition(":") for tick in request.POST.getlist("ref")[:200]]
    seen = {ref: digest for ref, _, digest in ticks if "\0" not in ref}
    rows = Scheme.objects.filter(ref__in=seen)
    verb = {"send": send, "publish": publish}.get(request.POST.get("do", ""))
    done, refused = 0, []
    for row in rows:
        if verb is None:
            break
        try:
            verb(request, row, seen[row.ref])
            done += 1
        except Refused as why:
            refused.append(f"{row.name}: {why}")
    if done:
        messages.success(request, f"Done for {done} scheme{'' if done == 1 else 's'}.")
    for sentence in refused[:5]:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.warning(request, "Select at least one scheme.")
    return redirect("scheme_desk")


def send(request: Request, row: Scheme, seen: str) -> None:
    workflows.send_for_review(scheme=row, at=request.now, by=request.user)


def publish(request: Request, row: Scheme, seen: str) -> None:
    workflows.publish(scheme=row, seen=seen, at=request.now, by=request.user)


@form_methods
@for_editors
def add_scheme(request: Request) -> HttpResponse:
    form = NewSchemeForm(posted(request), initial={"is_done_here": "yes"})
    if form.is_valid():
        try:
            made = workflows.add_scheme(at=request.now, by=request.user, **form.words())
            messages.success(request, f"{made.name}: added.")
            return redirect("scheme_edit", scheme=made.ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    form.cancel_url = reverse("scheme_desk")
    context = {"form": form, "title": "Add a scheme", "theirs": []}
    return render(request, "schemes/editor/part.html", context)
