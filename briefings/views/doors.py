"""Who may come in to the desk, and one try at a verb whose refusal becomes a sentence."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.views.decorators.http import require_http_methods

from accounts.requests import Request

from ..permissions import Refused, may_approve, may_edit, may_gather

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def only(may):
    """Let in whom `may` lets; to anybody else the page does not exist."""

    def decorate(view):
        @wraps(view)
        def guarded(request: Request, *args, **kwargs):
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


gatherers_only = only(may_gather)
editors_only = only(may_edit)
readers_of_editions = only(may_approve)


def posted(request: Request):
    return request.POST if request.method == "POST" else None


def attempt(form, verb, **words):
    """Do a verb and return what it returns, or True; if it is refused, say why on the form."""
    try:
        done = verb(**words)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    return True if done is None else done


def press(request: Request, verb, *, done: str, **words) -> bool:
    """Do a verb of a button, and say that it is done or why it was refused."""
    try:
        verb(**words, at=request.now, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    messages.success(request, done)
    return True
