"""Search on every officer's page: a reference opens the case, anything else lists what matches."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.forms import scrub

from .. import references
from ..lists import ask_search
from ..models import Enquiry
from ..permissions import may_work
from ..search import LONGEST, MOST_RANKED, Found, search
from .desk import county_only
from .officer_rows import Row, RowWriter

ROWS_PER_PAGE = 50
LARGEST = 2**62


@county_only
@require_safe
def search_page(request: Request) -> HttpResponse:
    """Open the case of a reference; else show a page of what matches, the best first."""
    words = " ".join(scrub(request.GET.get("q", ""))[:LONGEST].split())
    number = number_in(words)
    scope = Enquiry.objects.visible_to(request.user, on=request.today)
    if number and scope.filter(number=number).exists():
        return redirect("case", number)
    found = search(words, request.user, on=request.today) if words else Found([], {})
    pages = -(-len(found.keys) // ROWS_PER_PAGE) or 1
    page = page_of(request.GET.get("page", ""), pages)
    context = {
        "heading": heading(words, found),
        "missing": references.to_text(number) if number and not found.keys else "",
        "unknown": list(found.also),
        "also": [text for texts in found.also.values() for text in texts],
        "is_cut": found.is_cut,
        "most": f"{MOST_RANKED:,}",
        "rows": rows_of(request, found, page, words),
        "number": page,
        "pages": pages,
        "earlier": turn(words, page - 1, pages),
        "further": turn(words, page + 1, pages),
        "here": request.get_full_path(),
    }
    return render(request, "enquiries/officer/search.html", context)


def number_in(words: str) -> int | None:
    """Read a reference, also one whose letters were left out."""
    number = references.parse(words)
    if number is None and re.fullmatch(r"[0-9]{2,3}[-  ]?[0-9]{3}", words):
        number = int(re.sub(r"[^0-9]", "", words))
    return number if number and number < LARGEST else None


def heading(words: str, found: Found) -> str:
    if not words:
        return "Search"
    count = f"{MOST_RANKED:,}+" if found.is_cut else f"{len(found.keys):,}"
    return f"{count} {'result' if count == '1' else 'results'} for “{words}”"


def rows_of(request: Request, found: Found, page: int, words: str) -> list[Row]:
    """Read the rows of one page, in the order of what was found."""
    keys = found.keys[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    if not keys:
        return []
    writer = RowWriter(
        request.now, request.today, may_claim=may_work(request.user), viewer=request.user
    )
    rows = writer.within(ask_search(words)).read(Enquiry.objects.filter(pk__in=keys))
    place = {key: at for at, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.pk])


def page_of(asked: str, pages: int) -> int:
    """Return the page asked for; the first where there is none such."""
    number = int(asked) if re.fullmatch(r"[0-9]{1,4}", asked) else 1
    return number if 1 <= number <= pages else 1


def turn(words: str, page: int, pages: int) -> dict[str, str] | None:
    if not 1 <= page <= pages:
        return None
    query = urlencode({"q": words, "page": page})
    return {"href": f"{reverse('search')}?{query}", "label_text": f"Page {page} of {pages}"}
