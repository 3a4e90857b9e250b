"""The one door for letters: they are written in the transaction of what they tell of."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template

from .models import Letter
from .nudge import nudge_on_commit

SUBJECT_LIMIT = 200
# Characters that turn the reading direction could make a subject show other than it is.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class OutsideTransaction(Exception):
    """A letter must commit or vanish together with what it tells of."""


def put(
    *,
    letter: str,
    to: str,
    key: str,
    context: dict,
    at: datetime,
    about: str = "",
    person=None,
    policy: str = Letter.Policy.REQUEUE,
    not_before: datetime | None = None,
) -> Letter | None:
    """Write one letter, rendered from templates/emails/<letter>.{subject.txt,txt,html}.

    `at` is an aware UTC instant. A second letter with the same key is not written: the first is
    returned unchanged. A blank address returns None. Raises OutsideTransaction where there is no
    transaction to belong to.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"The letter {letter} was put outside a transaction")
    if not to:
        return None
    row = Letter(
        kind=letter,
        key=key,
        message_id=f"<{uuid4().hex}@{settings.MESSAGE_ID_DOMAIN}>",
        about=about,
        person=person,
        to=to,
        policy=policy,
        created_at=at,
        not_before=not_before or at,
        **parts(letter, context),
    )
    Letter.objects.bulk_create([row], ignore_conflicts=True)
    nudge_on_commit()
    return Letter.objects.get(key=key)


def parts(letter: str, context: dict) -> dict[str, str]:
    """Render the subject, the text and the HTML of a letter."""
    shown = {
        "council_name": settings.COUNCIL_NAME,
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL,
        "contact_phone": settings.CONTACT_PHONE,
    } | context
    subject = one_line(render(f"{letter}.subject.txt", shown, autoescape=False))
    shown["subject"] = subject
    text = render(f"{letter}.txt", shown, autoescape=False)
    html = render(f"{letter}.html", shown, autoescape=True)
    return {"subject": subject, "text": tidy(text), "html": html.strip() + "\n"}


def render(name: str, shown: dict, *, autoescape: bool) -> str:
    """Plain text is not HTML: there an ampersand stays an ampersand."""
    template: Any = get_template(f"emails/{name}")
    return template.template.render(Context(shown, autoescape=autoescape))


def one_line(subject: str) -> str:
    """Flatten what could break a header or mislead a reader, and cut at the limit."""
    flat = "".join(" " if is_unfit(char) else char for char in subject)
    line = " ".join(flat.split())
    return line if len(line) <= SUBJECT_LIMIT else line[: SUBJECT_LIMIT - 1].rstrip() + "…"


def is_unfit(char: str) -> bool:
    return char in BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def tidy(text: str) -> str:
    """Close the gaps that template tags leave behind."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
