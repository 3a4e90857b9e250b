"""Serving strangers nearly for free: a page is made once a minute, and sent once to each reader."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from accounts.requests import Request

from ...catalogue import Entry, entries
from ...models import Setting
from ...readings import index_rows

# Long enough to be nearly free, short enough that a new price is seen at once.
SECONDS = 60


def nearly_free(view):
    """Name a page by its content and let strangers share it; the signed-in get their own.

    `shared_for` tells the door (`portal.middleware.Shared`) for how many seconds.
    """

    @wraps(view)
    def serve(request: Request, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and response.status_code == 200:
            patch_cache_control(response, max_age=SECONDS)
            response.shared_for = SECONDS
        return response

    return require_safe(vary_on_cookie(conditional_page(serve)))


def entries_of(request: Request, versions) -> list[Entry]:
    """Return published versions as their pages show them today, in three queries."""
    return entries(versions, on=request.today, setting=Setting.now(), index=index_rows())
