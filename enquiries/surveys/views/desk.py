"""An officer's page about the survey of one enquiry: what was sent, and answers taken for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import Request
from enquiries.models import Enquiry, Override
from enquiries.permissions import Refused
from enquiries.views.desk import county_only, fetch, officers_only

from .. import workflows
from ..forms import TakeForm
from ..models import SCORES, Survey, Words
from ..permissions import check_may_take, may_read_words, may_take


@county_only
@require_safe
def case_survey(request: Request, number: int) -> HttpResponse:
    """Show for each closure of an enquiry what was sent and answered, or why nothing was."""
    enquiry = fetch(request, number)
    surveys = list(surveys_of(enquiry).order_by("invited_at"))
    current = surveys[-1] if surveys else None
    context = {
        "enquiry": enquiry,
        "surveys": [(survey, survey.latest) for survey in surveys],
        "not_sent": enquiry.not_surveyed.order_by("round"),
        "waived": enquiry.overrides.filter(what=Override.What.SURVEY).first(),
        "is_open": bool(current and is_waiting(current, request)),
        "may_take": bool(current and may_take(request.user, current)),
        "reads_words": may_read_words(request.user),
    }
    return render(request, "surveys/case.html", context)


def surveys_of(enquiry: Enquiry):
    return Survey.objects.with_enquiry().filter(answer__enquiry=enquiry)


def is_waiting(survey: Survey, request: Request) -> bool:
    return request.now < survey.closes_at and not survey.is_answered


def waiting_or_404(request: Request, number: int) -> Survey:
    """Return the survey of an enquiry that can still be answered."""
    survey = surveys_of(fetch(request, number)).open_at(request.now).unanswered().first()
    if survey is None:
        raise Http404
    return survey


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def case_survey_take(request: Request, number: int) -> HttpResponse:
    """Write down what a council says by telephone or on paper; not for who dealt with it."""
    survey = waiting_or_404(request, number)
    try:
        check_may_take(request.user, survey)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if workflows.take(survey=survey, at=request.now, by=request.user, **form.cleaned_data):
            messages.success(request, "The answers are kept.")
        else:
            messages.error(request, "Somebody has answered meanwhile, so nothing was changed.")
        return redirect("case_survey", number)
    context = {"form": form, "survey": survey, "enquiry": survey.answer.enquiry,
               "back": reverse("case_survey", args=[number])}  # fmt: skip
    return render(request, "surveys/take.html", context)


@county_only
@require_safe
def case_survey_paper(request: Request, number: int) -> HttpResponse:
    """Show the questions on one sheet of paper, to be ticked by hand."""
    survey = waiting_or_404(request, number)
    words = Words.current()
    points = [words[point] for point in ("5", "4", "3", "2", "1", "dont-know")]
    context = {
        "survey": survey, "enquiry": survey.answer.enquiry, "points": points,
        "questions": [words[code] for code in SCORES], "comment": words["comment"],
    }  # fmt: skip
    return render(request, "surveys/paper.html", context)
