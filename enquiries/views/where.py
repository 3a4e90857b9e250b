"""Where it is: the first page of logging an enquiry, and the way to start another at its place."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import Request, at_council
from govuk.numbers import whole_number
from parishes.models import Council

from .. import workflows
from ..forms.where import WhereForm, kept_place, key_in, places_of
from ..models import Draft, Enquiry
from ..permissions import Refused
from ..similar import known_roads
from .attempt import attempt
from .clerk import clerks_side
from .logging import from_check, posted, unsent
from .quotes import about, quoted, with_quote
from .spots import with_tiles

NO_COUNCIL = "Your sign-in does not act for a parish or town council, so it cannot send enquiries."
LOST_PIN = (
    "We could not read the spot from the map, so it is left out. "
    "You can set it again, or say in words where it is."
)


@with_tiles
def where(request: Request, token=None) -> HttpResponse:
    """Ask where it is, for a new draft or to change one."""
    return change_where(request, token) if token else new_enquiry(request)


def new_enquiry(request: Request) -> HttpResponse:
    """Start a draft. Officers log for a council that they choose first."""
    if request.user.is_officer:
        return redirect(with_quote(reverse("log_choose"), request))
    served = Council.objects.served_by(request.user, on=request.today)
    places = places_of(served.prefetch_related("parishes__district"))
    if not places:
        return render(request, "403.html", {"reason": NO_COUNCIL}, status=403)
    form = WhereForm(posted(request), initial=suggested(request, places), places=places)
    token, quotes = token_of(request), quoted(request)
    if form.is_valid():
        draft = attempt(
            form, workflows.start_draft, council=form.place.council, parish=form.place.parish,
            asked_by=request.user, token=token, at=request.now, by=request.user, **form.words,
            **quotes,
        )  # fmt: skip
        if draft:
            tell_of_lost_pin(request, form)
            return redirect("draft_what", token=draft.token)
    asked = about(quotes)
    return render_where(request, form, back=reverse("home"), token=token, asked=asked)


def token_of(request: Request) -> UUID:
    """Return the token that the page was given, so that a double click begins one draft."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


def suggested(request: Request, places) -> dict[str, str]:
    """What another page asks to fill in ("near here"), else the parish she used last."""
    asked = {name: str(text).replace("\0", "") for name, text in request.GET.items()}
    parish = whole_number(asked.get("parish", ""))
    key = last_place(request, places) if parish is None else key_in(places, parish=parish)
    words = {"road": asked.get("road", "")[:200], "spot": asked.get("spot", "")[:300]}
    pin = {name: asked.get(name, "")[:30] for name in ("latitude", "longitude")}
    return {"parish": key, **words, **pin}


def last_place(request: Request, places) -> str:
    """The parish she used last, at the council she works at."""
    chosen = at_council(request).get("key")
    hers = [place for place in places if str(place.council.pk) == chosen] or places
    if len(hers) == 1:
        return hers[0].key
    drafts = Draft.objects.filter(author=request.user, council__in={p.council for p in hers})
    latest = drafts.values_list("parish", "council").first()
    return key_in(places, parish=latest[0], council=latest[1]) if latest else ""


@unsent
def change_where(request: Request, draft: Draft) -> HttpResponse:
    places = places_of(councils_for(request, draft))
    key = key_in(places, parish=draft.parish_id, council=draft.council_id)
    form = WhereForm(posted(request), initial={"parish": key, **kept_place(draft)}, places=places)
    if places and form.is_valid():
        saved = attempt(
            form, workflows.save_draft, draft=draft, council=form.place.council,
            parish=form.place.parish, at=request.now, by=request.user, **form.words,
        )  # fmt: skip
        if saved:
            tell_of_lost_pin(request, form)
            return redirect(after_where(request), token=draft.token)
    back = reverse("draft_check", args=[draft.token]) if from_check(request) else reverse("home")
    return render_where(request, form, back=back)


def councils_for(request: Request, draft: Draft):
    """A clerk may move a draft between her councils; an officer's is for one council."""
    councils = Council.objects.prefetch_related("parishes__district")
    if request.user.is_officer:
        return councils.filter(pk=draft.council_id)
    return councils.served_by(request.user, on=request.today)


def after_where(request: Request) -> str:
    return "draft_check" if from_check(request) else "draft_what"


def tell_of_lost_pin(request: Request, form: WhereForm) -> None:
    if form.lost_its_pin:
        messages.warning(request, LOST_PIN)


def render_where(
    request: Request, form: WhereForm, *, back: str, token: UUID | None = None, asked: str = ""
) -> HttpResponse:
    places = list(form.places.values())
    councils = {place.council for place in places}
    context = {
        "form": form,
        "token": token,
        "back": back,
        "asked": asked,
        "only": places[0] if len(places) == 1 else None,
        "roads": known_roads(councils),
        "districts": sorted({place.parish.district.gss_code for place in places}),
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, "enquiries/clerk/where.html", context)


@require_POST
@clerks_side
def again(request: Request, enquiry: Enquiry) -> HttpResponse:
    """Start a draft at the place of an enquiry: same parish, road and spot, another matter."""
    spot = {name: getattr(enquiry, name) for name in ("latitude", "longitude", "spot_from")}
    try:
        draft = workflows.start_draft(
            council=enquiry.council, parish=enquiry.parish, asked_by=request.user,
            road=enquiry.road, spot=enquiry.spot, at=request.now, by=request.user, **spot,
        )  # fmt: skip
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("new_enquiry")
    return redirect("draft_what", token=draft.token)
