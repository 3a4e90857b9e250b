"""What every request passes through: the time of day, sign-in, no caching, and the outage page."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.views import sign_in_to_continue

logger = logging.getLogger(__name__)

# Pages anybody may read. Everything else asks who you are.
PUBLIC = frozenset(
    """home sign_in sign_out data accessibility cookies privacy contact brand.css health_live
    health_ready survey demo_sign_in demo_outbox demo_letter admin_sign_in""".split()
)


class Now:
    """Read the clock once, at the door; everything behind it is given the time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        return self.get_response(request)


class LoginRequired:
    """Ask strangers to sign in; a form they send travels with them, so nothing typed is lost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or request.resolver_match.url_name in PUBLIC:
            return None
        if request.method == "POST":
            return sign_in_to_continue(request)
        next_page = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse(settings.LOGIN_URL)}?{next_page}")


class NoStore:
    """Keep signed-in pages out of shared caches and the back button after signing out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class Outage:
    """Answer 503 with a plain page when the database is away, and keep what was typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        logger.error("The database is away: %s", type(exception).__name__)
        return render(request, "503.html", {"typed": typed_text(request)}, status=503)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the person typed, so that the page can give it back; never a password."""
    hidden = {"csrfmiddlewaretoken", "password"}
    return [(name, value) for name, value in request.POST.items() if name not in hidden and value]
