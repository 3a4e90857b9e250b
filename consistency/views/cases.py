"""Exactly the cases that a number on the figures' pages counts."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.numbers import whole_number

from .. import sentences
from ..cases import MEASURES, case_of, cases
from .common import address, chosen_or_404, for_managers

CASES_A_PAGE = 50


@for_managers
@require_safe
def consistency_cases(request: Request, what: str) -> HttpResponse:
    """List the cases of a measure; `from` and `to` are working days open, where that is asked."""
    measure = MEASURES.get(what)
    if measure is None:
        raise Http404
    chosen, ages = chosen_or_404(request), ages_of(request)
    pages = Paginator(cases(measure, chosen, ages), CASES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "measure": measure,
        "period": sentences.period(chosen),
        "scope": sentences.scope(chosen),
        "page": page,
        "cases": [case_of(row, measure) for row in page],
        "back_url": address(reverse("consistency"), chosen),
        "previous": page_link(request, page.has_previous() and page.previous_page_number()),
        "next": page_link(request, page.has_next() and page.next_page_number()),
    }
    return render(request, "consistency/cases.html", context)


def ages_of(request: Request) -> tuple[int, int | None] | None:
    """Return the working days open that the address asks for. Raises Http404 on nonsense."""
    low, high = request.GET.get("from", ""), request.GET.get("to", "")
    if not low and not high:
        return None
    least, most = (whole_number(part, most_digits=5) for part in (low, high or "0"))
    if least is None or most is None:
        raise Http404
    return least, most if high else None


def page_link(request: Request, number: int) -> dict[str, str] | None:
    if not number:
        return None
    return {"href": f"?{urlencode({**request.GET.dict(), 'page': str(number)})}"}
