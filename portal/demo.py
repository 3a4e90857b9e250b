"""Only in demo mode: being somebody at the press of a button, and reading the letters sent."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import Request
from accounts.views import welcome
from post.models import Letter

PAGE = 50
PEOPLE = {
    "clerk": "clerk@demo.example",
    "officer": "officer@demo.example",
    "manager": "manager@demo.example",
    "editor": "editor@demo.example",
    "administrator": "admin@demo.example",
}


@require_POST
def sign_in(request: Request) -> HttpResponse:
    """Sign in as the made-up person of a role; 404 outside demo mode and for other roles."""
    address = PEOPLE.get(request.POST.get("role", ""))
    if not settings.DEMO or not address:
        raise Http404
    return welcome(request, get_object_or_404(User, email=address, is_active=True))


def only_in_demo() -> None:
    """Raise Http404 outside the demonstration: letters are other people's."""
    if not settings.DEMO:
        raise Http404("This page belongs to the demonstration")


@require_safe
def outbox(request: Request) -> HttpResponse:
    """List letters, newest first, fifty at a time; `?before=` is the last one already seen."""
    only_in_demo()
    letters = Letter.objects.order_by("-pk").defer("text", "html")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        letters = letters.filter(pk__lt=int(before))
    page = list(letters[: PAGE + 1])
    older = page[PAGE - 1].pk if len(page) > PAGE else None
    return render(request, "portal/demo_outbox.html", {"letters": page[:PAGE], "older": older})


@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    only_in_demo()
    found = get_object_or_404(Letter, pk=pk)
    context = {"letter": found, "headers": headers_of(found)}
    return render(request, "portal/demo_letter.html", context)


def headers_of(found: Letter) -> list[tuple[str, str]]:
    """What the reader's mail program would show, and what became of the letter."""
    sent = f" at {timezone.localtime(found.sent_at):%H:%M:%S}" if found.sent_at else ""
    lines = [
        ("From", settings.DEFAULT_FROM_EMAIL),
        ("To", found.to),
        ("Message-ID", found.message_id),
        ("About", found.about),
        ("State", f"{found.get_status_display()}{sent}"),
        ("Tries", str(found.attempts)),
        ("Trouble", found.error),
    ]
    return [(name, value) for name, value in lines if value]
