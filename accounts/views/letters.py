"""How often we write to a person: hers to choose."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.forms import LettersForm
from accounts.requests import Request
from post.models import Preference
from post.workflows.preferences import choose

SAVED = "Saved. We will write to you as you chose."


def your_letters(request: Request) -> HttpResponse:
    """Let a person choose a letter for each event or one a day, and the monthly summary."""
    data = request.POST if request.method == "POST" else None
    form = LettersForm(data, user=request.user, initial=initial(request.user))
    if data is not None and form.is_valid():
        chosen = dict(form.cleaned_data)
        is_daily = chosen.pop("how") == LettersForm.DAILY
        choose(is_daily=is_daily, **chosen, at=request.now, by=request.user)
        messages.success(request, SAVED)
        return redirect("your_letters")
    return render(request, "accounts/your_letters.html", {"form": form})


def initial(user) -> dict:
    """Return what she chose last; whoever never chose gets each letter, and the summary."""
    wish = Preference.objects.filter(person=user).first() or Preference(person=user)
    return {
        "how": LettersForm.DAILY if wish.is_daily else LettersForm.EACH,
        "hour": wish.hour,
        "monthly_summary": "yes" if wish.monthly_summary else "no",
    }
