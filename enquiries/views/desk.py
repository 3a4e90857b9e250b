"""What the officer's pages share: who may come in, which enquiry, where to go afterwards."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import Request

from ..lists import SEARCHED, from_state, next_in
from ..models import Enquiry
from ..permissions import Refused, check_may_work


def county_only(view):
    """For the county's people; to anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        if not request.user.works_for_county:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def officers_only(view):
    """For officers. Others of the county are told so; to anybody else the page does not exist."""

    @county_only
    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        try:
            check_may_work(request.user)
        except Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        return view(request, *args, **kwargs)

    return guarded


def fetch(request: Request, number: int, rows=None) -> Enquiry:
    """Return the enquiry of a number in the person's scope, or 404."""
    rows = Enquiry.objects.with_names() if rows is None else rows
    return get_object_or_404(rows.visible_to(request.user, on=request.today), number=number)


def case_url(enquiry: Enquiry) -> str:
    return reverse("case", args=[enquiry.number])


def list_state(request: Request) -> str | None:
    """Return the list that the officer came from; None if he came from elsewhere."""
    return request.GET.get("list")


def carried(request: Request) -> str:
    """Return the list he came from as the end of an address, for links that stay in it."""
    state = list_state(request)
    return "" if state is None else f"?{urlencode({'list': state})}"


def in_list(request: Request, links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Let (address, words) carry the list along."""
    return [(f"{url}{carried(request)}", words) for url, words in links]


def back_to_list(request: Request) -> str:
    """Return the address of the page of the list he came from."""
    state = from_state(list_state(request) or "")
    url = reverse("search" if SEARCHED in state else "all_enquiries")
    return f"{url}?{urlencode(state)}" if state else url


def onward(request: Request, enquiry: Enquiry, back: str) -> str:
    """Return where to go after saving: to the next case of the list if asked for, else back.

    The enquiry is as it was read before it was saved.
    """
    state = list_state(request)
    if state is None or request.POST.get("then") != "next":
        return back
    following = next_in(state, enquiry, user=request.user, now=request.now, today=request.today)
    if following is None:
        messages.success(request, "It was the last of the list.")
        return back_to_list(request)
    messages.success(request, f"Next in the list: {following.reference}.")
    return f"{case_url(following)}{carried(request)}"
