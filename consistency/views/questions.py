"""One page for each of the four questions: sentences, charts and tables of its measures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.requests import Request

from .. import sentences
from ..figures import Panel
from ..models import Freshness
from ..panels import QUESTIONS, Question
from ..selection import Selection
from .common import address, for_managers, form_for
from .filter import quick
from .tables import table


@for_managers
@require_safe
def consistency(request: Request) -> HttpResponse:
    return show(request, QUESTIONS["on-time"])


@for_managers
@require_safe
def consistency_question(request: Request, question: str) -> HttpResponse:
    if question not in QUESTIONS:
        raise Http404
    return show(request, QUESTIONS[question])


def show(request: Request, question: Question) -> HttpResponse:
    form = form_for(request, question.months)
    chosen = form.selection()
    only = request.GET.get("measure", "")
    measures = {only: question.measures[only]} if only in question.measures else question.measures
    panels = [measure(chosen) for measure in measures.values()]
    context = {
        "form": form,
        "quick": quick(form),
        "question": question,
        "questions": questions_of(chosen, question),
        "period": sentences.period(chosen),
        "scope": sentences.scope(chosen),
        "panels": [
            (panel, place_of(panel), address(reverse("consistency_csv", args=[panel.code]), chosen))
            for panel in panels
        ],
        "chosen": chosen,
        "fresh": Freshness.objects.first(),
        "links": links_of(chosen),
    }
    page = render(request, "consistency/question.html", context)
    for panel in panels:
        page.content = page.content.replace(place_of(panel).encode(), table(panel).encode(), 1)
    return page


def place_of(panel: Panel) -> SafeString:
    """Mark where a table goes. It is put in last: a template copies its text at every level."""
    return mark_safe(f"<!-- table of {panel.code} -->")  # noqa: S308  # a name of ours


def questions_of(chosen: Selection, asked: Question) -> list[tuple[str, str, bool]]:
    return [
        (one.title, address(reverse("consistency_question", args=[one.code]), chosen), one is asked)
        for one in QUESTIONS.values()
    ]


def links_of(chosen: Selection) -> list[tuple[str, str]]:
    return [
        ("Download the cases behind these figures (CSV)",
         address(reverse("consistency_cases_csv"), chosen)),
        ("Download all four questions (workbook)",
         address(reverse("consistency_workbook"), chosen)),
        ("Months as they stood", reverse("consistency_snapshots")),
        ("Signals: what stood out, and what came of it", reverse("consistency_signals")),
        ("Surveys: what councils said afterwards", reverse("survey_results")),
        ("What officers decided against the usual course",
         address(reverse("consistency_decisions"), chosen)),
        ("What clerks were told somebody else looks after",
         address(reverse("consistency_signposted"), chosen)),
    ]  # fmt: skip
