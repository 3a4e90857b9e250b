"""The desk: what waits, and editions from the first word to the second pair of eyes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from govuk.numbers import whole_number

from .. import findings
from ..forms.desk import AudienceForm, EditionForm, RhythmForm, edition_initial
from ..models import Audience, Edition, Item, Rhythm
from ..permissions import authors_of, may_approve, may_edit
from ..workflows import audiences, editions, questions, rhythm
from .doors import (
    attempt,
    editors_only,
    form_methods,
    gatherers_only,
    posted,
    press,
    readers_of_editions,
)

SENT_SHOWN = 12


@gatherers_only
@require_safe
def desk(request: Request) -> HttpResponse:
    """Show what waits, what is being written, and what was sent lately."""
    waiting = Item.objects.waiting().select_related("topic", "added_by")
    context = {
        "waiting": waiting.order_by("due_on", "pk"),
        "unsent": Edition.objects.unsent().select_related("audience"),
        "sent": Edition.objects.sent().select_related("mailing")[:SENT_SHOWN],
        "audiences": Audience.objects.all() if may_edit(request.user) else [],
        "rhythm": Rhythm.current(),
        "edits": may_edit(request.user), "approves": may_approve(request.user),
    }  # fmt: skip
    return render(request, "briefings/desk/desk.html", context)


@editors_only
@form_methods
def start(request: Request) -> HttpResponse:
    """Begin an edition; it can be filled with what is due at once."""
    opening = {
        "number": Edition.objects.next_number(), "version": 0,
        "intro": Rhythm.current().standing_line, "audience": Rhythm.current().audience_id,
    }  # fmt: skip
    form = EditionForm(posted(request), initial=opening)
    form.cancel_url = reverse("briefing_desk")
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        made = attempt(form, editions.start_edition, at=request.now, by=request.user, **words)
        if made:
            messages.success(request, f"{made} is begun.")
            return redirect("edition_desk", edition=made.number)
    return render(request, "briefings/desk/edition_form.html", {"form": form, "edition": None})


@readers_of_editions
@require_safe
def edition(request: Request, edition: int) -> HttpResponse:
    """Show an edition's items in order, what to mend, and what may be done next."""
    row = fetch(edition)
    items = list(row.items.whole())
    found = findings.findings(row, items, on=row.planned_on or request.today)
    context = {
        "edition": row, "items": items, "findings": [] if row.is_sent else found,
        "stops": any(finding.stops for finding in found),
        "ages": {item.pk: round(findings.age_of(item)) for item in items},
        "waiting": Item.objects.waiting().order_by("due_on", "pk"),
        "questions": questions.asked_about(row), "edits": may_edit(request.user),
        "hers": request.user.pk in authors_of(row, items),
    }  # fmt: skip
    return render(request, "briefings/desk/edition.html", context)


def fetch(number: int) -> Edition:
    rows = Edition.objects.select_related(
        "audience", "mailing", "submitted_by", "approved_by", "made_by", "changed_by"
    )
    return get_object_or_404(rows, number=number)


@editors_only
@form_methods
def change(request: Request, edition: int) -> HttpResponse:
    row = fetch(edition)
    form = EditionForm(posted(request), initial=edition_initial(row))
    form.cancel_url = reverse("edition_desk", args=[row.number])
    if form.is_valid():
        changed = attempt(
            form, editions.change_edition, edition=row, at=request.now, by=request.user,
            saved=lambda: edition_initial(Edition.objects.get(pk=row.pk)), **form.cleaned_data,
        )  # fmt: skip
        if changed:
            messages.success(request, "Saved.")
            return redirect("edition_desk", edition=form.cleaned_data["number"])
    return render(request, "briefings/desk/edition_form.html", {"form": form, "edition": row})


@editors_only
@require_POST
def take_in(request: Request, edition: int) -> HttpResponse:
    """Put the chosen waiting items into an edition, or with `fill` everything that is due."""
    row = fetch(edition)
    before = row.items.count()
    if "fill" in request.POST:
        done, nothing = press(request, rhythm.fill, done="", edition=row), "Nothing is new or due."
    else:
        keys = filter(None, map(whole_number, request.POST.getlist("item")))
        items = list(Item.objects.filter(pk__in=list(keys)))
        done = press(request, editions.take_in, done="", edition=row, items=items)
        nothing = "Tick what should go in."
    added = row.items.count() - before
    if done and added > 0:
        messages.success(request, f"{added} item{'s' * (added != 1)} added.")
    elif done:
        messages.warning(request, nothing)
    return redirect("edition_desk", edition=row.number)


@editors_only
@require_POST
def place(request: Request, item: int) -> HttpResponse:
    """Move an item up, down, or back to those that wait."""
    row = get_object_or_404(Item.objects.select_related("edition"), pk=item)
    if "back" in request.POST:
        press(request, editions.put_back, done=f"“{row.title}” waits.", item=row)
    else:
        press(request, editions.shift, done="", item=row, up="up" in request.POST)
    if row.edition is None:
        return redirect("briefing_desk")
    place = "" if "back" in request.POST else f"#item-{row.pk}"
    return redirect(reverse("edition_desk", args=[row.edition.number]) + place)


@editors_only
@require_POST
def delete(request: Request, edition: int) -> HttpResponse:
    row = fetch(edition)
    done = f"{row} is deleted. Its items wait."
    if press(request, editions.delete_edition, done=done, edition=row):
        return redirect("briefing_desk")
    return redirect("edition_desk", edition=edition)


@editors_only
@form_methods
def audience(request: Request, audience: int | None = None) -> HttpResponse:
    """Add or change an audience."""
    row = get_object_or_404(Audience, pk=audience) if audience else None
    form = AudienceForm(posted(request), initial=initial_of(row or Audience()))
    form.cancel_url = reverse("briefing_desk")
    if form.is_valid() and attempt(
        form, audiences.set_audience, audience=row, at=request.now, by=request.user,
        saved=lambda: initial_of(Audience.objects.get(pk=audience or 0)), **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "The audience is saved.")
        return redirect("briefing_desk")
    return render(request, "briefings/desk/audience.html", {"form": form, "audience": row})


def initial_of(row: Audience) -> dict:
    plain = ("name", "roles", "kinds", "to_councils", "to_partners", "to_members", "to_public")
    found: dict = {name: getattr(row, name) for name in (*plain, "version")}
    if row.pk is None:
        return found
    for name in audiences.MANY:
        found[name] = [each.pk for each in getattr(row, name).all()]
    return found


def rhythm_initial() -> dict:
    row = Rhythm.current()
    names = ("is_on", "next_on", "weeks", "lead_days", "meeting_weeks", "standing_line", "version")
    start = {name: getattr(row, name) for name in names}
    return start | {"audience": row.audience_id, "question_kind": row.question_kind_id}


@editors_only
@form_methods
def set_rhythm(request: Request) -> HttpResponse:
    form = RhythmForm(posted(request), initial=rhythm_initial())
    form.cancel_url = reverse("briefing_desk")
    if form.is_valid() and attempt(
        form, rhythm.set_rhythm, at=request.now, by=request.user, saved=rhythm_initial,
        **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "The rhythm is saved.")
        return redirect("briefing_desk")
    return render(request, "briefings/desk/rhythm.html", {"form": form})
