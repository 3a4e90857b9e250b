"""The officer's lists: his own work in groups, and all enquiries by whatever the URL asks."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request

from ..due import edges
from ..filters import Filters
from ..lists import EnquiryList, to_state
from ..permissions import may_work
from .desk import county_only
from .officer_paging import read_page
from .officer_rows import Row, RowWriter, Section, capped, in_sections
from .officer_work import work_of

SAVED_VIEWS = [
    ("My cases", {"owner": "me"}),
    ("Unassigned", {"owner": "unassigned"}),
    ("Due today", {"due": "today"}),
    ("Overdue", {"due": "overdue"}),
    ("Awaiting clerk", {"status": "waiting"}),
    ("Reopened", {"status": "reopened"}),
    ("My team", {"team": "mine"}),
]


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
            "views": saved_views({}),
        },
    )


@county_only
@require_safe
def all_enquiries(request: Request) -> HttpResponse:
    """Show one page of the list that the URL describes."""
    listed = EnquiryList.asked(request.GET, request.user, now=request.now, today=request.today)
    filters = listed.filters
    writer = RowWriter(request.now, request.today, may_claim=may_work(request.user))
    page = read_page(listed, writer.within(to_state(filters, request.GET)), request.GET)
    context = {
        "filters": filters,
        "views": saved_views(filters.chosen),
        "count": capped(listed.along().count_up_to()),
        "sections": sections(page.rows, request, closed=listed.is_closed),
        "when": "Closed" if listed.is_closed else "Due",
        "order": "the last closed first" if listed.is_closed else "by due date",
        "earlier": turn(filters, "before", page.before),
        "further": turn(filters, "after", page.after),
        "clear_url": reverse("all_enquiries"),
        "here": request.get_full_path(),
    }
    return render(request, "enquiries/officer/all_enquiries.html", context)


def sections(rows: list[Row], request: Request, *, closed: bool) -> list[Section]:
    """Head open work by what is due; closed work needs no heading."""
    if closed:
        return [Section("", rows)] if rows else []
    return in_sections(rows, edges(request.now))


def saved_views(chosen: dict[str, str]) -> list[dict]:
    base = reverse("all_enquiries")
    return [
        {"text": text, "url": f"{base}?{urlencode(query)}", "is_current": query == chosen}
        for text, query in SAVED_VIEWS
    ]


def turn(filters: Filters, name: str, mark: str) -> dict[str, str] | None:
    """Return the link to the page before or after, with the filters kept."""
    return {"href": f"?{urlencode({**filters.chosen, name: mark})}"} if mark else None
