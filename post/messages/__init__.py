"""What a message that came in is, decided from the message alone. No database, no network.

Whoever wrote it may mean harm, and mail programs garble much: every function here takes any bytes.
"""

from .automatic import why_automatic, why_ours
from .bounces import Bounce, bounce_in, identities_in
from .files import File, files_in
from .parts import MOST_BYTES, header, identity, parse, recipients, sender
from .texts import Words, words_of
from .verified import why_unverified

__all__ = [
    "MOST_BYTES",
    "Bounce",
    "File",
    "Words",
    "bounce_in",
    "files_in",
    "header",
    "identities_in",
    "identity",
    "parse",
    "recipients",
    "sender",
    "why_automatic",
    "why_ours",
    "why_unverified",
    "words_of",
]
