"""The secret in a survey's link. Only its hash is kept, so a copy of the database opens nothing."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what the database keeps of a token; any text at all has a hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
