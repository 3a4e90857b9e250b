"""Officers sort an enquiry a second time, blind: without its kind, priority, history or answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import Request

from ..forms import SecondLookForm
from ..workflows.looks import judge, waiting_for

MOST = 50


def officers_only(request: Request) -> None:
    if not request.user.is_officer:
        raise Http404


@require_safe
def second_looks(request: Request) -> HttpResponse:
    officers_only(request)
    context = {"looks": waiting_for(request.user)[:MOST]}
    return render(request, "consistency/second_looks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: Request, look: int) -> HttpResponse:
    officers_only(request)
    found = get_object_or_404(waiting_for(request.user), pk=look)
    form = SecondLookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        judge(look=found, at=request.now, by=request.user, **form.cleaned_data)
        messages.success(request, "Thank you. Your judgement is kept beside the first.")
        return redirect("second_looks")
    context = {"enquiry": found.enquiry, "form": form}
    return render(request, "consistency/second_look.html", context)
