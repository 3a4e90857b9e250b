"""What the managers' pages share: who may see them, and the filter of the address."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from accounts.requests import Request

from ..forms import SelectionForm
from ..permissions import may_see_figures
from ..selection import Selection


def for_managers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For everybody else this room does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs) -> HttpResponseBase:
        if not may_see_figures(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def form_for(request: Request, months: int = 1, *, is_begun: bool = False) -> SelectionForm:
    """Read the filter. `is_begun`: unless asked otherwise, up to the month that has begun."""
    return SelectionForm(
        request.GET.dict(), now=request.now, today=request.today, months=months, is_begun=is_begun
    )


def chosen_or_404(request: Request) -> Selection:
    form = form_for(request)
    if not form.is_valid():
        raise Http404
    return form.selection()


def address(url: str, chosen: Selection) -> str:
    return f"{url}?{urlencode(chosen.parameters)}"
