"""The officer's page of one enquiry, and the one to log what a clerk said on the telephone."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import Request
from parishes.models import Council

from .. import references, workflows
from ..filters import TAGS
from ..forms.officer import LogForm, NoteForm
from ..models import Enquiry
from ..permissions import may_work
from ..ready import Given, ReadyQuery
from ..wording import long_date, next_act
from . import officer_case, officer_timeline, together, told
from .attempt import attempt
from .before import precedents_of
from .desk import back_to_list, carried, case_url, county_only, fetch, in_list, officers_only
from .officer_rows import RowWriter, capped
from .photos import shelf
from .quotes import about, passed_along, quoted, with_quote
from .spots import is_outside, map_link
from .stages import steps_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])
COUNCILS_SHOWN = 25


@county_only
@require_safe
def case(request: Request, number: int) -> HttpResponse:
    """Show one enquiry on one screen."""
    enquiry = officer_case.with_people(fetch(request, number, officer_case.rows()))
    if further := together.led_on(
        request, enquiry, "case", within=Enquiry.objects.all(), query=carried(request)
    ):
        return further
    context = {
        "enquiry": enquiry,
        "list_url": back_to_list(request),
        "carried": carried(request),
        "openings": officer_case.openings(request, enquiry),
        "note_form": NoteForm() if may_work(request.user) else None,
        "precedents": precedents_of(enquiry),
        "stages_of_scheme": steps_of(enquiry),
        "told": told.for_officers(enquiry),
        "is_outside": is_outside(enquiry),
        "map_link": map_link(enquiry),
        **story(enquiry, request),
        **acts(enquiry, request),
        **belonging(enquiry, request.user),
        **parish_history(enquiry),
    }
    return render(request, "enquiries/officer/case.html", context)


def story(enquiry: Enquiry, request: Request) -> dict:
    """Return where a case stands, what was promised and what happened, the newest first."""
    known = vars(enquiry)
    questions = list(enquiry.questions.all()) if known["has_questions"] else []
    deadlines = list(enquiry.deadlines.order_by("round", "due_at", "id"))
    photos = shelf(enquiry, request.user) if known["has_photos"] else {}
    only = request.GET.get("show") == "messages"
    writer = RowWriter(request.now, request.today, may_claim=may_work(request.user))
    return {
        "row": writer.of(enquiry),
        "photos": photos.get(None, []),
        "next_act": next_act_of(enquiry, deadlines, questions, request),
        "stages": officer_case.stages(enquiry, deadlines, questions, request.now),
        "messages_only": only,
        "days": officer_timeline.timeline(
            enquiry, request.today, photos, messages_only=only, reader=request.user
        ),
    }


def acts(enquiry: Enquiry, request: Request) -> dict:
    """Return what this person may do, as links that lead back to the list."""
    user = request.user
    return {
        "actions": in_list(request, officer_case.actions(enquiry, user)),
        "promise_actions": in_list(request, officer_case.promise_actions(enquiry, user)),
        "triage_actions": in_list(request, officer_case.triage_actions(enquiry, user)),
    }


def belonging(enquiry: Enquiry, user) -> dict:
    """Return what was joined and linked to a case; nothing is read where there is nothing."""
    known = vars(enquiry)
    joined = together.joined_to(enquiry.merged.all(), "case") if known["has_joined"] else []
    linked = together.linked_to(enquiry, user) if known["has_links"] else []
    return {"joined": joined, "linked": linked}


def next_act_of(enquiry: Enquiry, deadlines, questions, request: Request) -> str:
    first = [row for row in deadlines if row.stage == row.Stage.FIRST_REPLY and row.is_running]
    waiting = [each for each in questions if each.is_open]
    return next_act(
        enquiry,
        first_reply=first[0] if first else None,
        question=waiting[0] if waiting else None,
        answer_waits=bool(vars(enquiry)["proposal_waits"]) and enquiry.is_open,
        now=request.now,
    )


# A case is shown to the county's people alone, who may see each enquiry of a parish.
LAST_OF_PARISH = ReadyQuery(
    lambda: (
        Enquiry.objects.filter(parish=Given("parish"))
        .exclude(pk=Given("enquiry"))
        .order_by("-number")
        .values_list("number", "road", "kind__name", "status")[:5]
    )
)


def parish_history(enquiry: Enquiry) -> dict:
    """Return the parish's open count and its last five enquiries besides this one."""
    last = LAST_OF_PARISH.rows(parish=enquiry.parish_id, enquiry=enquiry.pk)
    return {
        "parish_open": capped(vars(enquiry)["parish_open"]),
        "parish_last": [
            {
                "url": reverse("case", args=[number]),
                "reference": references.to_text(number),
                "road": road,
                "kind": kind,
                "tag": TAGS[status],
            }
            for number, road, kind, status in last
        ],
        "parish_url": f"{reverse('all_enquiries')}?where=parish-{enquiry.parish_id}",
    }


@officers_only
@require_safe
def choose_council(request: Request) -> HttpResponse:
    """Find the council on whose behalf an enquiry is logged."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = Council.objects.filter(Q(name__icontains=words) | Q(parishes__name__icontains=words))
    councils = list(found.distinct()[: COUNCILS_SHOWN + 1]) if words else []
    context = {
        "q": words,
        "councils": [
            (council, with_quote(reverse("log_on_behalf", args=[council.pk]), request))
            for council in councils[:COUNCILS_SHOWN]
        ],
        "asked": about(quoted(request)),
        "passed_along": passed_along(request),
        "more": len(councils) > COUNCILS_SHOWN,
        "result": found_words(len(councils), words),
        "back": reverse("my_work"),
    }
    return render(request, "enquiries/officer/choose_council.html", context)


def found_words(count: int, words: str) -> str:
    number = f"More than {COUNCILS_SHOWN}" if count > COUNCILS_SHOWN else str(count)
    return f"{number} {'result' if count == 1 else 'results'} for “{words}”"


@officers_only
@form_methods
def log_on_behalf(request: Request, council: int) -> HttpResponse:
    """Log an enquiry for somebody who acts for a council and told an officer."""
    body = get_object_or_404(Council, pk=council)
    data = request.POST if request.method == "POST" else None
    quotes = quoted(request)
    asked, kind = about(quotes), quotes.pop("kind", None)
    start = {"kind": kind.pk} if kind else {}
    form = LogForm(data, council=body, at=request.now, by=request.user, initial=start)
    form.cancel_url = with_quote(reverse("log_choose"), request)
    who = {"council": body, "at": request.now, "by": request.user}
    if form.is_valid() and (
        enquiry := attempt(form, workflows.log_enquiry, **who, **form.cleaned_data, **quotes)
    ):
        messages.success(request, promise_of(enquiry))
        return redirect(case_url(enquiry))
    context = {"form": form, "council": body, "asked": asked}
    return render(request, "enquiries/officer/log_on_behalf.html", context)


def promise_of(enquiry: Enquiry) -> str:
    return (
        f"{enquiry.reference} is logged. Tell {enquiry.asked_by.name}: we will answer by "
        f"{long_date(enquiry.promised_on)}."
    )
