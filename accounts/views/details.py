"""What we hold about a person herself, and what of it she may change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import workflows
from accounts.forms import DetailsForm
from accounts.requests import Request


def your_details(request: Request) -> HttpResponse:
    """Let a person change her name and telephone; her address is only shown."""
    data = request.POST if request.method == "POST" else None
    kept = {"name": request.user.name, "phone": request.user.phone}
    form = DetailsForm(data, initial=kept)
    if form.is_valid():
        workflows.change_details(
            person=request.user, **form.cleaned_data, at=request.now, by=request.user
        )
        messages.success(request, "Your details are saved.")
        return redirect("your_details")
    return render(request, "accounts/your_details.html", {"form": form})
