"""A scheme's own page: the tasks, what is written so far, and how it would look."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import Request

from ...catalogue import Entry
from ...models import Scheme, Setting, Stage, Topic
from ...readings import index_rows
from ...snapshots import take
from .guard import for_editors_and_engineers


@require_safe
@for_editors_and_engineers
def scheme(request: Request, scheme: Scheme) -> HttpResponse:
    facts = {fact.topic: fact for fact in scheme.facts.all()}
    topics = [topic for topic in Topic if topic != Topic.WHY_NOT or not scheme.is_done_here]
    context = {
        "scheme": scheme,
        "facts": [(topic, facts.get(topic.value)) for topic in topics],
        "options": [row for row in scheme.options.all() if not row.is_dropped],
        "steps": scheme.steps.select_related("by")[:5],
        "review_overdue": scheme.is_review_overdue(request.today),
    }
    return render(request, "schemes/editor/scheme.html", context)


@require_safe
@for_editors_and_engineers
def preview(request: Request, scheme: Scheme) -> HttpResponse:
    """Show the working copy as the public would read it."""
    setting, index = Setting.now(), index_rows()
    entry = Entry(take(scheme), on=request.today, setting=setting, index=index)
    context = {
        "scheme": scheme, "entry": entry, "stages": Stage.objects.filter(is_active=True),
    }  # fmt: skip
    return render(request, "schemes/editor/preview.html", context)
