"""A scheme's own pages: what is known of it, on a sheet of paper, and how to ask for one."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.files import HEADERS, JPEG, content
from parishes.permissions import councils_of

from ...catalogue import Entry
from ...models import Picture, Scheme, Stage, Version
from .shared import entries_of, nearly_free

FOR_GOOD = {"Cache-Control": f"public, max-age={365 * 24 * 3600}, immutable"}


@nearly_free
def scheme(request: Request, slug: str) -> HttpResponse:
    return show(request, fetch(slug), "schemes/public/scheme.html")


@nearly_free
def sheet(request: Request, slug: str) -> HttpResponse:
    """One side of paper for a meeting."""
    return show(request, fetch(slug), "schemes/public/sheet.html")


def fetch(slug: str) -> Scheme:
    return get_object_or_404(Scheme.objects.live(), slug=slug)


def show(request: Request, row: Scheme, template: str) -> HttpResponse:
    context = {
        "scheme": row,
        "entry": entry_of(request, row.current),
        "site_url": settings.SITE_URL,
        "review_overdue": row.is_review_overdue(request.today),
        "stages": Stage.objects.filter(is_active=True),
    }
    return render(request, template, context)


def entry_of(request: Request, version: Version | None) -> Entry:
    [entry] = entries_of(request, [version])
    return entry


@nearly_free
def version(request: Request, slug: str, version: int) -> HttpResponse:
    """Show a scheme as it was published, also after it changed or was withdrawn."""
    rows = Version.objects.select_related("scheme__current")
    found = get_object_or_404(rows, scheme__slug=slug, number=version)
    context = {
        "scheme": found.scheme,
        "entry": entry_of(request, found),
        "is_current": found.pk == found.scheme.current_id,
        "stages": Stage.objects.filter(is_active=True),
    }
    return render(request, "schemes/public/version.html", context)


@require_safe
def ask(request: Request, slug: str) -> HttpResponse:
    """Tell a stranger who can ask; take a clerk to her form, which names the scheme."""
    row = fetch(slug)
    option = chosen_option(request, row)
    quoted = {"scheme": row.slug, "option": option["id"] if option else ""}
    start = f"{reverse('new_enquiry')}?{urlencode(quoted)}"
    if may_begin(request):
        return redirect(start)
    context = {"scheme": row, "option": option, "start": start}
    return render(request, "schemes/public/ask.html", context)


def may_begin(request: Request) -> bool:
    """Say whether the form is for this person: a clerk's own, or the officer's on behalf of one."""
    user = request.user
    return user.is_authenticated and (user.is_officer or councils_of(user, request.today).exists())


def chosen_option(request: Request, row: Scheme) -> dict | None:
    asked, version = request.GET.get("option", ""), row.current
    options = version.snapshot["options"] if version else []
    return next((one for one in options if str(one["id"]) == asked), None)


@require_safe
def picture(request: Request, image) -> HttpResponse:
    """Hand out a picture that some version shows. It never changes under its address."""
    row = get_object_or_404(Picture, token=image)
    shown = Version.objects.filter(
        scheme=row.scheme_id, snapshot__pictures__contains=[{"token": str(row.token)}]
    )
    if not shown.exists():
        raise Http404
    return HttpResponse(content(row.image), content_type=JPEG, headers=HEADERS | FOR_GOOD)
