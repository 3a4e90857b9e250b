"""The administrators' calendar: days that do not count, closures, and the import of holidays."""

import shlex
from dataclasses import dataclass
from datetime import date
from functools import wraps
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import Request
from govuk.forms import Form

from ..deadlines.clock import BeyondCalendar
from ..deadlines.horizon import horizon
from ..deadlines.models import BankHoliday, ClosureDay
from ..deadlines.published import BadFile, Published
from ..forms.calendar import ClosureForm, ConfirmForm, HolidaysForm, RemoveForm, keep, kept
from ..permissions import Refused, may_set_calendar
from ..wording import long_date
from ..workflows import calendar as verbs
from .attempt import attempt
from .officer import form_methods

FAULTS = (BadFile, BeyondCalendar, Refused)
# More letters than these take longer to write than a page may; the commands have the time.
MOST_ON_A_PAGE = 2000


def administrators_only(view):
    """To anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        if not may_set_calendar(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
@require_safe
def calendar(request: Request) -> HttpResponse:
    """List what does not count, the latest year first."""
    context = {"years": years(request.today), "horizon": horizon(request.today)}
    return render(request, "enquiries/calendar/calendar.html", context)


@dataclass(frozen=True)
class DayOff:
    """A line of the calendar. `closure` is the key of one that may still be removed."""

    date: date
    why: str
    whose: str
    closure: int | None = None


def years(today: date) -> list[tuple[int, list[DayOff]]]:
    holidays = BankHoliday.objects.filter(nation=BankHoliday.Nation.ENGLAND_AND_WALES)
    days = [DayOff(row.date, row.title, "Bank holiday") for row in holidays]
    for row in ClosureDay.objects.select_related("added_by"):
        whose = f"Closure, added by {row.added_by.name}"
        days.append(DayOff(row.date, row.why, whose, row.pk if row.date >= today else None))
    days.sort(key=lambda day: day.date)
    found = [(year, list(rows)) for year, rows in groupby(days, key=lambda day: day.date.year)]
    return found[::-1]


@administrators_only
@form_methods
def add_closure(request: Request) -> HttpResponse:
    """Ask for the day, show what it moves, and add it when that has been seen."""
    form = ClosureForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("calendar")
    context: dict = {"form": form}
    if form.is_valid():
        words = {**form.cleaned_data, "at": request.now, "by": request.user}
        if "confirmed" in request.POST and attempt(form, verbs.add_closure, **words):
            messages.success(request, f"The offices are closed on {long_date(words['date'])}.")
            return redirect("calendar")
        if moves := attempt(form, verbs.preview_closure, **words):
            context |= {"moves": moves, "day": words["date"], "why": words["why"]}
            if moves.replies > MOST_ON_A_PAGE:
                context["command"] = command(words["date"], words["why"], request.user)
            return render(request, "enquiries/calendar/confirm_closure.html", context)
    return render(request, "enquiries/calendar/add_closure.html", context)


def command(day: date, why: str, by: User) -> str:
    """Return what to enter instead, safe to paste into a shell whatever the reason says."""
    return shlex.join(["manage.py", "add_closure", day.isoformat(), why, "--by", by.email])


@administrators_only
@form_methods
def remove_closure(request: Request, closure: int) -> HttpResponse:
    row = get_object_or_404(ClosureDay, pk=closure)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("calendar")
    if form.is_valid():
        try:
            verbs.remove_closure(closure=row, at=request.now, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{long_date(row.date)} counts again.")
            return redirect("calendar")
    context = {"form": form, "closure": row}
    return render(request, "enquiries/calendar/remove_closure.html", context)


@administrators_only
@form_methods
def import_holidays(request: Request) -> HttpResponse:
    """Read the file and show what it changes and moves; do it when that has been seen."""
    if "kept" in request.POST:
        return confirm_import(request)
    form = upload_form(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        return show_import(request, form.cleaned_data["file"], form)
    return ask_for_file(request, form)


def upload_form(*posted) -> HolidaysForm:
    form = HolidaysForm(*posted)
    form.cancel_url = reverse("calendar")
    return form


def ask_for_file(request: Request, form: Form) -> HttpResponse:
    """Show the form for the file; `form` has the errors, and may be that of the second step."""
    upload = form if isinstance(form, HolidaysForm) else upload_form()
    return render(request, "enquiries/calendar/import.html", {"form": form, "upload": upload})


def show_import(request: Request, rows: list[Published], form: Form) -> HttpResponse:
    try:
        preview = verbs.preview_holidays(rows=rows, at=request.now)
    except FAULTS as bad:
        form.add_error("file" if "file" in form.fields else None, str(bad))
        return ask_for_file(request, form)
    kept_text = keep(rows, preview.changes.lines(), by=request.user)
    context = {
        "form": form, "preview": preview, "moves": preview.moves, "kept": kept_text,
        "is_too_many": preview.moves.replies > MOST_ON_A_PAGE,
    }  # fmt: skip
    return render(request, "enquiries/calendar/confirm_import.html", context)


def confirm_import(request: Request) -> HttpResponse:
    """Do what was shown. If that is refused, show the same file's changes afresh, and why."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return ask_for_file(request, upload_form())
    try:
        rows, seen = kept(form.cleaned_data["kept"], by=request.user)
    except BadFile as bad:
        form.add_error(None, str(bad))
        return ask_for_file(request, form)
    try:
        done = verbs.import_holidays(rows=rows, seen=seen, at=request.now, by=request.user)
    except FAULTS as bad:
        form.add_error(None, str(bad))
        return show_import(request, rows, form)
    messages.success(request, f"Changes made to the bank holidays: {len(done.lines())}.")
    return redirect("calendar")
