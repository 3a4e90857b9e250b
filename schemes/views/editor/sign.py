"""Engineers read and sign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request

from ... import workflows
from ...forms import SignForm, TakeBackForm
from ...models import CostLine, Fact, Scheme, Signed
from ...permissions import Refused, check_may_sign_off, may_sign_off
from ...prices import plain
from ...workflows.sign import facts_of, mark_of
from .guard import for_editors_and_engineers, form_methods, posted


@form_methods
@for_editors_and_engineers
def sign_off(request: Request, scheme: Scheme) -> HttpResponse:
    """List what is signed and by whom; an engineer ticks what she has read."""
    if request.method == "POST":
        check_may_sign_off(request.user)
    rows = [(row, mark_of(row), describe(row)) for row in facts_of(scheme)]
    unsigned = [(mark, words) for row, mark, words in rows if not row.is_signed]
    signed = [(mark, words) for row, mark, words in rows if row.is_signed]
    form = SignForm(posted(request), choices=unsigned)
    back_form = TakeBackForm(posted(request), choices=signed)
    for each, verb, words in (
        (form, workflows.sign_off, "Signed off"),
        (back_form, workflows.take_back, "Signatures taken back"),
    ):
        if each.is_valid() and (count := attempt(request, scheme, each, verb)):
            messages.success(request, f"{words}: {count}.")
            return redirect("scheme_sign_off", scheme=scheme.ref)
    context = {
        "scheme": scheme, "form": form, "back_form": back_form, "unsigned": unsigned,
        "forms": [form, back_form], "may_sign": may_sign_off(request.user),
        "signed": [(row, words) for row, _, words in rows if row.is_signed],
    }  # fmt: skip
    return render(request, "schemes/editor/sign_off.html", context)


def attempt(request: Request, scheme: Scheme, form, verb) -> int:
    try:
        return verb(
            scheme=scheme, marks=form.cleaned_data["marks"], at=request.now, by=request.user
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return 0


def describe(row: Signed) -> str:
    """Return all that an engineer signs with a fact: what it says and where it comes from."""
    said = of_price(row) if isinstance(row, CostLine) else said_of(row)
    origin = row.source or row.get_basis_display()  # type: ignore[attr-defined]
    return f"{said} [{origin}]"


def said_of(row: Signed) -> str:
    words = [str(getattr(row, name, "") or "") for name in ("text", "why", "what")]
    label = row.get_topic_display() if isinstance(row, Fact) else str(row)
    return ": ".join([label, *filter(None, words)])


def of_price(line: CostLine) -> str:
    low, high = plain(line.low) or "no figure", plain(line.high) or "and more"
    parts = [line.unit, line.qualifier, line.price_date, line.get_vat_display()]
    inside = f"in: {line.includes}" if line.includes else ""
    out = f"out: {line.excludes}" if line.excludes else ""
    rest = ", ".join(filter(None, [*parts, inside, out]))
    return f"{line.option}, {line.authority}: £{low} to {high}, {rest}"
