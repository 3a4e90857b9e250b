"""Home, the plain pages, and what people see when something goes wrong."""

import sys
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views.carried import may_travel
from enquiries.views import clerk
from govuk.brand import stylesheet


@require_safe
def home(request: Request) -> HttpResponse:
    """Send each person to the page that answers “what do I need to do?”."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "portal/landing.html")
    if user.is_officer:
        return redirect("my_work")
    if user.is_manager:
        return redirect("consistency")
    if user.is_staff:
        return redirect("admin:index")
    return clerk.desk(request)


@require_safe
def page(request: Request, name: str) -> HttpResponse:
    """Show one of the plain pages listed in the URLconf."""
    try:
        return render(request, f"portal/{name}.html")
    except TemplateDoesNotExist as missing:
        raise Http404 from missing


@require_safe
def brand_css(request: Request) -> HttpResponse:
    """Serve the council's own colour; only linked when it differs from the built-in one."""
    return HttpResponse(stylesheet(settings.COUNCIL_COLOUR), content_type="text/css")


def admin_sign_in(request: Request) -> HttpResponse:
    """Administrators sign in where everybody does, under the same throttle."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    wanted = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
    return redirect(f"{reverse('sign_in')}?{wanted}")


def bad_request(request, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request, exception=None) -> HttpResponse:
    """Say why, where whoever refused gave a sentence fit to show."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: Request) -> HttpResponse:
    """Say sorry without asking the database for anything; it may be what is away."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if away else 500
    page = get_template(f"{status}.html").render({"typed": typed_text(request)})
    return HttpResponse(page, status=status)


def csrf_failure(request, reason="") -> HttpResponse:
    """Explain a form that expired, and give back what was typed."""
    return render(request, "403_csrf.html", {"typed": typed_text(request)}, status=403)


def typed_text(request: Request) -> list[tuple[str, str]]:
    """Return what the person typed, so that the page can give it back; never a password."""
    try:
        posted = request.POST.items()
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return []
    return [(name, str(text)) for name, text in posted if may_travel(name) and text]
