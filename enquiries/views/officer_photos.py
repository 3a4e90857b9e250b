"""An officer's own photos of a case: beside a note for officers, or an update for the clerk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request

from .. import workflows
from ..forms.officer_photos import PhotosForm
from ..models import Enquiry
from ..workflows.photos import MOST_PHOTOS
from .adding import held, judged
from .attempt import attempt
from .desk import case_url, fetch, officers_only
from .officer import form_methods
from .photos import on_draft

DONE = {
    PhotosForm.NOTE: "Your photos of {} are saved. Only officers can see them.",
    PhotosForm.UPDATE: "Your photos of {} are sent to the clerk.",
}


@officers_only
@form_methods
def add_photos(request: Request, number: int) -> HttpResponse:
    """Keep each good photo at once; they go with the words, to officers or to the clerk too."""
    enquiry = fetch(request, number)
    form = judged(request, enquiry, PhotosForm) if request.method == "POST" else PhotosForm()
    photos = held(request, enquiry)
    if form.is_valid() and form.has_photos(photos) and said(request, enquiry, form, photos):
        messages.success(request, DONE[form.cleaned_data["share"]].format(enquiry.reference))
        return redirect(case_url(enquiry))
    context = {
        "enquiry": enquiry, "form": form, "photos": on_draft(photos), "most_photos": MOST_PHOTOS,
    }  # fmt: skip
    return render(request, "enquiries/officer/add_photos.html", context)


def said(request: Request, enquiry: Enquiry, form: PhotosForm, photos: list):
    for_clerk = form.cleaned_data["share"] == PhotosForm.UPDATE
    return attempt(
        form, workflows.update if for_clerk else workflows.note, enquiry=enquiry,
        text=form.cleaned_data["text"], held=photos, at=request.now, by=request.user,
    )  # fmt: skip
