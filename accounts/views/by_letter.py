"""Signing in by letter. Fetching a link does nothing: mail scanners fetch."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import workflows
from accounts.addresses import client_address
from accounts.forms import AskForm, CodeForm
from accounts.models import SignInCode
from accounts.requests import Request, note_letter
from accounts.tokens import hash_of

from .carried import from_sign_in, is_ours
from .sign_in import asked_page, welcome

READS_AND_POSTS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@READS_AND_POSTS
def sign_in_letter(request: Request) -> HttpResponse:
    """Ask for the address, and answer the same whether we know it or not."""
    # The sign-in page sends on what was being typed, and no address.
    form = AskForm(request.POST if "email" in request.POST else None)
    if not form.is_valid():
        return show(request, "ask_for_letter", form)
    workflows.ask_for_letter(
        email=form.cleaned_data["email"],
        next_url=asked_page(request),
        connection=client_address(request) or "",
        at=request.now,
    )
    return show(request, "letter_sent", CodeForm(initial=form.cleaned_data, hides_email=True))


def show(request: Request, page: str, form) -> HttpResponse:
    context = {"form": form, "next": asked_page(request), "carried": from_sign_in(request)}
    return render(request, f"accounts/{page}.html", context)


@never_cache
@sensitive_post_parameters()
@READS_AND_POSTS
def sign_in_code(request: Request) -> HttpResponse:
    """Take the six figures of the letter."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        used = workflows.use_code(**form.cleaned_data, at=request.now)
        if used:
            return let_in(request, used)
        form.refuse()
    return show(request, "enter_code", form)


@never_cache
@READS_AND_POSTS
def sign_in_link(request: Request, link: str) -> HttpResponse:
    """Show a button to whoever holds the link; pressing it uses the link up."""
    used = workflows.use_link(token=link, at=request.now) if request.method == "POST" else None
    if used:
        return let_in(request, used, next_url=used.next_url)
    found = SignInCode.objects.select_related("person").filter(link_hash=hash_of(link)).first()
    if found and found.is_live(request.now):
        return render(request, "accounts/use_link.html", {"person": found.person})
    context = {
        "used": found and found.used_at,
        "next": safe(request, found.next_url if found else ""),
    }
    return render(request, "accounts/dead_link.html", context, status=404)


def safe(request: Request, url: str) -> str:
    return url if is_ours(url, request) else ""


def let_in(request: Request, used: SignInCode, *, next_url: str = "") -> HttpResponse:
    response = welcome(request, used.person)
    note_letter(request, at=request.now)
    url = safe(request, next_url)
    return redirect(url) if url else response
