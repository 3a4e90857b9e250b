from typing import cast

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import PasswordForm
from accounts.models import User


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Let a person choose another password; her sessions elsewhere end."""
    user = cast(User, request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        if knows_present_password(request, user, form.cleaned_data["current_password"]):
            user.set_password(form.cleaned_data["new_password"])
            user.save(update_fields=["password"])
            update_session_auth_hash(request, user)
            messages.success(request, "Your password is changed.")
            return redirect("home")
        form.refuse()
    return render(request, "accounts/change_password.html", {"form": form})


def knows_present_password(request: HttpRequest, user: User, password: str) -> bool:
    """Through the throttled door, so that a borrowed session cannot guess for ever."""
    found = authenticate(request, email=user.email, password=password)
    return found is not None and found.pk == user.pk
