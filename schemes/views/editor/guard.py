"""Who comes in: to anybody else these pages do not exist."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.requests import Request

from ...models import Scheme
from ...permissions import may_edit, may_work_on

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def for_editors(view):
    return guarded(view, may_edit)


def for_editors_and_engineers(view):
    return guarded(view, may_work_on)


def guarded(view, may):
    @wraps(view)
    def shown(request: Request, *args, **kwargs) -> HttpResponse:
        if not may(request.user):
            raise Http404
        if "scheme" in kwargs:
            rows = Scheme.objects.whole()
            kwargs["scheme"] = get_object_or_404(rows, ref=kwargs["scheme"].upper())
        return view(request, *args, **kwargs)

    return shown


def posted(request: Request):
    return request.POST if request.method == "POST" else None
