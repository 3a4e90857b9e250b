"""Items: gathered, written, given pictures, corrected, thrown away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from enquiries.workflows.cleaning import BadPhoto
from govuk.numbers import whole_number

from .. import findings, rendering
from ..forms.desk import CorrectionForm, ItemForm, PictureForm, item_initial
from ..models import Edition, Image, Item
from ..permissions import may_edit
from ..workflows import items as verbs
from .doors import attempt, editors_only, form_methods, gatherers_only, posted, press


@gatherers_only
@form_methods
def add(request: Request) -> HttpResponse:
    """Gather an item; from an edition's page an editor adds it there at once."""
    edition = edition_asked(request)
    form = ItemForm(posted(request), initial={"version": 0})
    form.cancel_url = back_to(edition)
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        item = attempt(
            form, verbs.add_item, edition=edition, at=request.now, by=request.user, **words
        )
        if item:
            messages.success(request, f"“{item.title}” is saved.")
            return redirect("briefing_item", item=item.pk)
    return render(request, "briefings/desk/item_new.html", {"form": form, "edition": edition})


def edition_asked(request: Request) -> Edition | None:
    number = whole_number(request.GET.get("edition", ""), most_digits=9)
    if number is None or not may_edit(request.user):
        return None
    return Edition.objects.unsent().filter(number=number).first()


def back_to(edition: Edition | None) -> str:
    return reverse("edition_desk", args=[edition.number]) if edition else reverse("briefing_desk")


@gatherers_only
@form_methods
def change(request: Request, item: int) -> HttpResponse:
    """Show an item as it will look, what to mend, and the form to change it."""
    row = get_object_or_404(Item.objects.whole(), pk=item)
    form = ItemForm(posted(request), initial=item_initial(row))
    form.cancel_url = back_to(row.edition)
    if form.is_valid() and attempt(
        form, verbs.change_item, item=row, at=request.now, by=request.user,
        saved=lambda: item_initial(Item.objects.whole().get(pk=row.pk)), **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("briefing_item", item=row.pk)
    day = row.edition.planned_on if row.edition else None
    context = {
        "form": form, "item": row, "shown": rendering.shown(row, today=request.today),
        "findings": list(findings.of_item(row, day or request.today, {})),
        "age": round(findings.age_of(row)), "back": back_to(row.edition),
        "is_sent": bool(row.edition and row.edition.is_sent), "edits": may_edit(request.user),
    }  # fmt: skip
    return render(request, "briefings/desk/item.html", context)


@editors_only
@form_methods
def correct(request: Request, item: int) -> HttpResponse:
    """Correct an item that is sent; readers see when and what."""
    row = get_object_or_404(Item.objects.published().whole(), pk=item)
    form = CorrectionForm(posted(request), initial=as_it_reads(row))
    form.cancel_url = back_to(row.edition)
    if form.is_valid() and attempt(
        form, verbs.correct_item, item=row, at=request.now, by=request.user,
        saved=lambda: as_it_reads(Item.objects.get(pk=row.pk)), **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "Corrected. The page and the feed say so.")
        return redirect(form.cancel_url)
    return render(request, "briefings/desk/correct.html", {"form": form, "item": row})


def as_it_reads(item: Item) -> dict:
    return {"title": item.title, "body": item.body, "version": item.version}


@gatherers_only
@form_methods
def picture(request: Request, item: int) -> HttpResponse:
    """Add a picture with words for who cannot see it."""
    row = get_object_or_404(Item, pk=item)
    form = PictureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.cancel_url = reverse("briefing_item", args=[row.pk])
    if form.is_valid() and add_picture(request, row, form):
        messages.success(request, "The picture is added.")
        return redirect(form.cancel_url)
    return render(request, "briefings/desk/picture.html", {"form": form, "item": row})


def add_picture(request: Request, item: Item, form: PictureForm) -> bool:
    words = {"upload": form.cleaned_data["file"], "alt": form.cleaned_data["alt"]}
    try:
        done = attempt(form, verbs.add_picture, item=item, at=request.now, by=request.user, **words)
    except BadPhoto as bad:
        form.add_error("file", str(bad))
        return False
    return bool(done)


@gatherers_only
@require_POST
def remove_picture(request: Request, item: int, figure: int) -> HttpResponse:
    row = get_object_or_404(Image.objects.select_related("item__edition"), pk=figure, item=item)
    press(request, verbs.remove_picture, done="The picture is removed.", image=row)
    return redirect("briefing_item", item=item)


@gatherers_only
@require_POST
def remove(request: Request, item: int) -> HttpResponse:
    row = get_object_or_404(Item, pk=item)
    done = f"“{row.title}” is thrown away."
    if press(request, verbs.remove_item, done=done, item=row):
        return redirect(back_to(row.edition))
    return redirect("briefing_item", item=item)
