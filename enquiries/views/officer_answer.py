"""An officer answers: writes, sees the very letter and page, then sends it or has it approved."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request
from govuk.fields import PARTS
from govuk.forms import scrub
from govuk.numbers import whole_number
from govuk.returning import next_url

from .. import workflows
from ..blanks import pieces
from ..filters import TAGS
from ..forms.answers import MOST_WORDINGS, AnswerForm, with_wording, wordings_for
from ..models import Enquiry, Event, Outcome, StandardWording
from ..precedents import comparison
from ..states import CLOSED, Status
from ..wording import long_date
from ..workflows.answers import give
from ..workflows.move import Changed
from . import officer_case, officer_timeline
from .attempt import attempt
from .before import departure, precedents_of
from .desk import carried, case_url, fetch, list_state, officers_only, onward
from .officer import form_methods
from .officer_actions import explain, refuse_others

SENT, WAITS = "{} is answered.", "The answer to {} waits for another officer to approve it."
# Answered already, or promised: then the work is said to be done.
DONE_WITH = {status.value for status in (*CLOSED, Status.PLANNED)}
CARRIED = ("outcome", "reason", "explanation", "next_step", "planned_for", "wording")


@officers_only
@form_methods
def answer(request: Request, number: int) -> HttpResponse:
    """Write an answer; standard wording can be put in; then see it as it will be, and send it."""
    enquiry, words = fetch(request, number), request.POST
    refuse_others(request, enquiry)
    if request.method != "POST":
        initial = sent_back_words(enquiry, request) | {"version": enquiry.version}
        return show_form(request, enquiry, AnswerForm(initial=initial, kind=enquiry.kind))
    if chosen := chosen_wording(words.get("use", "")):
        words = with_wording(words, chosen, enquiry)
    if {"use", "find", "change"} & set(request.POST):
        return show_form(request, enquiry, AnswerForm(initial=typed(words), kind=enquiry.kind))
    form = AnswerForm(words, kind=enquiry.kind)
    try:
        return check_or_send(request, enquiry, form)
    except Changed as changed:
        return show_form(request, enquiry, form, explain(form, enquiry, changed))


def check_or_send(request: Request, enquiry: Enquiry, form: AnswerForm) -> HttpResponse:
    """Send what was seen; else show what would be sent, or why it cannot be."""
    if form.is_valid():
        if "seen" in request.POST and (done := send(request, enquiry, form)):
            return done
        who = {"enquiry": enquiry, "at": request.now, "by": request.user}
        if shown := attempt(form, rehearse, **who, **form.cleaned_data):
            return show_check(request, enquiry, form, shown)
    return show_form(request, enquiry, form)


def rehearse(**words) -> workflows.Rehearsed:
    return workflows.rehearse(verb=give, **words)


def do_as_seen(**words):
    return workflows.do_as_seen(verb=workflows.answer, **words)


def send(request: Request, enquiry: Enquiry, form: AnswerForm) -> HttpResponse | None:
    """Send what was seen, or let it wait for approval; None where either is refused."""
    words = {"enquiry": enquiry, "at": request.now, "by": request.user, **form.cleaned_data}
    if enquiry.kind.needs_approval:
        done, said = attempt(form, workflows.propose, **words), WAITS
    else:
        done, said = attempt(form, do_as_seen, seen=request.POST["seen"], **words), SENT
    if not done:
        return None
    messages.success(request, said.format(enquiry.reference))
    return redirect(onward(request, enquiry, back_of(request, enquiry)))


def chosen_wording(key: str) -> StandardWording | None:
    pk = whole_number(key)
    return StandardWording.objects.filter(pk=pk, is_active=True).first() if pk else None


def typed(data) -> dict:
    """Return posted words as what a form begins with, a date as its three boxes."""
    words = {name: data.get(name, "") for name in AnswerForm.base_fields}
    return words | {"planned_for": [data.get(f"planned_for-{part}", "") for part in PARTS]}


def sent_back_words(enquiry: Enquiry, request: Request) -> dict:
    """Return this officer's own answer that a colleague sent back, to go on with."""
    last = enquiry.proposals.filter(round=enquiry.round).first()
    if last is None or last.is_approved is not False or last.proposed_by_id != request.user.pk:
        return {}
    return {name: getattr(last, name) for name in CARRIED} | {"wording": last.wording_id}


def back_of(request: Request, enquiry: Enquiry) -> str:
    return next_url(request, f"{case_url(enquiry)}{carried(request)}")


def places(request: Request, enquiry: Enquiry) -> dict:
    """Return where the pages of an answer lead: back, to themselves, and on in a list."""
    back, state = back_of(request, enquiry), list_state(request)
    listed = {} if state is None else {"list": state}
    return {
        "enquiry": enquiry,
        "back": back,
        "action": f"?{urlencode({'next': back, **listed})}",
        "is_in_list": state is not None,
    }


def show_form(
    request: Request, enquiry: Enquiry, form: AnswerForm, unseen: Sequence[Event] = ()
) -> HttpResponse:
    words = form["wording"].value()
    asked = scrub(request.POST.get("words", "")).strip()[:100]
    context = places(request, enquiry) | {
        "form": form,
        "words": asked,
        "wordings": offered(request, enquiry, form, asked),
        "is_open": {"use", "find"} & set(request.POST),
        "began_with": chosen_wording(str(words or "")),
        "too_late": TAGS[enquiry.status] if enquiry.status in DONE_WITH else "",
        "last": enquiry.proposals.filter(round=enquiry.round).first(),
        "precedents": precedents_of(enquiry),
        "unseen": officer_timeline.unseen_lines(unseen),
        "openings": officer_case.openings(request, enquiry),
    }
    return render(request, "enquiries/officer/answer.html", context)


def offered(request: Request, enquiry: Enquiry, form: AnswerForm, words: str) -> list[dict]:
    """Return standard wording to choose from, in pieces, with what is to fill in marked."""
    outcome = Outcome.objects.filter(pk=key).first() if (key := outcome_key(form)) else None
    found = wordings_for(enquiry, words=words, outcome=outcome, today=request.today)
    return [{"row": row, "pieces": pieces(row.text)} for row in found[:MOST_WORDINGS]]


def outcome_key(form: AnswerForm) -> int | None:
    value = getattr(form["outcome"].value(), "pk", form["outcome"].value())
    return whole_number(str(value or ""), most_digits=9)


def show_check(request: Request, enquiry: Enquiry, form: AnswerForm, shown) -> HttpResponse:
    """Show what the clerk will see, to the letter, and what managers will ask about."""
    wording = form.cleaned_data["wording"]
    rare = departure(enquiry, form.cleaned_data["outcome"])
    context = (
        places(request, enquiry)
        | seen(shown, request)
        | {
            "form": form,
            "kept": form.kept(),
            "comparison": comparison(*rare) if rare else "",
            "wording": wording,
            "is_edited": wording and form.is_edited,
        }
    )
    return render(request, "enquiries/officer/answer_check.html", context)


def seen(shown: workflows.Rehearsed, request: Request) -> dict:
    """Return the clerk's page and letter as they would be."""
    after = shown.enquiry
    letters = [letter for letter in shown.letters if letter.kind.startswith("enquiries/")]
    return {
        "after": after,
        "sentence": after.sentence_at(request.now),
        "planned_for": after.planned_for and long_date(after.planned_for),
        "letter": letters[0] if letters else None,
        "others": letters[1:],
        "mark": shown.mark,
    }
