"""Home, the plain pages, and what people see when something goes wrong."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.urls import reverse

from enquiries.views import clerk
from govuk.brand import stylesheet

from .middleware import typed_text


def home(request: HttpRequest) -> HttpResponse:
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


def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the plain pages listed in the URLconf."""
    try:
        return render(request, f"portal/{name}.html")
    except TemplateDoesNotExist as missing:
        raise Http404 from missing


def brand_css(request: HttpRequest) -> HttpResponse:
    """Serve the council's own colour; only linked when it differs from the built-in one."""
    return HttpResponse(stylesheet(settings.COUNCIL_COLOUR), content_type="text/css")


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Administrators sign in where everybody does, under the same throttle."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    wanted = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
    return redirect(f"{reverse('sign_in')}?{wanted}")


def bad_request(request, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failure(request, reason="") -> HttpResponse:
    """Explain a form that expired, and give back what was typed."""
    return render(request, "403_csrf.html", {"typed": typed_text(request)}, status=403)
