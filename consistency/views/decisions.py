"""What officers decided against the usual course."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request

from .. import decisions, sentences
from .common import address, for_managers, form_for


@for_managers
@require_safe
def consistency_decisions(request: Request) -> HttpResponse:
    chosen = form_for(request, months=12, is_begun=True).selection()
    context = {
        "chosen": chosen,
        "decisions": decisions.read(chosen),
        "period": sentences.period(chosen),
        "back_url": address(reverse("consistency"), chosen),
    }
    return render(request, "consistency/decisions.html", context)
