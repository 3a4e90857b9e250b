"""Low scores to look into: for the leader of the team, and for managers."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Team
from accounts.requests import Request
from enquiries.views.attempt import attempt

from .. import workflows
from ..forms import ReviewForm
from ..models import Review
from ..permissions import may_read_words, may_review, reviews_for

MOST = 200


def looks_into_scores(user) -> bool:
    return may_read_words(user) or Team.objects.filter(leader=user).exists()


def for_those_who_look(view):
    """To anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        if not looks_into_scores(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_those_who_look
@require_safe
def survey_reviews(request: Request) -> HttpResponse:
    """List what waits, the earliest day first, and what was looked into."""
    rows = reviews_for(request.user)
    context = {
        "waiting": [(row, row.is_late(request.today)) for row in rows.filter(done_at=None)[:MOST]],
        "done": rows.exclude(done_at=None).order_by("-done_at")[:MOST],
    }
    return render(request, "surveys/reviews.html", context)


@for_those_who_look
@require_http_methods(["GET", "HEAD", "POST"])
def survey_review(request: Request, review: int) -> HttpResponse:
    """Show one low score, and keep what came of it."""
    found: Review = get_object_or_404(reviews_for(request.user), pk=review)
    may = may_review(request.user, found)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    words = {"review": found, "at": request.now, "by": request.user}
    if form.is_valid() and attempt(form, workflows.finish_review, **form.cleaned_data, **words):
        messages.success(request, "Reviewed.")
        return redirect("survey_reviews")
    context = {
        "review": found, "survey": found.survey, "enquiry": found.survey.answer.enquiry,
        "form": form if form.is_bound or (may and not found.done_at) else None,
        "may_review": may, "replies": found.survey.replies.order_by("version") if may else [],
    }  # fmt: skip
    return render(request, "surveys/review.html", context)
