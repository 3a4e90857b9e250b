from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import PasswordForm


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Let a person choose another password; her sessions elsewhere end."""
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if knows_present_password(request, form.cleaned_data["current_password"]):
            request.user.set_password(form.cleaned_data["new_password"])
            request.user.save(update_fields=["password"])
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your password is changed.")
            return redirect("home")
        form.refuse()
    return render(request, "accounts/change_password.html", {"form": form})


def knows_present_password(request: HttpRequest, password: str) -> bool:
    """Through the throttled door, so that a borrowed session cannot guess for ever."""
    user = authenticate(request, email=request.user.email, password=password)
    return user is not None and user.pk == request.user.pk
