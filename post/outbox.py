"""The one door for letters: they are written in the transaction of what they tell of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypedDict, Unpack
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template

from . import plain
from .models import Address, Letter, Mailing, Preference
from .moulds import Mould, Rendered
from .nudge import nudge_on_commit
from .plain import SUBJECT_LIMIT, one_line
from .wordings import own_words

__all__ = ["SUBJECT_LIMIT", "OutsideTransaction", "compose", "one_line", "put", "put_all", "write"]

Status, Priority = Letter.Status, Letter.Priority
NO_ADDRESS = "There is no address."
BAD_ADDRESS = "This is not an address."
RESTS = "Letters to this address came back, so it rests."


class OutsideTransaction(Exception):
    """A letter must commit or vanish together with what it tells of."""


class More(TypedDict, total=False):
    """What may be said of a letter beside its words. Instants are aware UTC.

    `only_if` names a check (`post.hooks`) and `expires_at` an instant; both are asked just before
    it leaves. `at_once` lets it out although its reader wants one letter a day.
    """

    about: str
    person: Any
    policy: str
    priority: int
    not_before: datetime | None
    expires_at: datetime | None
    only_if: str
    reply_to: str
    mailing: Mailing | None
    unsubscribe_url: str
    at_once: bool


def put(
    *, letter: str, to: str, key: str, context: dict, at: datetime, **more: Unpack[More]
) -> Letter:
    """Write one letter, rendered from templates/emails/<letter>.{subject.txt,txt,html}.

    `at` is an aware UTC instant. A second letter with the same key, or to the same address in a
    mailing, is not written: the first is returned unchanged. A letter that cannot leave is written
    as not sent, and says why. Raises OutsideTransaction where there is no transaction to belong to.
    """
    check_transaction(letter)
    return put_all([compose(letter=letter, to=to, key=key, context=context, at=at, **more)])[0]


def put_all(rows: Sequence[Letter]) -> list[Letter]:
    """Write letters that `compose` made and return them as they stand; see `put`."""
    write(rows)
    found = Letter.objects.in_bulk([row.key for row in rows], field_name="key")
    return [found.get(row.key) or first_to(row) for row in rows]


def write(rows: Sequence[Letter]) -> None:
    """Write letters that `compose` made, in a few statements, however many; see `put`."""
    check_transaction("one of many")
    judge([row for row in rows if row.status == Status.WAITING])
    Letter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.status == Status.WAITING for row in rows):
        nudge_on_commit()


def first_to(row: Letter) -> Letter:
    """Return the letter of the mailing that this address has already."""
    return Letter.objects.get(mailing=row.mailing, to=row.to)


def check_transaction(letter: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"The letter {letter} was put outside a transaction")


def compose(
    *, letter: str, to: str, key: str, context: dict, at: datetime, **more: Unpack[More]
) -> Letter:
    """Return a letter that is not written yet, its text final and its Message-ID fixed."""
    shown = {"person": more.get("person"), "may_reply": bool(more.get("reply_to"))} | context
    row = bare(letter=letter, to=to, key=key, at=at, **parts(letter, shown), **more)
    if row.reply_to and not plain.is_address(row.reply_to):
        row.reply_to = ""
    if not plain.is_address(to.strip()):
        drop(row, BAD_ADDRESS if to.strip() else NO_ADDRESS)
    return row


def bare(*, letter: str, to: str, key: str, at: datetime, **fields: Any) -> Letter:
    at_once, not_before = fields.pop("at_once", False), fields.pop("not_before", None)
    row = Letter(
        kind=letter,
        key=key,
        message_id=f"<{uuid4().hex}@{settings.MESSAGE_ID_DOMAIN}>",
        to=plain.address(to),
        created_at=at,
        not_before=not_before or at,
        **fields,
    )
    row.at_once = at_once or bool(row.mailing)
    return row


def unwritten(*, letter: str, name: str, error: Exception, **fields: Any) -> Letter:
    """Return a letter whose words could not be made, as one that is not sent."""
    row = bare(letter=letter, subject=one_line(name), **fields)
    drop(row, f"It could not be written ({type(error).__name__}).")
    return row


def drop(row: Letter, why: str) -> None:
    row.status, row.error = Status.DROPPED, why


def judge(rows: Iterable[Letter]) -> None:
    """Drop what goes to an address that rests, and keep what is told once a day.

    What somebody waits for is tried even so, since no other word would reach her.
    """
    patient = [row for row in rows if row.priority != Priority.FIRST]
    resting = Address.objects.resting(row.to for row in patient)
    daily = Preference.objects.daily(row.person_id for row in patient if not row.at_once)
    for row in patient:
        if row.to.lower() in resting:
            drop(row, RESTS)
        elif row.person_id in daily and not row.at_once:
            row.status = Status.KEPT


def parts(letter: str, context: dict) -> dict[str, str]:
    """Return the subject, the text and the HTML of a letter, fit to be kept.

    Whoever writes many gives what they share as `mould` (`post.moulds`): it is rendered once.
    """
    mould: Mould | None = context.get("mould")
    render_one = partial(rendered, letter)
    subject, text, html = mould.cast(context, render_one) if mould else render_one(context)
    text = plain.body(text)
    return {"subject": subject, "text": text, "html": plain.page(html, text, subject)}


def rendered(letter: str, context: dict) -> Rendered:
    """Render the templates of a letter."""
    shown = {
        "council_name": settings.COUNCIL_NAME,
        "service_name": settings.SERVICE_NAME,
        "site_url": settings.SITE_URL,
        "contact_phone": settings.CONTACT_PHONE,
        "person": None,
        "may_reply": False,
    } | context
    shown["own_words"] = own_words(letter, shown)
    subject = one_line(render(f"{letter}.subject.txt", shown, autoescape=False))
    shown["subject"] = subject = subject or settings.SERVICE_NAME
    text = render(f"{letter}.txt", shown, autoescape=False)
    return subject, text, render(f"{letter}.html", shown, autoescape=True)


def render(name: str, shown: dict, *, autoescape: bool) -> str:
    """Plain text is not HTML: there an ampersand stays an ampersand."""
    template: Any = get_template(f"emails/{name}")
    return template.template.render(Context(shown, autoescape=autoescape))
