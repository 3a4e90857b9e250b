from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import workflows
from accounts.forms import PasswordForm
from accounts.models import User
from accounts.requests import Request, came_by_letter, forget_letter


@sensitive_post_parameters()
def change_password(request: Request) -> HttpResponse:
    """Let a person choose another password; her sessions elsewhere end.

    Who came by letter just now need not know the present one.
    """
    user, by_letter = request.user, came_by_letter(request, at=request.now)
    data = request.POST if request.method == "POST" else None
    form = PasswordForm(data, user=user, asks_present=not by_letter)
    if form.is_valid():
        present = form.cleaned_data.get("current_password", "")
        if by_letter or knows_present_password(request, user, present):
            new = form.cleaned_data["new_password"]
            workflows.choose_password(person=user, password=new, at=request.now, by=user)
            forget_letter(request)
            update_session_auth_hash(request, user)
            messages.success(request, "Your password is changed.")
            return redirect("home")
        form.refuse()
    context = {"form": form, "by_letter": by_letter}
    return render(request, "accounts/change_password.html", context)


def knows_present_password(request: HttpRequest, user: User, password: str) -> bool:
    """Through the throttled door, so that a borrowed session cannot guess for ever."""
    found = authenticate(request, email=user.email, password=password)
    return found is not None and found.pk == user.pk
