"""What happened to a scheme, by whom, and what each version changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import Request

from ...models import Scheme
from .guard import for_editors_and_engineers

MOST_STEPS = 200


@require_safe
@for_editors_and_engineers
def history(request: Request, scheme: Scheme) -> HttpResponse:
    steps = scheme.steps.select_related("by", "version")[:MOST_STEPS]
    return render(request, "schemes/editor/history.html", {"scheme": scheme, "steps": steps})
