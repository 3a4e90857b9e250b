"""What a council says on an enquiry it has sent, with photos: a reply, or more information."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request

from .. import workflows
from ..forms.clerk import AddForm, ReplyForm, SaidForm
from ..models import Enquiry, Photo
from ..permissions import Refused
from ..workflows.cleaning import BadPhoto
from ..workflows.photos import MOST_PHOTOS
from .attempt import attempt
from .clerk import clerks_side
from .photos import on_draft
from .sightings import ADD, REPLY, Action, actions_for

Said = TypeVar("Said", bound=SaidForm)


def say(
    request: Request,
    enquiry: Enquiry,
    *,
    action: Action,
    form_class: type[SaidForm],
    verb: Callable,
    done: str,
) -> HttpResponse:
    """Ask for words and photos, and hand them to one verb; what is good is kept until it is."""
    valid = action in actions_for(request.user, enquiry, at=request.now, on=request.today)
    if request.method != "POST" and not valid:
        return redirect("enquiry", number=enquiry.number)
    form = form_class() if request.method != "POST" else judged(request, enquiry, form_class)
    if form.is_valid() and attempt(
        form, verb, enquiry=enquiry, at=request.now, by=request.user, held=held(request, enquiry),
        **form.words,
    ):  # fmt: skip
        messages.success(request, done)
        return redirect("enquiry", number=enquiry.number)
    form.show_as(enquiry.standing)
    context = {
        "enquiry": enquiry,
        "form": form,
        "question": enquiry.open_question,
        "photos": on_draft(held(request, enquiry)),
        "most_photos": MOST_PHOTOS,
    }
    return render(request, f"enquiries/clerk/{verb.__name__}.html", context)


def judged(request: Request, enquiry: Enquiry, form_class: type[Said]) -> Said:
    """Keep each good photo, then judge the words; a removed photo shows the words again."""
    removing = request.POST.get("remove")
    if removing:
        workflows.remove_held_photo(enquiry=enquiry, token=removing, by=request.user)
    refused = keep_photos(request, workflows.hold_photo, enquiry=enquiry)
    form = form_class(request.POST, request.FILES)
    form.is_valid()
    if removing:
        return form_class(initial={n: form[n].value() for n in form.fields if n != "photos"})
    for sentence in refused:
        form.add_error("photos", sentence)
    return form


def held(request: Request, enquiry: Enquiry) -> list[Photo]:
    return list(Photo.objects.held_for(enquiry, by=request.user))


def keep_photos(request: Request, verb: Callable, **whose) -> list[str]:
    """Store each good photo and return a sentence on each that is not."""
    refused = []
    for upload in request.FILES.getlist("photos"):
        try:
            verb(upload=upload, at=request.now, by=request.user, **whose)
        except (BadPhoto, Refused) as bad:
            refused.append(str(bad))
    return refused


@clerks_side
def reply(request: Request, enquiry: Enquiry) -> HttpResponse:
    return say(
        request, enquiry, action=REPLY, form_class=ReplyForm, verb=workflows.reply,
        done="We have your reply.",
    )  # fmt: skip


@clerks_side
def add(request: Request, enquiry: Enquiry) -> HttpResponse:
    return say(
        request, enquiry, action=ADD, form_class=AddForm, verb=workflows.add_information,
        done="We have added this to your enquiry.",
    )  # fmt: skip
