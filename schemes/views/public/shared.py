"""Serving strangers nearly for free: a page is made once a minute, and sent once to each reader."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from accounts.requests import Request

from ...catalogue import Entry, entries
from ...models import Setting
from ...readings import index_rows

# Long enough to be nearly free, short enough that a new price is seen at once.
SECONDS = 60


def nearly_free(view):
    """Keep the page for strangers and name it by its content; the signed-in get their own."""
    kept = cache_page(SECONDS, cache="catalogue")(view)

    @wraps(view)
    def serve(request: Request, *args, **kwargs) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        return (view if known or request.GET else kept)(request, *args, **kwargs)

    return require_safe(vary_on_cookie(conditional_page(serve)))


def entries_of(request: Request, versions) -> list[Entry]:
    """Return published versions as their pages show them today, in three queries."""
    return entries(versions, on=request.today, setting=Setting.now(), index=index_rows())
