"""Several enquiries at once: ticked in the list, shown again to be sure, done, and told of each."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request

from .. import references, workflows
from ..forms.batches import FORMS, Several
from ..models import Batch, Enquiry
from ..permissions import Refused
from .attempt import attempt
from .desk import back_to_list, carried, officers_only
from .officer import form_methods
from .officer_rows import RowWriter

MOST = 100
TITLES = {
    "assign": "Assign",
    "kind": "Change the kind of",
    "ask": "Ask for more information about",
    "close": "Answer and close",
}
DONE = {
    "assign": "{} assigned to {}.",
    "kind": "{} changed to “{}”.",
    "ask": "{} asked about. Their reply dates are paused.",
    "close": "{} closed with “{}”.",
}


@officers_only
@form_methods
def several(request: Request) -> HttpResponse:
    """Show the ticked enquiries and what to say of them; on POST do it to each."""
    what = request.GET.get("do", "")
    if what not in FORMS:
        raise Http404
    enquiries = picked(request)
    if not enquiries:
        return redirect(with_word(back_to_list(request), none=what))
    form = form_for(request, what, enquiries)
    who = {"at": request.now, "by": request.user}
    if form.is_valid():
        words = {"words": form.words(), "to": form.to(), "token": form.cleaned_data["token"]}
        batch = attempt(form, workflows.run_batch, what=what, enquiries=enquiries, **words, **who)
        if batch:
            return redirect(f"{reverse('batch', args=[batch.token])}{carried(request)}")
    writer = RowWriter(request.now, request.today, may_claim=False)
    context = {
        "form": form,
        "title": f"{TITLES[what]} {number_of(len(enquiries))}",
        "rows": [writer.of(each) for each in enquiries],
        "back": back_to_list(request),
    }
    return render(request, "enquiries/officer/several.html", context)


def picked(request: Request) -> list[Enquiry]:
    """Return the ticked enquiries in the person's scope, in the order of the list."""
    numbers = [references.parse(text) for text in request.GET.getlist("pick")[:MOST]]
    known = {number for number in numbers if number and number < 2**62}
    scope = Enquiry.objects.visible_to(request.user, on=request.today)
    return list(scope.filter(number__in=known).with_names().by_due())


def form_for(request: Request, what: str, enquiries: list[Enquiry]) -> Several:
    form = FORMS[what](request.POST if request.method == "POST" else None, enquiries=enquiries)
    form.cancel_url = back_to_list(request)
    form.submit_text = f"{form.submit_word} {number_of(len(enquiries))}"
    form.helper.form_action = f"?{request.GET.urlencode()}"
    return form


def number_of(count: int) -> str:
    return "1 enquiry" if count == 1 else f"{count} enquiries"


def with_word(url: str, **words: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(words)}"


@officers_only
@require_safe
def batch(request: Request, token) -> HttpResponse:
    """Say what became of each, and offer to undo an assignment."""
    row = fetch(request, token)
    words = about(row)
    lines = [line(result, words) for result in row.results]
    context = {
        "batch": row,
        "headline": headline(row),
        "lines": lines,
        "says_why": any(each["why"] for each in lines),
        "may_undo": row.what == Batch.What.ASSIGN and row.done and not row.undone_at,
        "undo_url": f"{reverse('batch_undo', args=[row.token])}{carried(request)}",
        "back": back_to_list(request),
    }
    return render(request, "enquiries/officer/batch.html", context)


def fetch(request: Request, token) -> Batch:
    return get_object_or_404(Batch, token=token, done_by=request.user)


def headline(batch: Batch) -> str:
    """Say how many were done, and how many not."""
    done, left = len(batch.done), len(batch.results) - len(batch.done)
    if not done:
        return f"Nothing is done: {number_of(left)} left as before."
    said = DONE[batch.what].format(number_of(done), batch.to)
    return f"{said} {number_of(left)} left as before." if left else said


def about(batch: Batch) -> dict[int, str]:
    """Say of each enquiry what and where it is, by its number. One query."""
    numbers = [result["number"] for result in batch.results]
    rows = Enquiry.objects.filter(number__in=numbers)
    found = rows.values_list("number", "kind__name", "road", "parish__name")
    return {number: f"{kind}: {road}, {parish}" for number, kind, road, parish in found}


def line(result: Mapping, about: Mapping[int, str]) -> dict[str, str]:
    """One enquiry in words."""
    number, undone = result["number"], result.get("undone")
    said = "Done" if result["done"] else "Not done"
    if undone is not None:
        said = "Undone" if undone else "Not undone"
    return {
        "reference": references.to_text(number),
        "about": about.get(number, ""),
        "url": reverse("case", args=[number]),
        "said": said,
        "why": result["why"],
    }


@officers_only
@require_POST
def undo(request: Request, token) -> HttpResponse:
    """Give the enquiries of an assignment back to whoever had them."""
    row = fetch(request, token)
    try:
        row = workflows.undo_batch(batch=row, at=request.now, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        back = sum(1 for each in row.results if each.get("undone"))
        messages.success(request, f"Undone: {number_of(back)} back where it was before.")
    return redirect(f"{reverse('batch', args=[row.token])}{carried(request)}")
