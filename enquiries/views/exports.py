"""The current list as a spreadsheet: a short one at once, a long one made by a worker."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.forms import Form

from .. import exports, workflows
from ..lists import EnquiryList, from_state
from ..models import Export
from ..querysets import MOST_COUNTED
from ..wording import moment
from .attempt import attempt
from .desk import back_to_list, carried, county_only, list_state
from .officer import form_methods


class ExportForm(Form):
    """Nothing to fill in: the button asks, and what is refused is said above it."""

    submit_text = "Make the file"


def listed(request: Request) -> EnquiryList:
    asked = from_state(list_state(request) or "")
    return EnquiryList.asked(asked, request.user, now=request.now, today=request.today)


@county_only
@form_methods
def export(request: Request) -> Any:
    """Send a short list at once; of a long one, offer to make a file and say when it is there."""
    form = request.GET.get("form", "")
    if form not in Export.Form.values:
        raise Http404
    shown = listed(request)
    if shown.rows.count_up_to() <= MOST_COUNTED:
        return download(exports.parts(exports.rows_of(shown), form), form, request.now)
    asking = ExportForm(request.POST if request.method == "POST" else None)
    asking.helper.form_action = f"?{urlencode({'form': form, 'list': list_state(request) or ''})}"
    if asking.is_valid():
        ask = partial(workflows.ask_export, query=shown.filters.query, form=form)
        row = attempt(asking, ask, at=request.now, by=request.user)
        if row:
            return redirect(f"{reverse('export_progress', args=[row.token])}{carried(request)}")
    context = {
        "form": asking,
        "most": f"{MOST_COUNTED:,}",
        "back": back_to_list(request),
        "files": Export.objects.filter(person=request.user, expires_at__gt=request.now).order_by(
            "-pk"
        ),
    }
    return render(request, "enquiries/officer/export.html", context)


def download(parts: Iterator[bytes], form: str, at: datetime) -> StreamingHttpResponse:
    """Send a file in parts, as they come."""
    return StreamingHttpResponse(
        parts,
        content_type=exports.TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{exports.file_name(form, at)}"'},
    )


@county_only
@require_safe
def progress(request: Request, token) -> HttpResponse:
    """Say how far a file is, and link to it once it is there."""
    row = fetch(request, token)
    context = {
        "export": row,
        "rows": f"{row.rows:,}",
        "until": moment(row.expires_at),
        "has_expired": request.now >= row.expires_at,
        "file_url": reverse("export_file", args=[row.token]),
        "here": request.get_full_path(),
        "back": back_to_list(request),
    }
    return render(request, "enquiries/officer/export_progress.html", context)


def fetch(request: Request, token) -> Export:
    return get_object_or_404(Export, token=token, person=request.user)


@county_only
@require_safe
def file(request: Request, token) -> StreamingHttpResponse:
    """Hand out the file to whoever asked for it, until it expires."""
    row = fetch(request, token)
    if row.written_at is None or request.now >= row.expires_at:
        raise Http404
    if not row.file.storage.exists(str(row.file.name)):
        raise Http404
    return download(stored(row), row.form, row.asked_at)


def stored(row: Export) -> Iterator[bytes]:
    with row.file.open("rb") as opened:
        yield from opened.chunks()
