"""Pictures of a scheme."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.requests import Request

from ... import forms, workflows
from ...models import Picture, Scheme
from ...permissions import Refused
from .guard import for_editors, form_methods
from .part import Part, edit, saved


@form_methods
@for_editors
def add_picture(request: Request, scheme: Scheme) -> HttpResponse:
    form = forms.PictureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            workflows.add_picture(
                scheme=scheme, at=request.now, by=request.user, **form.cleaned_data
            )
            return saved(request, scheme, "Picture added.")
        except Refused as refused:
            form.add_error("upload", str(refused))
    form.cancel_url = reverse("scheme_edit", args=[scheme.ref])
    context = {"scheme": scheme, "form": form, "title": "Add a picture", "theirs": []}
    return render(request, "schemes/editor/part.html", context)


@form_methods
@for_editors
def picture(request: Request, scheme: Scheme, picture: int) -> HttpResponse:
    row = get_object_or_404(scheme.pictures, pk=picture, is_removed=False)

    def load() -> Part:
        now = Picture.objects.get(pk=row.pk)
        save = partial(workflows.describe_picture, picture=row)
        remove = partial(workflows.remove_picture, picture=row)
        words = {"alt": now.alt, "credit": now.credit}
        return Part(forms.PictureWordsForm, words, [*words.values()], save, remove=remove)

    return edit(request, scheme, load, title="Picture")
