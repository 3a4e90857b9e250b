"""Links in letters that need no sign-in: to a reader's own choices, and to confirm an address.

They are signed, not kept, so that each copy of a briefing has its own without a row more.
"""

from django.core import signing

from govuk.numbers import whole_number

READER_SALT, CONFIRM_SALT = "briefings.reader", "briefings.confirm"
CONFIRM_SECONDS = 7 * 24 * 60 * 60


def reader_token(key: str) -> str:
    """Sign a reader's key, such as p12 for a person and s7 for a subscriber."""
    return signing.Signer(salt=READER_SALT).sign(key)


def read_reader(token: str) -> tuple[str, int] | None:
    """Return p or s, and the number of a reader; None if we did not sign it."""
    try:
        key = signing.Signer(salt=READER_SALT).unsign(token)
    except (signing.BadSignature, UnicodeError):
        return None
    kind, number = key[:1], whole_number(key[1:])
    return (kind, number) if kind in ("p", "s") and number is not None else None


def confirm_token(pk: int) -> str:
    return signing.TimestampSigner(salt=CONFIRM_SALT).sign(str(pk))


def read_confirm(token: str) -> int | None:
    """Return the key of who asked, for a week; None if it is not ours or too old."""
    try:
        signer = signing.TimestampSigner(salt=CONFIRM_SALT)
        return int(signer.unsign(token, max_age=CONFIRM_SECONDS))
    except (signing.BadSignature, UnicodeError, ValueError):
        return None
