"""Secrets in letters. Only their hashes are kept, so a copy of the database opens nothing."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

FIGURES = 6


def new_token() -> str:
    """Return 256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what the database keeps of a token; any text at all has a hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def new_code() -> str:
    """Return six random figures, that a person can type."""
    return f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"


def keyed_hash_of(text: str, *, salt: str) -> str:
    """Hash what is short enough to try out: only with the server's own key can it be tried."""
    clean = text.encode(errors="replace")
    return salted_hmac(f"accounts.{salt}", clean, algorithm="sha256").hexdigest()
