"""Links in letters that need no sign-in: to a reader's own choices, and to confirm an address.

They are signed, not kept, so that each copy of a briefing has its own without a row more.
"""

from datetime import UTC, datetime

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


def read_confirm(token: str) -> tuple[int, datetime] | None:
    """Return the key of who asked, and when, for a week; None if it is not ours or too old.

    The instant is UTC, in whole seconds.
    """
    try:
        signer = signing.TimestampSigner(salt=CONFIRM_SALT)
        pk = int(signer.unsign(token, max_age=CONFIRM_SECONDS))
        seconds = signing.b62_decode(token.split(":")[1])
        return pk, datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, UnicodeError, ValueError):
        return None
