"""Addresses that say what a message is about: to which letter, or from whom about which case.

An address such as post@example.org is written as post+token@example.org. The token carries a code
that only we can make, so nobody can write in another's name by guessing. Mail servers may change
capitals to small letters on the way, so tokens have none.
"""

import base64
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# A local part is no longer than this (RFC 5321, 4.5.3.1.1).
LOCAL_LIMIT = 64
CODE_BYTES = 16
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BOUNCE = "b"
REPLY_SALT, BOUNCE_SALT = "post.tokens.reply", "post.tokens.bounce"


class ReplyToken(NamedTuple):
    """A reply about a record, by the person to whom the letter went; `door` says which records."""

    door: str
    number: int
    person: int


def bounce_address(letter) -> str:
    """Return where the letter comes back to if it cannot arrive; blank where no mailbox is set."""
    return address_with(settings.BOUNCE_ADDRESS, f"{BOUNCE}{to_text(letter.pk)}", BOUNCE_SALT)


def reply_address(door: str, number: int, person_pk: int) -> str:
    """Return where a person writes about a record; blank where no mailbox is set.

    The door is a short name in small letters, the same as in `post.hooks`.
    """
    words = f"{door}-{to_text(number)}-{to_text(person_pk)}"
    return address_with(settings.REPLY_ADDRESS, words, REPLY_SALT)


def read_bounce(address: str) -> int | None:
    """Return the key of the letter that a bounce address names; None if we did not make it."""
    words = read(address, BOUNCE_SALT)
    return from_text(words.removeprefix(BOUNCE)) if words.startswith(BOUNCE) else None


def read_reply(address: str) -> ReplyToken | None:
    """Return what a reply address says; None if we did not make it."""
    match read(address, REPLY_SALT).split("-"):
        case [door, number, person]:
            numbers = from_text(number), from_text(person)
            if numbers[0] is not None and numbers[1] is not None:
                return ReplyToken(door, numbers[0], numbers[1])
    return None


def address_with(base: str, words: str, salt: str) -> str:
    local, at, domain = base.strip().rpartition("@")
    tagged = f"{local}+{words}-{code(words, salt, settings.SECRET_KEY)}"
    return f"{tagged}{at}{domain}" if local and len(tagged) <= LOCAL_LIMIT else ""


def read(address: str, salt: str) -> str:
    """Return the words of a tagged address; nothing unless the code is ours, old keys included."""
    local = address.strip().strip("<>").rpartition("@")[0].lower()
    words, _, given = local.rpartition("+")[2].rpartition("-")
    if not words or not local.isascii():
        return ""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    # Each is compared, whatever the one before says.
    ours = [constant_time_compare(given, code(words, salt, str(key))) for key in keys]
    return words if any(ours) else ""


def code(words: str, salt: str, key: str) -> str:
    """Return 128 bits that only the holder of the key can make of these words."""
    made = salted_hmac(salt, words, secret=key, algorithm="sha256")
    return base64.b32encode(made.digest()[:CODE_BYTES]).decode().rstrip("=").lower()


def to_text(number: int) -> str:
    """Write a number of at least 0 with 36 digits, to save room."""
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = DIGITS[rest] + text
    return text or "0"


def from_text(text: str) -> int | None:
    """Read such a number; None if it is none."""
    if not text or len(text) > 12 or set(text) - set(DIGITS):
        return None
    return int(text, 36)
