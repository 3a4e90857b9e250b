"""A clerk logs an enquiry: what, check and send, after where. Each page saves a draft."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request

from .. import workflows
from ..deadlines.clock import BeyondCalendar, Receipt
from ..elsewhere import who_else
from ..forms.clerk import SendForm, WhatForm, kept_words
from ..models import Draft, Enquiry, Kind
from ..permissions import Refused
from ..similar import kinds_like, similar_to
from ..wording import long_date
from ..workflows import deadlines
from ..workflows.photos import MOST_PHOTOS
from . import clerk_dates
from .adding import keep_photos
from .attempt import attempt
from .clerk import clerks_side
from .photos import on_draft
from .spots import is_outside

NO_PROMISE = (
    "We cannot work out when we would reply to this kind of enquiry, so you cannot send it yet. "
    "It is saved. Choose another kind, or telephone us."
)


def own_draft(request: Request, token) -> Draft:
    """Return a draft of this person's; anybody else's is not found."""
    drafts = Draft.objects.select_related("council", "parish__district", "kind", "enquiry")
    return get_object_or_404(drafts, author=request.user, token=token)


def unsent(view):
    """Fetch the person's own draft; one that is sent already leads to its confirmation."""

    def shown(request: Request, token) -> HttpResponse:
        draft = own_draft(request, token)
        if draft.enquiry:
            return redirect("enquiry_sent", number=draft.enquiry.number)
        return view(request, draft)

    return shown


def from_check(request: Request) -> bool:
    return request.GET.get("from") == "check"


def posted(request: Request):
    return request.POST if request.method == "POST" else None


@unsent
def what(request: Request, draft: Draft) -> HttpResponse:
    """Ask what it is about. Photos and good text are kept before anything is refused."""
    if request.method != "POST":
        return render_what(request, draft, WhatForm(initial=kept_words(draft)))
    if looks_for_kind(request):
        return find_kind(request, draft)
    removing = request.POST.get("remove")
    if removing:
        workflows.remove_photo(draft=draft, token=removing, by=request.user)
    refused = keep_photos(request, workflows.add_photo, draft=draft)
    form = WhatForm(request.POST, request.FILES)
    complete = form.is_valid() and not removing
    if removing:
        form.errors.clear()
    for sentence in refused:
        form.add_error("photos", sentence)
    saved = attempt(
        form, workflows.save_draft, draft=draft, at=request.now, by=request.user, **form.words
    )
    if complete and saved and not refused:
        return redirect(after_what(request, saved), token=draft.token)
    return render_what(request, draft, form)


def looks_for_kind(request: Request) -> bool:
    """Whether she asks for the kind: by a button, or by Enter in the box while none is chosen."""
    posted = request.POST
    by_enter = bool(posted.get("looking_for", "").strip()) and not posted.get("kind")
    return "find" in posted or "choose" in posted or (by_enter and "remove" not in posted)


def find_kind(request: Request, draft: Draft) -> HttpResponse:
    """List the kinds that a clerk's own words may mean; nothing she typed is lost or judged."""
    words = words_looked_for(request)
    answers = request.POST.copy()
    answers["kind"] = answers.get("choose") or answers.get("kind", "")
    refused = keep_photos(request, workflows.add_photo, draft=draft)
    form = WhatForm(answers, request.FILES)
    form.is_valid()
    attempt(form, workflows.save_draft, draft=draft, at=request.now, by=request.user, **form.words)
    form.errors.clear()
    for sentence in refused:
        form.add_error("photos", sentence)
    if "choose" in answers:
        return render_what(request, draft, form)
    likely = kinds_like(Kind.objects.filter(is_active=True).select_related("group"), words)
    return render_what(request, draft, form, likely=likely)


def after_what(request: Request, draft: Draft) -> str:
    """Say first if somebody else looks after it, and keep that it was said."""
    elsewhere = who_else(draft)
    if elsewhere is None:
        return next_step(request, draft)
    try:
        workflows.show_signpost(draft=draft, elsewhere=elsewhere, at=request.now, by=request.user)
    except Refused:
        return "draft_check"
    return "draft_signpost"


def next_step(request: Request, draft: Draft) -> str:
    """Ask whether it was reported already, once, and only if something is alike."""
    is_new = not from_check(request) and similar_to(draft, now=request.now)
    return "draft_similar" if is_new else "draft_check"


def helps_for(form: WhatForm, draft: Draft) -> Kind | None:
    """Return the chosen kind, if there is something that it helps to know."""
    cleaned = getattr(form, "cleaned_data", None)
    kind = cleaned.get("kind") if cleaned is not None else draft.kind
    return kind if kind and kind.ask_for and not kind.ask_for.startswith("none") else None


def words_looked_for(request: Request) -> str:
    return request.POST.get("looking_for", "")[:200].replace("\0", "")


def render_what(
    request: Request, draft: Draft, form: WhatForm, likely: list[Kind] | None = None
) -> HttpResponse:
    step_back = "draft_check" if from_check(request) else "draft_where"
    context = {
        "draft": draft,
        "form": form,
        "back": reverse(step_back, args=[draft.token]),
        "photos": on_draft(draft.photos.all()),
        "most_photos": MOST_PHOTOS,
        "helps": helps_for(form, draft),
        "looking_for": words_looked_for(request),
        "likely": likely,
    }
    return render(request, "enquiries/clerk/what.html", context)


@unsent
def check(request: Request, draft: Draft) -> HttpResponse:
    """Show everything with the day we will reply by, and send it once."""
    if draft.kind is None or not draft.is_complete:
        return redirect("draft_what", token=draft.token)
    form = SendForm(posted(request))
    if form.is_valid() and (enquiry := send(request, draft, form)):
        return redirect("enquiry_sent", number=enquiry.number)
    return render_check(request, draft, form, promise(request, draft.kind))


def promise(request: Request, kind: Kind) -> Receipt | None:
    """Return the count to the day we will reply by, or None where there is none."""
    try:
        return deadlines.promise(kind=kind, at=request.now)
    except (deadlines.NoStandard, BeyondCalendar):
        return None


def send(request: Request, draft: Draft, form: SendForm) -> Enquiry | None:
    """Send if the page showed the day that holds now; else say on the form what is wrong."""
    shown = form.cleaned_data["shown"]
    return attempt(
        form, workflows.send_draft, draft=draft, shown=shown, at=request.now, by=request.user
    )


def render_check(request, draft: Draft, form: SendForm, receipt: Receipt | None) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "promised": long_date(receipt.due_on) if receipt else "",
        "shown": receipt.due_on.isoformat() if receipt else "",
        "no_promise": NO_PROMISE,
        "photos": on_draft(draft.photos.all()),
        "is_outside": is_outside(draft),
    }
    return render(request, "enquiries/clerk/check.html", context)


@require_safe
@clerks_side
def sent(request: Request, enquiry) -> HttpResponse:
    """Confirm, with the same day as before. It can be opened again at any time."""
    ways = clerk_dates.ways(enquiry, clerk_dates.of_round(enquiry))
    context = {"enquiry": enquiry, "promised": long_date(enquiry.promised_on), "ways": ways}
    return render(request, "enquiries/clerk/sent.html", context)


@unsent
def discard(request: Request, draft: Draft) -> HttpResponse:
    """Throw a draft away, after asking; sent meanwhile in another tab, it says so."""
    if request.method == "POST":
        try:
            workflows.discard_draft(draft=draft, by=request.user)
        except Refused:
            return redirect("draft_check", token=draft.token)
        return redirect("home")
    return render(request, "enquiries/clerk/discard.html", {"draft": draft})
