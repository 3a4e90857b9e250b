"""The meeting report: to print, to paste, as a spreadsheet, and as dates for a calendar."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from accounts.requests import Request, at_council
from govuk.sheets import to_csv
from parishes import workflows as parish_verbs
from parishes.models import Council

from ..forms.report import ReportForm, defaults, in_the_address
from ..models import Enquiry
from ..reports import Line, Report, cells, report
from ..wording import long_date


def of_her_councils(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever acts for a council today; to anybody else the page does not exist."""

    @wraps(view)
    def shown(request: Request) -> HttpResponse:
        councils = list(Council.objects.served_by(request.user, on=request.today))
        if not councils:
            raise Http404
        return view(request, councils)

    return shown


def asked(request: Request, councils: list[Council]) -> ReportForm:
    """Return the form as it was sent.

    Opened without dates it asks for those since the last meeting, of the council she works at.
    """
    query = request.GET
    key = query.get("council", at_council(request).get("key"))
    chosen = next((council for council in councils if str(council.pk) == key), councils[0])
    sent = any(name.startswith(("since-", "until-")) for name in query)
    start = defaults(chosen, request.today)
    return ReportForm(query if sent else as_sent(start), councils=councils, today=request.today)


def as_sent(start: dict) -> dict:
    query: dict = {"council": start["council"]}
    for name in ("since", "until"):
        day = start[name]
        query |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return query


def read(request: Request, form: ReportForm) -> Report:
    mine = Enquiry.objects.visible_to(request.user, on=request.today).filter(council=form.council)
    days = {name: form.cleaned_data[name] for name in ("since", "until")}
    return report(mine, **days, now=request.now)


@require_safe
@of_her_councils
def meeting(request: Request, councils: list[Council]) -> HttpResponse:
    """Show the report, or what is wrong with the dates."""
    form = asked(request, councils)
    context: dict = {"form": form}
    if form.is_valid():
        found = read(request, form)
        context |= {
            "report": found, "council": form.council, "query": urlencode(in_the_address(form)),
            "since": long_date(found.since), "until": long_date(found.until),
            "today": long_date(request.today), "site_url": settings.SITE_URL,
            "days": [("since", found.since), ("until", found.until)],
        }  # fmt: skip
    return render(request, "enquiries/report/meeting.html", context)


def as_file(name: str, kind: str, write: Callable[..., str | bytes]):
    """Make the view of one form of the report as a file to keep."""

    @require_safe
    @of_her_councils
    def given(request: Request, councils: list[Council]) -> HttpResponse:
        form = asked(request, councils)
        if not form.is_valid():
            return render(request, "enquiries/report/meeting.html", {"form": form})
        found = read(request, form)
        response = HttpResponse(write(found, request), content_type=kind)
        file = name.format(until=found.until)
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    return given


def address(enquiry: Enquiry) -> str:
    return settings.SITE_URL + reverse("enquiry", args=[enquiry.number])


def write_sheet(found: Report, request: Request) -> str:
    return to_csv(cells(found, link=address))


def write_text(found: Report, request: Request) -> str:
    return found.minutes + "\n"


def write_dates(found: Report, request: Request) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COUNCIL_NAME}//{settings.SERVICE_NAME}//EN")
    calendar.add("version", "2.0")
    for line in found.lines:
        if line.next_on:
            calendar.add_component(date_of(line, request))
    return calendar.to_ical()


def date_of(line: Line, request: Request) -> Event:
    """A whole day, with an identity that stays, so that a later file moves it."""
    enquiry, event = line.enquiry, Event()
    event.add("uid", f"{enquiry.reference}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", request.now)
    event.add("dtstart", line.next_on)
    event.add("summary", f"{enquiry.reference}, {enquiry.road}: {line.next}")
    event.add("description", line.sentence)
    event.add("url", address(enquiry))
    return event


sheet = as_file("enquiries-until-{until}.csv", "text/csv; charset=utf-8", write_sheet)
text = as_file("enquiries-until-{until}.txt", "text/plain; charset=utf-8", write_text)
dates = as_file("enquiries-until-{until}.ics", "text/calendar; charset=utf-8", write_dates)


@require_POST
@of_her_councils
def held(request: Request, councils: list[Council]) -> HttpResponse:
    """Note that the meeting was held, so that the next report begins the day after it."""
    form = ReportForm(request.POST, councils=councils, today=request.today)
    if not form.is_valid():
        return render(request, "enquiries/report/meeting.html", {"form": form})
    day = form.cleaned_data["until"]
    parish_verbs.note_meeting(council=form.council, day=day, at=request.now, by=request.user)
    messages.success(request, f"Your next report begins after {long_date(day)}.")
    return redirect(f"{reverse('meeting_report')}?council={form.council.pk}")
