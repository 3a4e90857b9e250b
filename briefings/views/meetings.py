"""Meetings: dated pages for everybody, more on them for clerks, and the editor's side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from govuk.times import clock
from parishes.permissions import councils_of

from .. import calendars
from ..forms.meetings import MeetingForm, PaperForm, meeting_initial, next_initial
from ..forms.public import ProposalForm
from ..markdown import to_html
from ..models import Meeting, Paper, Rhythm
from ..permissions import may_edit, may_gather
from ..workflows import meetings as verbs
from .doors import attempt, editors_only, form_methods, posted, press
from .public import calendar_file

OVER_SHOWN = 24


def seen_by(user):
    """Return the meetings a person may see: editors also those that are not on the website."""
    edits = user.is_authenticated and may_edit(user)
    return Meeting.objects.all() if edits else Meeting.objects.published()


@require_safe
def meetings(request: Request) -> HttpResponse:
    rows = seen_by(request.user)
    context = {
        "coming": rows.coming(request.now), "over": rows.over(request.now)[:OVER_SHOWN],
        "edits": request.user.is_authenticated and may_edit(request.user),
    }  # fmt: skip
    return render(request, "briefings/meetings/meetings.html", context)


@require_safe
def meeting(request: Request, meeting: int) -> HttpResponse:
    row = get_object_or_404(seen_by(request.user), pk=meeting)
    return show(request, row, ProposalForm())


def show(request: Request, row: Meeting, form: ProposalForm) -> HttpResponse:
    """Show a meeting; how to join and who comes only to clerks and the county."""
    user = request.user
    acts = councils_of(user, request.today).exists()
    inside = acts or (user.is_authenticated and may_gather(user))
    is_over = row.ends_at <= request.now
    form.helper.form_action = reverse("meeting_propose", args=[row.pk])
    context = {
        "meeting": row, "agenda": to_html(row.agenda), "notes": to_html(row.notes),
        "papers": [(paper, to_html(paper.body, level=4)) for paper in row.papers.all()],
        "inside": inside, "acts": acts and not is_over, "is_over": is_over, "form": form,
        "proposals": list(row.proposals.all()) if inside else [],
        "coming_count": row.coming.count(), "edits": user.is_authenticated and may_edit(user),
        "ends": clock(row.ends_at),
        "comes": acts and row.coming.filter(person=user).exists(),
    }  # fmt: skip
    return render(request, "briefings/meetings/meeting.html", context)


@require_safe
def dates(request: Request, meeting: int | None = None) -> HttpResponse:
    """Give one meeting, or all that come, as a calendar file."""
    rows = Meeting.objects.published()
    if meeting is None:
        chosen, name = list(rows.coming(request.now)), "meetings.ics"
    else:
        chosen, name = [get_object_or_404(rows, pk=meeting)], f"meeting-{meeting}.ics"
    events = calendars.of_meetings(chosen, now=request.now)
    return calendar_file(events, name, "Meetings of clerks")


@require_POST
def come(request: Request, meeting: int) -> HttpResponse:
    row = get_object_or_404(Meeting.objects.published(), pk=meeting)
    comes = "not" not in request.POST
    done = "We look forward to seeing you." if comes else "Thank you for telling us."
    press(request, verbs.come, done=done, meeting=row, comes=comes)
    return redirect("meeting", meeting=row.pk)


@require_POST
def propose(request: Request, meeting: int) -> HttpResponse:
    row = get_object_or_404(Meeting.objects.published(), pk=meeting)
    form = ProposalForm(request.POST)
    if form.is_valid() and attempt(
        form, verbs.propose, meeting=row, at=request.now, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Thank you. Your topic is with the organisers.")
        return redirect("meeting", meeting=row.pk)
    return show(request, row, form)


@editors_only
@form_methods
def edit(request: Request, meeting: int | None = None) -> HttpResponse:
    """Add a meeting, with the next date of the rhythm filled in, or change one."""
    row = get_object_or_404(Meeting, pk=meeting) if meeting else None
    form = MeetingForm(posted(request), initial=meeting_initial(row) if row else new(request))
    form.cancel_url = reverse("meeting", args=[row.pk]) if row else reverse("meetings")
    if form.is_valid():
        made = attempt(
            form, verbs.set_meeting, meeting=row, at=request.now, by=request.user,
            saved=lambda: meeting_initial(Meeting.objects.get(pk=meeting or 0)),
            **form.fields_of_meeting(),
        )  # fmt: skip
        if made:
            messages.success(request, "The meeting is saved.")
            return redirect("meeting", meeting=meeting or made.pk)
    return render(request, "briefings/meetings/edit.html", {"form": form, "meeting": row})


def new(request: Request) -> dict:
    last = Meeting.objects.filter(kind=Meeting.Kind.OPERATIONAL).order_by("-starts_at").first()
    return next_initial(last, Rhythm.current().meeting_weeks, request.now)


@editors_only
@form_methods
def add_paper(request: Request, meeting: int) -> HttpResponse:
    row = get_object_or_404(Meeting, pk=meeting)
    form = PaperForm(posted(request))
    form.cancel_url = reverse("meeting", args=[row.pk])
    if form.is_valid() and attempt(
        form, verbs.add_paper, meeting=row, at=request.now, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The paper is added.")
        return redirect(form.cancel_url)
    return render(request, "briefings/meetings/paper.html", {"form": form, "meeting": row})


@editors_only
@require_POST
def remove_paper(request: Request, meeting: int, paper: int) -> HttpResponse:
    row = get_object_or_404(Paper.objects.select_related("meeting"), pk=paper, meeting=meeting)
    press(request, verbs.remove_paper, done="The paper is removed.", paper=row)
    return redirect("meeting", meeting=meeting)
