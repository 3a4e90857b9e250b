"""The officer's lists: his own work in groups, and all enquiries by whatever the URL asks."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request

from ..due import edges
from ..filters import Filters
from ..forms.lists import none_picked
from ..lists import EnquiryList, to_state
from ..permissions import may_work
from . import saved_views
from .desk import county_only
from .officer_paging import read_page
from .officer_rows import Row, RowWriter, Section, capped, in_sections
from .officer_work import work_of


@county_only
@require_safe
def my_work(request: Request) -> HttpResponse:
    """Show what this officer has to do, in groups by what is due."""
    return render(
        request,
        "enquiries/officer/my_work.html",
        {
            "work": work_of(request),
            "may_log": may_work(request.user),
            "here": request.path,
            "views": saved_views.links(request.user, None),
            "save_url": "",
        },
    )


@county_only
@require_safe
def all_enquiries(request: Request) -> HttpResponse:
    """Show one page of the list that the URL describes."""
    listed = EnquiryList.asked(request.GET, request.user, now=request.now, today=request.today)
    filters = listed.filters
    state, may_act = to_state(filters, request.GET), may_work(request.user)
    writer = RowWriter(request.now, request.today, may_claim=may_act, viewer=request.user)
    views = saved_views.links(request.user, filters.chosen)
    page = read_page(listed, writer.within(state), request.GET)
    context = {
        "forms": [none_picked(request.GET.get("none", ""))],
        "picks": may_act,
        "state": state,
        "filters": filters,
        "views": views,
        "save_url": save_url(filters, views),
        "count": capped(listed.along().count_up_to()),
        "sections": sections(page.rows, request, closed=listed.is_closed),
        "when": "Closed" if listed.is_closed else "Due",
        "order": "the last closed first" if listed.is_closed else "by due date",
        "earlier": turn(filters, "before", page.before),
        "further": turn(filters, "after", page.after),
        "export_url": f"{reverse('export')}?{urlencode({'list': filters.query})}",
        "clear_url": reverse("all_enquiries"),
        "here": f"{request.path}?{state}" if state else request.path,
    }
    return render(request, "enquiries/officer/all_enquiries.html", context)


def sections(rows: list[Row], request: Request, *, closed: bool) -> list[Section]:
    """Head open work by what is due; closed work needs no heading."""
    if closed:
        return [Section("", rows)] if rows else []
    return in_sections(rows, edges(request.now))


def save_url(filters: Filters, views: list[saved_views.Link]) -> str:
    """Offer to save what is chosen, unless it is a saved view already."""
    if not filters.chosen or any(view.is_current for view in views):
        return ""
    return f"{reverse('view_save')}?{urlencode({'list': filters.query})}"


def turn(filters: Filters, name: str, mark: str) -> dict[str, str] | None:
    """Return the link to the page before or after, with the filters kept."""
    return {"href": f"?{urlencode({**filters.chosen, name: mark})}"} if mark else None
