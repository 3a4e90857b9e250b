"""Signing in by letter, and choosing a password. Nobody is signed in yet: these have no `by`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from post import outbox

from . import emails
from .models import Asking, SignInCode, User
from .tokens import hash_of, keyed_hash_of, new_code, new_token

GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# Two askings as close as this are a double click: one letter is on its way already.
DOUBLE_CLICK = timedelta(seconds=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How many letters may be asked for: to one address, and from one connection (an office has one).
LIMITS = {"to": [(HOUR, 5), (DAY, 15)], "from": [(HOUR, 30)]}
# Old enough that nobody holds the letter any more.
FORGOTTEN = timedelta(days=30)


@transaction.atomic
def ask_for_letter(*, email: str, next_url: str, connection: str, at: datetime) -> None:
    """Write a link and a code to whoever has this address; nothing tells whether anybody does.

    `connection` is the network address that asks. Beyond the limits nothing is written.
    """
    people = User.objects.filter(email=email.strip().lower(), is_active=True)
    person = people.select_for_update(no_key=True).first()
    token, code = new_token(), new_code()
    row = SignInCode(
        person=person,
        link_hash=hash_of(token),
        code_hash=code_hash(code, hash_of(token)),
        next_url=next_url[: SignInCode._meta.get_field("next_url").max_length],
        made_at=at,
        expires_at=at + GOOD_FOR,
    )
    letter = emails.sign_in(row=row, person=person, to=email, token=token, code=code, at=at)
    if may_be_asked({"to": email.strip().lower(), "from": connection}, at) and person:
        write(row, letter)


def write(row: SignInCode, letter) -> None:
    made = SignInCode.objects.filter(person=row.person)
    made.filter(made_at__lte=row.made_at - FORGOTTEN).delete()
    if not made.filter(made_at__gt=row.made_at - DOUBLE_CLICK, used_at=None).exists():
        row.save()
        outbox.put_all([letter])


def may_be_asked(whose: dict[str, str], at: datetime) -> bool:
    """Count an asking against its limits; what is older than any of them is forgotten."""
    Asking.objects.filter(asked_at__lte=at - DAY).delete()
    allowed = True
    for kind, value in whose.items():
        key = keyed_hash_of(value, salt=f"asking.{kind}")
        before = Asking.objects.filter(whose=key)
        for span, most in LIMITS[kind]:
            allowed = before.filter(asked_at__gt=at - span).count() < most and allowed
        Asking.objects.create(whose=key, asked_at=at)
    return allowed


def code_hash(code: str, link_hash: str) -> str:
    return keyed_hash_of(f"{link_hash}:{code}", salt="sign_in_code")


def live(codes, at: datetime):
    return codes.filter(used_at=None, expires_at__gt=at, person__is_active=True)


@transaction.atomic
def use_link(*, token: str, at: datetime) -> SignInCode | None:
    """Use a link up and return it with its person; None if it is not good (any more)."""
    rows = SignInCode.objects.select_for_update(of=("self",)).select_related("person")
    found = live(rows, at).filter(link_hash=hash_of(token)).first()
    return found and used(found, at)


@transaction.atomic
def use_code(*, email: str, code: str, at: datetime) -> SignInCode | None:
    """Use a code up and return it with its person; None if it is not right, which is counted."""
    rows = SignInCode.objects.select_for_update(of=("self",)).select_related("person")
    rows = live(rows, at).filter(person__email=email.strip().lower(), tries__lt=MOST_TRIES)
    tried = list(rows.order_by("pk"))
    right = [row for row in tried if is_right(row, code)]
    if right:
        return used(right[-1], at)
    SignInCode.objects.filter(pk__in=[row.pk for row in tried]).update(tries=F("tries") + 1)
    return None


def is_right(row: SignInCode, code: str) -> bool:
    return constant_time_compare(row.code_hash, code_hash(code, row.link_hash))


def used(row: SignInCode, at: datetime) -> SignInCode:
    """Mark a code as used; what else lies in the person's mailbox opens nothing any more."""
    row.used_at = at
    row.save(update_fields=["used_at"])
    retire(row.person, at)
    return row


def retire(person: User, at: datetime) -> None:
    SignInCode.objects.filter(person=person, used_at=None, expires_at__gt=at).update(expires_at=at)


def change_details(*, person: User, name: str, phone: str, at: datetime, by: User) -> None:
    """Keep another name and telephone number. The address stays: it is how a person signs in."""
    person.name, person.phone = name, phone
    person.save(update_fields=["name", "phone"])


@transaction.atomic
def choose_password(*, person: User, password: str, at: datetime, by: User) -> None:
    """Set another password; sessions elsewhere and letters on their way open nothing more."""
    person.set_password(password)
    person.save(update_fields=["password"])
    retire(person, at)


def choose_shortcuts(*, wanted: bool, by: User) -> None:
    """Switch a person's own keyboard shortcuts on or off."""
    by.shortcuts = wanted
    by.save(update_fields=["shortcuts"])
