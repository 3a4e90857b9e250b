"""The survey, reached by its link alone. Fetching never records anything: mail scanners fetch."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import Request

from .. import workflows
from ..elsewhere import handed_off_to
from ..forms import ChangeForm, SurveyForm, WhyForm, said_before
from ..models import Setting, Survey

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@form_methods
def survey(request: Request, token: str) -> HttpResponse:
    """Show the questions to whoever holds the link, and take the first answers.

    The site's `same-origin` Referrer-Policy keeps the token from other sites. `no-referrer` would
    make browsers post with a null origin, which the CSRF check refuses.
    """
    found = reached(request, token)
    if found is None:
        return render(request, "surveys/unknown.html", status=404)
    if found.is_answered:
        return show_answered(request, found, token)
    if request.method != "POST" and (url := handed_off_to(found)):
        return redirect(url)
    return ask(request, found, token)


def reached(request: Request, token: str) -> Survey | None:
    return Survey.objects.reached_by(token).open_at(request.now).with_enquiry().first()


def show_answered(request: Request, found: Survey, token: str) -> HttpResponse:
    thanks = request.method != "POST" and "thanks" in request.GET
    page = "surveys/thanks.html" if thanks else "surveys/already_answered.html"
    url = change_url(request, found, token)
    why = why_form(url) if thanks and url and needs_words(found) else None
    context = {"enquiry": found.answer.enquiry, "change_url": url, "why": why}
    return render(request, page, context)


def why_form(url: str) -> WhyForm:
    form = WhyForm()
    form.helper.form_action = url
    return form


def change_url(request: Request, found: Survey, token: str) -> str:
    can = workflows.may_change(found, request.now)
    return reverse("survey_change", args=[token]) if can else ""


def needs_words(found: Survey) -> bool:
    """Say whether somebody was dissatisfied and has not said why."""
    last, low = found.latest, Setting.current().low_score
    return not last.comment and any(value <= low for value in last.scores.values())


def ask(request: Request, found: Survey, token: str) -> HttpResponse:
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if workflows.reply(survey=found, at=request.now, **form.cleaned_data):
            return redirect(f"{request.path}?thanks")
        return show_answered(request, found, token)
    context = {"form": form, "survey": found, "enquiry": found.answer.enquiry}
    return render(request, "surveys/survey.html", context)


@never_cache
@form_methods
def survey_change(request: Request, token: str) -> HttpResponse:
    """Show what was said, and keep what is said instead beside it, for as long as that is open."""
    found = reached(request, token)
    if found is None:
        return render(request, "surveys/unknown.html", status=404)
    if not change_url(request, found, token):
        return redirect("survey", token)
    form = change_form(request, found)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "only"}
        workflows.change(survey=found, at=request.now, **said)
        return redirect(reverse("survey", args=[token]) + "?thanks")
    context = {"form": form, "survey": found, "enquiry": found.answer.enquiry, "is_change": True}
    return render(request, "surveys/survey.html", context)


def change_form(request: Request, found: Survey) -> ChangeForm | WhyForm:
    if request.method != "POST":
        return ChangeForm(initial=said_before(found.latest))
    return WhyForm(request.POST) if "only" in request.POST else ChangeForm(request.POST)
