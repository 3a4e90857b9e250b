"""What a person had typed when her session ended, carried through the sign-in page.

It travels in one hidden field of the sign-in form: nothing is stored, and nothing needs a script.
Files cannot travel so, and passwords never do.
"""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_URL = 2000


@dataclass(frozen=True)
class Carried:
    """Where the form was going, its text fields in order, and the names of files left behind."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    def __str__(self) -> str:
        return json.dumps([self.path, self.fields, self.files], ensure_ascii=False)


def from_interrupted(request: HttpRequest) -> Carried:
    """Take what a stranger posted to a page that asks who she is."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if may_travel(name)
    ]
    files = [file.name or "a file" for _, several in request.FILES.lists() for file in several]
    return Carried(request.get_full_path(), tuple(fields), tuple(files))


def from_sign_in(request: HttpRequest) -> Carried | None:
    """Read it back from the sign-in form; None where there is nothing, or nothing of ours."""
    try:
        path, fields, files = json.loads(request.POST.get("carried", ""))
        carried = Carried(
            whole(path),
            tuple((whole(name), whole(value)) for name, value in fields if may_travel(str(name))),
            tuple(whole(name) for name in files),
        )
    except (TypeError, ValueError, RecursionError):
        return None
    return carried if carried.path.startswith("/") and is_ours(carried.path, request) else None


def whole(text: object) -> str:
    """Return text that a page can hold: JSON may spell half a character, UTF-8 may not."""
    return str(text).encode(errors="replace").decode()


def may_travel(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and "password" not in name.lower()


def is_ours(url: str, request: HttpRequest) -> bool:
    """Say whether an address leads back into this site, and is short enough to redirect to.

    One without a slash could be the name of a view, or of none.
    """
    return (
        len(url) <= LONGEST_URL
        and "/" in url
        and url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )
