"""What another page asks about: a scheme, perhaps one of its options, as published now."""

from typing import Any
from urllib.parse import urlencode

from accounts.requests import Request
from govuk.numbers import whole_number
from schemes.models import Scheme

from ..models import Draft, Kind


def quoted(request: Request) -> dict[str, Any]:
    """Return what a draft keeps of `?scheme=` and `?option=`; nothing for what is not published."""
    slug = request.GET.get("scheme", "").replace("\0", "")[:80]
    scheme = Scheme.objects.live().filter(slug=slug).first() if slug else None
    if scheme is None:
        return {}
    option = whole_number(request.GET.get("option", ""))
    row = scheme.options.filter(pk=option, is_dropped=False).first() if option else None
    named = {"scheme_version": scheme.current, "scheme_option": row}
    kind = kind_about(scheme)
    return named | ({"kind": kind} if kind else {})


def passed_along(request: Request) -> dict[str, str]:
    """Return `?scheme=` and `?option=` as they came, for the next page on the way to the form."""
    return {name: request.GET[name] for name in ("scheme", "option") if request.GET.get(name)}


def with_quote(url: str, request: Request) -> str:
    asked = passed_along(request)
    return f"{url}?{urlencode(asked)}" if asked else url


def kind_about(scheme: Scheme) -> Kind | None:
    """Return the first kind of enquiry that names a scheme among those it is about."""
    rows = Kind.objects.filter(is_active=True, scheme_refs__contains=scheme.ref)
    return next((row for row in rows if scheme.ref in row.scheme_refs.split("|")), None)


def about(quotes: dict[str, Any]) -> str:
    """Return the words for what is asked about; blank if it is nothing."""
    return Draft(**quotes).quoted
