"""What clerks were told somebody else looks after."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request

from .. import sentences, signposted
from .common import address, for_managers, form_for


@for_managers
@require_safe
def consistency_signposted(request: Request) -> HttpResponse:
    chosen = form_for(request, months=12, is_begun=True).selection()
    lines = signposted.read(chosen)
    context = {
        "lines": lines,
        "headings": signposted.HEADINGS.values(),
        "total": sum(line.total for line in lines),
        "period": sentences.period(chosen),
        "back_url": address(reverse("consistency"), chosen),
    }
    return render(request, "consistency/signposted.html", context)
