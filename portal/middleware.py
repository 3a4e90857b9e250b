"""What every request passes through: shared pages, the time of day, sign-in, and no caching."""

from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.requests import Request
from accounts.views import sign_in_to_continue

# Pages anybody may read. Everything else asks who you are.
PUBLIC = {
    "home", "sign_in", "sign_in_letter", "sign_in_code", "sign_in_link", "sign_out", "invitation",
    "how_we_are_doing",
    "find_parish", "how_we_deal", "data", "accessibility", "cookies", "privacy", "contact",
    "brand.css", "health_live", "health_ready", "survey", "survey_change", "demo_sign_in",
    "demo_outbox",
    "demo_letter", "admin_sign_in", "notify_callback",
    "schemes", "schemes_compare", "schemes_how", "schemes_data", "schemes_json", "schemes_csv",
    "schemes_schema", "schemes_changes", "scheme_picture_file", "scheme", "scheme_sheet",
    "scheme_ask", "scheme_version",
    "briefings", "briefings_feed", "briefings_dates", "briefing", "briefing_dates", "item_text",
    "briefing_text", "briefing_image", "subscribe", "subscribe_confirm", "unsubscribe",
    "briefing_preferences",
    "news", "meetings", "meetings_dates", "meeting", "meeting_dates",
}  # fmt: skip


class Shared:
    """Answer a stranger as the last one was answered, for as long as that page allows.

    A view allows it by `shared_for`, in seconds, on what it returns. Only who sends no cookie and
    asks nothing after the address is answered so. Here, before anything else is done for a request,
    it costs as little as a file does.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if request.method != "GET" or request.COOKIES or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        address = f"{request.scheme}://{request.get_host()}{request.path}"
        pages, key = caches["pages"], sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
        if kept := pages.get(key):
            return answer(request, *kept)
        response = self.get_response(request)
        seconds = getattr(response, "shared_for", 0)
        if seconds and not response.cookies:
            pages.set(key, (response.content, dict(response.items())), seconds)
        return response


def answer(request: Request, content: bytes, headers: dict[str, str]) -> HttpResponse:
    """Return a kept page, or the word that it did not change to who has it already."""
    response = HttpResponse(content, headers=headers)
    etag = headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response


class Now:
    """Read the clock once, at the door; everything behind it is given the time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        return self.get_response(request)


class LoginRequired:
    """Ask strangers to sign in; a form they send travels with them, so nothing typed is lost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.url_name in PUBLIC or request.user.is_authenticated:
            return None
        if request.method == "POST":
            return sign_in_to_continue(request)
        next_page = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse(settings.LOGIN_URL)}?{next_page}")


class NoStore:
    """Keep signed-in pages out of shared caches and the back button after signing out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        personal = request.session.accessed and request.user.is_authenticated
        if personal and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
