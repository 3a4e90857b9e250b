"""Tokens that are the same for the same seed, and never twice among different enquiries."""

import hashlib
from uuid import UUID


def form_token(seed: int, number: int) -> UUID:
    digest = hashlib.sha256(f"form:{seed}:{number}".encode()).digest()
    return UUID(bytes=digest[:16], version=4)


def survey_hash(token: UUID, round: int) -> str:
    """Return what is kept of a survey's token: a hash, as enquiries.surveys keeps it."""
    return hashlib.sha256(f"survey:{token}:{round}".encode()).hexdigest()
