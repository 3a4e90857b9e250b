"""An officer blacks out faces and number plates: choose parts on a grid, look, save a copy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk import pictures

from .. import workflows
from ..forms.black_out import BlackOutForm, read_parts, write_parts
from ..models import Enquiry, Photo
from ..workflows.cleaning import BadPhoto
from .attempt import attempt
from .desk import case_url, fetch, officers_only
from .officer import form_methods
from .officer_actions import refuse_others
from .photos import JPEG, content, served

DONE = "The blacked-out copy is saved. Councils see only the copy from now on."


def photo_of(request: Request, number: int, token) -> tuple[Enquiry, Photo]:
    """Return a sent picture that has no copy yet; anything else is not found."""
    enquiry = fetch(request, number)
    refuse_others(request, enquiry)
    photos = enquiry.photos.shown_to(request.user).filter(blacked_out=None)
    photo = get_object_or_404(photos.filter(form=Photo.Form.PICTURE), token=token)
    photo.enquiry = enquiry
    return enquiry, photo


@officers_only
@form_methods
def black_out(request: Request, number: int, token) -> HttpResponse:
    """Show the photo with a grid; “Show” adds a part, “Save” makes the copy."""
    enquiry, photo = photo_of(request, number, token)
    showing = "show" in request.POST
    data = request.POST if request.method == "POST" else None
    form = BlackOutForm(data, is_saving=not showing)
    if form.is_valid() and showing:
        kept = {"parts": write_parts(form.chosen), "reason": form.cleaned_data["reason"]}
        form = BlackOutForm(initial=kept)
    elif form.is_valid() and save(request, photo, form):
        messages.success(request, DONE)
        return redirect(case_url(enquiry))
    return render_page(request, enquiry, photo, form)


def save(request: Request, photo: Photo, form: BlackOutForm) -> Photo | None:
    try:
        return attempt(
            form, workflows.black_out, photo=photo, parts=form.chosen,
            reason=form.cleaned_data["reason"], at=request.now, by=request.user,
        )  # fmt: skip
    except BadPhoto as full:
        form.add_error(None, str(full))
        return None


def render_page(request: Request, enquiry: Enquiry, photo: Photo, form) -> HttpResponse:
    chosen = read_parts(form["parts"].value() or "")
    picture = reverse("black_out_picture", args=[enquiry.number, photo.token])
    context = {
        "enquiry": enquiry,
        "form": form,
        "back": case_url(enquiry),
        "picture": f"{picture}?{urlencode({'parts': write_parts(chosen)})}",
        "chosen": chosen,
    }
    return render(request, "enquiries/officer/black_out.html", context)


@officers_only
@require_safe
def picture(request: Request, number: int, token) -> HttpResponse:
    """Draw the photo with its grid and the parts chosen so far."""
    _, photo = photo_of(request, number, token)
    parts = read_parts(request.GET.get("parts", ""))
    drawn = pictures.with_grid(content(photo.image), parts)
    response = served(photo.image, JPEG, 'inline; filename="grid.jpg"')
    response.content = drawn
    return response
