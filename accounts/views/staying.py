"""Staying signed in, for whoever leaves a page open for hours."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request


@require_POST
def stay_signed_in(request: Request) -> HttpResponse:
    """Give the session its whole life again, from now."""
    request.session.modified = True
    return HttpResponse(status=204)
