"""The clerk's home, her council's enquiries, and what she can do with one of them."""

from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request, at_council, last_visit, note_council
from parishes.models import Council

from .. import workflows
from ..deadlines.clock import london_day
from ..forms.clerk import OurEnquiriesForm, ReopenForm, WithdrawForm
from ..models import Draft, Enquiry
from ..states import Status
from ..wording import long_date, moment
from ..workflows.drafts import DRAFT_DAYS
from . import clerk_dates, together, told
from .attempt import attempt
from .paging import PAGE_LENGTH, page_of
from .photos import shelf
from .sightings import (
    REOPEN,
    WITHDRAW,
    Action,
    Tally,
    actions_for,
    row_of,
    steps_of,
    tallies,
    timeline_for_clerk,
)
from .spots import is_outside
from .stages import steps_of as steps_of_scheme

RECENT_DAYS = 30
ALL = "All my parishes"
FIRST_TIME = f"in the last {RECENT_DAYS} days"


def desk(request: Request) -> HttpResponse:
    """Answer “what do I need to do?” first: what waits for her, what is with us, what came back."""
    councils = list(Council.objects.served_by(request.user, on=request.today))
    chosen = council_worked_at(request, councils)
    visit = last_visit(request)
    recent = visit or request.now - timedelta(days=RECENT_DAYS)
    # Her councils by their keys, since an index cannot be searched for what a subquery will find.
    mine = Enquiry.objects.visible_to(request.user, on=request.today).filter(council__in=councils)
    shown = mine.filter(council=chosen) if chosen else mine
    context = {
        **counts_of(mine, councils, chosen, recent),
        "chosen": chosen,
        "drafts": drafts_of(request, chosen),
        "waiting": rows(shown.waiting().by_due(), request),
        "with_us": rows(shown.with_county().by_due(), request),
        "answered": rows(shown.answered_since(recent).order_by("-closed_at", "-id"), request),
        "followed": rows(
            Enquiry.objects.followed_by(request.user, on=request.today).order_by("-number"),
            request,
        ),
        "list_length": PAGE_LENGTH,
        "since": f"since your last visit on {long_date(london_day(visit))}"
        if visit
        else FIRST_TIME,
        "draft_days": DRAFT_DAYS,
    }
    return render(request, "enquiries/clerk/desk.html", context)


def counts_of(mine, councils: list[Council], chosen: Council | None, recent: datetime) -> dict:
    """The numbers in the headings and in the switcher, from one query."""
    found = tallies(mine, answered_since=recent)
    all_of_them = sum(found.values(), Tally())
    return {
        "councils": [(council, found.get(council.pk, Tally()).open) for council in councils],
        "several_councils": len(councils) > 1,
        "all_open": all_of_them.open,
        "counts": found.get(chosen.pk, Tally()) if chosen else all_of_them,
    }


def council_worked_at(request: Request, councils: list[Council]) -> Council | None:
    """Return the council named in the address, else the one of this session, and keep it.

    It shows on every page after this one, but never to a person of one council.
    """
    asked = request.GET.get("council", at_council(request).get("key", ""))
    chosen = chosen_council(councils, asked)
    several = len(councils) > 1
    name = chosen.name if chosen else ALL
    note_council(request, key=str(chosen.pk) if chosen else "", name=name if several else "")
    return chosen


def chosen_council(councils: list[Council], key: str) -> Council | None:
    """Return the council named in the address if it is one of hers; else all of them."""
    return next((council for council in councils if str(council.pk) == key), None)


def drafts_of(request: Request, chosen: Council | None) -> list[Draft]:
    drafts = Draft.objects.filter(
        author=request.user,
        enquiry=None,
        saved_at__gte=request.now - timedelta(days=DRAFT_DAYS),
    )
    drafts = drafts.filter(council=chosen) if chosen else drafts
    return list(drafts.select_related("parish", "council", "kind")[:PAGE_LENGTH])


def rows(enquiries, request: Request) -> list:
    found = enquiries.first_rows(PAGE_LENGTH).with_places().with_open_question()
    return [row_of(enquiry, now=request.now) for enquiry in found]


@require_safe
def our_enquiries(request: Request) -> HttpResponse:
    """Every enquiry of her councils, newest first, filtered in the address."""
    if request.user.works_for_county:
        return redirect("all_enquiries")
    councils = list(Council.objects.served_by(request.user, on=request.today))
    asked = {"council": at_council(request).get("key", "")} | request.GET.dict()
    filters = OurEnquiriesForm(asked, councils=councils)
    filters.is_valid()
    kept = {name: filters.cleaned_data.get(name) for name in ("status", "council")}
    mine = Enquiry.objects.visible_to(request.user, on=request.today).filter(council__in=councils)
    # Of several, none named in an address would be the one she works at.
    of_council = kept["council"] or ("" if len(councils) > 1 else None)
    enquiries = filtered(mine, **kept)
    page = page_of(
        enquiries.with_places().with_open_question(),
        before=filters.cleaned_data.get("before"),
        after=filters.cleaned_data.get("after"),
    )
    return render(
        request,
        "enquiries/clerk/our_enquiries.html",
        {
            "several_councils": len(councils) > 1,
            "filters": filters,
            "is_filtered": any(kept.values()),
            "page": page,
            "rows": [row_of(enquiry, now=request.now) for enquiry in page.rows],
            "links": page.links(status=kept["status"] or None, council=of_council),
        },
    )


def filtered(enquiries, *, status: str | None, council: str | None):
    """Narrow a list to one group of statuses and one council."""
    if council:
        enquiries = enquiries.filter(council=council)
    groups = {
        "waiting": enquiries.waiting,
        "with_us": enquiries.with_county,
        "answered": lambda: enquiries.filter(status__in=[Status.ANSWERED, Status.PASSED_ON]),
        "withdrawn": lambda: enquiries.filter(status=Status.WITHDRAWN),
    }
    return groups.get(status or "", lambda: enquiries)()


def clerks_side(view):
    """Fetch the enquiry in the clerk's scope; the county's people have their own page of it."""
    return in_scope(view, Enquiry.objects.visible_to)


def readers_side(view):
    """As `clerks_side`, and also for who follows the enquiry."""
    return in_scope(view, Enquiry.objects.readable_by)


def in_scope(view, rows):
    @wraps(view)
    def shown(request: Request, number: int, **rest) -> HttpResponse:
        scope = rows(request.user, on=request.today)
        found = scope.with_names().select_related("reason", "passed_to", "merged_into")
        enquiry = get_object_or_404(found, number=number)
        if request.user.works_for_county:
            return redirect("case", number=number)
        return view(request, enquiry, **rest)

    return shown


@require_safe
@readers_side
def enquiry(request: Request, enquiry: Enquiry) -> HttpResponse:
    """One enquiry: where it is in a sentence, what she can do, the answer, and what happened."""
    mine = Enquiry.objects.readable_by(request.user, on=request.today)
    if further := together.led_on(request, enquiry, "enquiry", within=mine):
        return further
    deadlines = clerk_dates.of_round(enquiry)
    photos = shelf(enquiry, request.user)
    moved = enquiry.due_on != enquiry.promised_on and not enquiry.planned_for
    return render(
        request,
        "enquiries/clerk/enquiry.html",
        {
            "enquiry": enquiry,
            "sentence": enquiry.sentence_at(request.now),
            "late": enquiry.is_late(request.now),
            "steps": steps_of(enquiry),
            "followed": list(followings_of(request, enquiry)),
            "actions": actions_for(request.user, enquiry, at=request.now, on=request.today),
            "answered": enquiry.outcome if enquiry.status != Status.WITHDRAWN else None,
            "moved": moved,
            "promised": long_date(enquiry.promised_on),
            "due": long_date(enquiry.due_on),
            "why_moved": clerk_dates.why_moved(deadlines) if moved else [],
            "ways": clerk_dates.ways(enquiry, deadlines),
            "planned_for": enquiry.planned_for and long_date(enquiry.planned_for),
            "received": moment(enquiry.received_at),
            "photos": photos.get(None, []),
            "items": timeline_for_clerk(enquiry, photos),
            "stages_of_scheme": steps_of_scheme(enquiry),
            "told": told.for_clerks(enquiry),
            "is_outside": is_outside(enquiry),
            "joined": together.joined_to(mine.filter(merged_into=enquiry), "enquiry"),
            "parts": together.parts_for_clerk(enquiry, mine),
        },
    )


def followings_of(request: Request, enquiry: Enquiry):
    """What this person follows of an enquiry."""
    return enquiry.followings.filter(person=request.user, ended_at=None)


@require_POST
@readers_side
def unfollow(request: Request, enquiry: Enquiry) -> HttpResponse:
    """Stop following; afterwards another council's enquiry is no longer hers to see."""
    workflows.stop_following(enquiry=enquiry, at=request.now, by=request.user)
    messages.success(request, f"You no longer follow {enquiry.reference}.")
    return redirect("home")


def act(request, enquiry: Enquiry, *, action: Action, form_class, verb, done: str):
    """Ask for the council's words and hand them to one verb."""
    valid = action in actions_for(request.user, enquiry, at=request.now, on=request.today)
    if request.method != "POST" and not valid:
        return redirect("enquiry", number=enquiry.number)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, verb, enquiry=enquiry, at=request.now, by=request.user, **form.words
    ):
        messages.success(request, done)
        return redirect("enquiry", number=enquiry.number)
    form.show_as(enquiry.standing)
    context = {"enquiry": enquiry, "form": form, "question": enquiry.open_question}
    return render(request, f"enquiries/clerk/{verb.__name__}.html", context)


@clerks_side
def withdraw(request: Request, enquiry: Enquiry) -> HttpResponse:
    return act(
        request, enquiry, action=WITHDRAW, form_class=WithdrawForm, verb=workflows.withdraw,
        done="Your enquiry is withdrawn.",
    )  # fmt: skip


@clerks_side
def reopen(request: Request, enquiry: Enquiry) -> HttpResponse:
    return act(
        request, enquiry, action=REOPEN, form_class=ReopenForm, verb=workflows.reopen,
        done="Your enquiry is open again. We have told the officer.",
    )  # fmt: skip
