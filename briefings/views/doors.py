"""Who may come in to the desk, and one try at a verb whose refusal becomes a sentence."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from govuk.meanwhile import differences, mark_afresh

from ..permissions import Refused, Stale, may_approve, may_edit, may_gather

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


def attempt(form, verb, *, saved=None, **words):
    """Do a verb and return what it returns, or True; if it is refused, say why on the form.

    `saved` returns what the boxes would hold now: shown where somebody else changed it meanwhile.
    What is saved as it was typed is done, also if it was sent twice.
    """
    try:
        done = verb(**words)
    except Stale as stale:
        return meets(form, saved() if saved else {}, str(stale))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    return True if done is None else done


def meets(form, now: dict, words: str) -> bool | None:
    """Put what is saved now beside what was typed; to send the form again replaces it."""
    known = {name: box for name, box in form.fields.items() if name in now}
    theirs = type(form)(initial=now)
    theirs.fields = known
    form.theirs = differences(form, theirs)
    if now and not form.theirs:
        return True
    form.add_error(None, words)
    if now:
        mark_afresh(form, str(now["version"]), name="version")
    return None


def press(request: Request, verb, *, done: str, **words) -> bool:
    """Do a verb of a button, and say that it is done or why it was refused."""
    try:
        verb(**words, at=request.now, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True
