"""Answers from the council's engagement software, in two steps: look, then take them in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from enquiries.permissions import Refused
from govuk.forms import Form

from .. import workflows
from ..forms import ConfirmForm, ImportForm, put_by, taken_up
from ..models import Setting
from ..sheets import BadSheet, Row
from .results import managers_only


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def survey_import(request: Request) -> HttpResponse:
    """Read the file and show what it does; do it when that has been seen."""
    if "kept" in request.POST:
        return confirm(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted)
    if form.is_valid():
        return show(request, form.cleaned_data["file"], form)
    return ask_for_file(request, form)


def ask_for_file(request: Request, form: Form) -> HttpResponse:
    """Show the form for the file; `form` has the errors, and may be that of the second step."""
    upload = form if isinstance(form, ImportForm) else ImportForm()
    faults = [str(error) for errors in form.errors.values() for error in errors][1:]
    context = {
        "form": form, "upload": upload, "faults": faults, "url": Setting.current().external_url,
    }  # fmt: skip
    return render(request, "surveys/import.html", context)


def show(request: Request, rows: list[Row], form: Form) -> HttpResponse:
    try:
        found = workflows.plan(rows=rows, at=request.now)
    except BadSheet as bad:
        for each in bad.faults[:20]:
            form.add_error("file" if "file" in form.fields else None, each)
        return ask_for_file(request, form)
    kept = put_by(rows, seen=found.count, by=request.user)
    context = {"form": form, "plan": found, "kept": kept, "back": reverse("survey_import")}
    return render(request, "surveys/import_check.html", context)


def confirm(request: Request) -> HttpResponse:
    """Take in what was shown. If that is refused, show the same file afresh, and why."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return ask_for_file(request, ImportForm())
    try:
        rows, seen = taken_up(form.cleaned_data["kept"], by=request.user)
        done = workflows.import_replies(rows=rows, seen=seen, at=request.now, by=request.user)
    except BadSheet as bad:
        form.add_error(None, str(bad))
        return ask_for_file(request, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, rows, form)
    messages.success(request, f"Answers taken in: {done.count}.")
    return redirect("survey_results")
