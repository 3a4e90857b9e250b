"""The managers' pages: figures, the cases behind each number, and the same figures as CSV."""

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.requests import Request
from enquiries.models import Kind
from parishes.models import District

from . import charts, decisions, exports, figures, sentences
from .cases import MEASURES, case_of, cases
from .forms import SelectionForm
from .permissions import may_see_figures
from .selection import By

CASES_A_PAGE = 50


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody else this room does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs) -> HttpResponse:
        if not may_see_figures(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def form_for(request: Request, **fixed: str) -> SelectionForm:
    return SelectionForm(
        {**request.GET.dict(), **fixed},
        districts=list(District.objects.order_by("name")),
        kinds=list(Kind.objects.order_by("name")),
        now=request.now,
        today=request.today,
    )


def figures_for(form: SelectionForm) -> figures.Figures:
    chosen = form.selection()
    groups = form.districts if chosen.by == By.DISTRICT else form.kinds
    names = [(group.pk, code, group.name) for code, group in groups.items()]
    return figures.read(chosen, names)


@for_managers
@require_safe
def consistency(request: Request) -> HttpResponse:
    form = form_for(request)
    found = figures_for(form)
    chosen = found.chosen
    csv_url = reverse("consistency_csv", args=[chosen.by.value])
    context = {
        "form": form,
        "figures": found,
        "chosen": chosen,
        "sentences": sentences.of_figures(found),
        "period": sentences.period(chosen),
        "headline": sentences.difference(found),
        "chart": charts.draw(found),
        "lines": [(row, case_links(found, row)) for row in found.rows],
        "total_links": case_links(found, found.total),
        "decisions_url": f"{reverse('consistency_decisions')}?{urlencode(chosen.parameters)}",
        "csv_url": f"{csv_url}?{urlencode(without_by(chosen.parameters))}",
    }
    return render(request, "consistency/consistency.html", context)


def without_by(parameters: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if name != "by"}


def case_links(found: figures.Figures, row: figures.Row) -> dict[str, str]:
    """Return the address of the cases behind each number of a row."""
    chosen = found.chosen
    scope = {**chosen.parameters, **({chosen.by.value: row.code} if row.code else {})}
    return {
        what: f"{reverse('consistency_cases', args=[what])}?{urlencode(scope)}" for what in MEASURES
    }


@for_managers
@require_safe
def consistency_csv(request: Request, by: str) -> HttpResponse:
    if by not in set(By):
        raise Http404
    form = form_for(request, by=by)
    if not form.is_valid():
        raise Http404
    found = figures_for(form)
    disposition = f'attachment; filename="{exports.file_name(found)}"'
    return HttpResponse(
        exports.to_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@for_managers
@require_safe
def consistency_cases(request: Request, what: str) -> HttpResponse:
    """List exactly the cases that a number on the figures page counts."""
    measure, form = MEASURES.get(what), form_for(request)
    if measure is None or not form.is_valid():
        raise Http404
    chosen = form.selection()
    page = Paginator(cases(measure, chosen), CASES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "measure": measure,
        "chosen": chosen,
        "period": sentences.period(chosen),
        "scope": sentences.scope(chosen),
        "page": page,
        "cases": [case_of(row, measure) for row in page],
        "back_url": f"{reverse('consistency')}?{urlencode(chosen.parameters)}",
        "previous": page_link(chosen, page.has_previous() and page.previous_page_number()),
        "next": page_link(chosen, page.has_next() and page.next_page_number()),
    }
    return render(request, "consistency/cases.html", context)


def page_link(chosen, number: int) -> dict[str, str] | None:
    if not number:
        return None
    return {"href": f"?{urlencode({**chosen.parameters, 'page': number})}"}


@for_managers
@require_safe
def consistency_decisions(request: Request) -> HttpResponse:
    """Count what officers decided against the usual course in the months of the figures."""
    chosen = form_for(request).selection()
    context = {
        "chosen": chosen,
        "period": sentences.period(chosen),
        "decisions": decisions.read(chosen),
        "back_url": f"{reverse('consistency')}?{urlencode(chosen.parameters)}",
    }
    return render(request, "consistency/decisions.html", context)
