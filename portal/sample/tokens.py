"""Tokens that are the same for the same seed, and never twice among different enquiries.

Whoever knows the seed can work them out: sample data only, never for real people.
"""

import base64
import hashlib
from uuid import UUID

from accounts.tokens import hash_of


def form_token(seed: int, number: int) -> UUID:
    digest = hashlib.sha256(f"form:{seed}:{number}".encode()).digest()
    return UUID(bytes=digest[:16], version=4)


def survey_token(token: UUID, round: int) -> str:
    """Return the token of the survey after a round of the enquiry with a form token."""
    digest = hashlib.sha256(f"survey:{token}:{round}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def survey_hash(token: UUID, round: int) -> str:
    """Return what the survey's row keeps of its token."""
    return hash_of(survey_token(token, round))
