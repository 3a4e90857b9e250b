"""Prices of many schemes at once: a file is checked, shown, and only then applied."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.sheets import BOM

from ... import workflows
from ...forms import ConfirmForm, PricesForm
from ...models import Scheme
from ...permissions import Stale
from ...price_file import MOST_BYTES, BadFile, read
from ...sheets import to_csv
from ...workflows.price_file import changes_in
from .guard import for_editors, form_methods

SALT = "schemes.prices"
KEPT_SECONDS = 24 * 60 * 60


@form_methods
@for_editors
def prices(request: Request) -> HttpResponse:
    """Take the file and show what it would change; apply it when that has been seen."""
    if "kept" in request.POST:
        return confirm(request)
    form = PricesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.cancel_url = reverse("scheme_desk")
    if form.is_valid():
        content = form.cleaned_data["upload"].read(MOST_BYTES + 1)
        return report(request, content, form)
    return render(request, "schemes/editor/prices.html", {"form": form, "upload": form})


def report(request: Request, content: bytes, form) -> HttpResponse:
    """Say what the file would change, or everything that is wrong with it."""
    try:
        priced = read(content)
    except BadFile as bad:
        if "upload" in form.fields:
            form.add_error("upload", bad.faults[0])
        context = {"form": form, "upload": upload_form(), "faults": bad.faults}
        return render(request, "schemes/editor/prices.html", context)
    seen = changes_in(priced)
    changes = [change for line in priced for change in line.changes]
    context = {
        "form": form, "changes": changes, "lines": len(priced),
        "schemes": len({change.ref for change in changes}),
        "kept": keep(content, seen, by=request.user),
    }  # fmt: skip
    return render(request, "schemes/editor/confirm_prices.html", context)


def upload_form() -> PricesForm:
    form = PricesForm()
    form.cancel_url = reverse("scheme_desk")
    return form


def keep(content: bytes, seen: list[str], *, by) -> str:
    """Sign a file that was read without a fault, and what it was said to change, for one person."""
    words = {"by": by.pk, "text": content.decode("utf-8"), "seen": seen}
    return signing.dumps(words, salt=SALT, compress=True)


def confirm(request: Request) -> HttpResponse:
    form = ConfirmForm(request.POST)
    kept = kept_in(form, by=request.user)
    if kept is None:
        form.add_error(None, "The file is kept for a day only. Choose it again.")
        return render(
            request, "schemes/editor/prices.html", {"form": form, "upload": upload_form()}
        )
    content = kept["text"].encode()
    try:
        done = workflows.apply_prices(
            content=content, seen=kept["seen"], at=request.now, by=request.user
        )
    except (Stale, BadFile) as refused:
        form.add_error(None, str(refused))
        return report(request, content, form)
    messages.success(request, f"Schemes with changed prices: {done}. They are drafts now.")
    return redirect("scheme_desk")


def kept_in(form: ConfirmForm, *, by) -> dict | None:
    """Return what `keep` kept; None if it is not ours, another's, or too old."""
    if not form.is_valid():
        return None
    try:
        found = signing.loads(form.cleaned_data["kept"], salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return found if found["by"] == by.pk else None


@require_safe
@for_editors
def prices_csv(request: Request) -> HttpResponse:
    """Give out the working copies as a file that can be changed and brought back."""
    text = to_csv(Scheme.objects.whole().order_by("order"), for_spreadsheets=True)
    response = HttpResponse(BOM + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="scheme-prices.csv"'
    return response
