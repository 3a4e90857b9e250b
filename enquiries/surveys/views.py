"""The survey, reached by its link alone. Fetching never records anything: mail scanners fetch."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import Request

from . import workflows
from .forms import SurveyForm
from .models import Survey


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: Request, token: str) -> HttpResponse:
    """Show the question to whoever holds the link, and take the first answer.

    The site's `same-origin` Referrer-Policy keeps the token from other sites. `no-referrer` would
    make browsers post with a null origin, which the CSRF check refuses.
    """
    found = Survey.objects.reached_by(token).open_at(request.now).with_enquiry().first()
    if found is None:
        return render(request, "surveys/unknown.html", status=404)
    if found.is_answered:
        return show_answered(request, found)
    return ask(request, found)


def show_answered(request: Request, found: Survey) -> HttpResponse:
    thanks = request.method != "POST" and "thanks" in request.GET
    page = "surveys/thanks.html" if thanks else "surveys/already_answered.html"
    return render(request, page, {"enquiry": found.answer.enquiry})


def ask(request: Request, found: Survey) -> HttpResponse:
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if workflows.reply(survey=found, at=request.now, **form.cleaned_data):
            return redirect(f"{request.path}?thanks")
        return show_answered(request, found)
    context = {"form": form, "survey": found, "enquiry": found.answer.enquiry}
    return render(request, "surveys/survey.html", context)
