"""What the answers say together, what people wrote, and all of it for a spreadsheet."""

from functools import wraps

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Team
from accounts.requests import Request
from enquiries.views.desk import county_only
from govuk.numbers import whole_number
from govuk.paging import rows_of
from govuk.sheets import csv_parts

from .. import exports, readings
from ..models import Reply, Setting
from ..permissions import may_read_words
from .reviews import looks_into_scores

CSV = "text/csv; charset=utf-8"


def managers_only(view):
    """To anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        if not may_read_words(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@county_only
@require_safe
def survey_results(request: Request) -> HttpResponse:
    """Show managers every team; others their own teams, and no figure of few answers."""
    since, until = readings.whole_months(request.now)
    rows, least = readings.said_in(since, until), Setting.current().least_answers
    reads_words = may_read_words(request.user)
    if reads_words:
        lines = readings.lines_for_managers(rows, teams=Team.objects.all())
    else:
        lines = readings.lines_for_officers(rows, teams=request.user.teams.all(), least=least)
    context = {
        "lines": lines, "since": since, "until": until, "least": least,
        "reads_words": reads_words, "reviews": looks_into_scores(request.user),
        "headings": ["Overall", "Time taken", "Reasons", "Kept informed", "Treated fairly"],
    }  # fmt: skip
    return render(request, "surveys/results.html", context)


@managers_only
@require_safe
def survey_words(request: Request) -> HttpResponse:
    """List what people wrote, the newest first."""
    found = Reply.objects.latest_of_each().exclude(comment="").with_survey()
    asked = {name: whole_number(request.GET.get(name, ""), most_digits=15)
             for name in ("before", "after")}  # fmt: skip
    rows = rows_of(found, key="pk", before=asked["before"], after=asked["after"])
    context = {"rows": rows, "links": page_links(found, rows)}
    return render(request, "surveys/words.html", context)


def page_links(found, rows: list[Reply]) -> dict:
    """Return the links to newer and older words, where there are any."""
    if not rows:
        return {}
    newest, oldest = rows[0].pk, rows[-1].pk
    links = {}
    if found.filter(pk__gt=newest).exists():
        links["previous"] = {"href": f"?after={newest}", "text": "Newer"}
    if found.filter(pk__lt=oldest).exists():
        links["next"] = {"href": f"?before={oldest}", "text": "Older"}
    return links


@managers_only
@require_safe
def survey_export(request: Request) -> StreamingHttpResponse:
    """Stream one line for each closure of the last year: what was asked and said, or why not."""
    rows = exports.lines(since=request.now - exports.YEAR)
    name = f'attachment; filename="surveys-{request.today.isoformat()}.csv"'
    return StreamingHttpResponse(
        csv_parts(rows), content_type=CSV, headers={"Content-Disposition": name}
    )
