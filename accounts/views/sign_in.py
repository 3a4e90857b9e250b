"""Signing in and out, throttled, with the same words for every failure."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import SignInForm
from accounts.models import User
from accounts.requests import note_visit

from .carried import Carried, from_interrupted, from_sign_in, is_ours

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; then on to `next`, or back to what was being typed."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(next_page(request))
        return show(request, SignInForm())
    form = SignInForm(request.POST)
    if form.is_valid():
        address, password = form.cleaned_data["email"], form.cleaned_data["password"]
        user = authenticate(request, email=address, password=password)
        if user is not None:
            return welcome(request, user)
        form.refuse()
    return show(request, form, carried=from_sign_in(request))


def show(
    request: HttpRequest, form: SignInForm, *, carried: Carried | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "next": asked_page(request), "carried": carried}
    return render(request, "accounts/sign_in.html", context, status=status)


@never_cache
def sign_in_to_continue(request: HttpRequest) -> HttpResponse:
    """Answer a form sent after the session ended: nothing was done, and nothing typed is lost."""
    form = SignInForm()
    return show(request, form, carried=from_interrupted(request), status=403)


def welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Open a new session for a person who showed who she is, and take her where she was going."""
    carried = from_sign_in(request)
    target, before = next_page(request), user.last_login
    login(request, user, backend=BACKEND)
    note_visit(request, before=before)
    if carried:
        return render(request, "accounts/resume.html", {"carried": carried})
    return redirect(target)


def next_page(request: HttpRequest) -> str:
    return asked_page(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def asked_page(request: HttpRequest) -> str:
    """Return the page to go to after signing in, if it is one of ours; else an empty string."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return wanted if is_ours(wanted, request) else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Ask for patience after too many wrong guesses; it says nothing about the address."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
