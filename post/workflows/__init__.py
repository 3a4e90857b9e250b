from .daily import tell_kept
from .incoming import read_inbox
from .leases import claim, reap
from .outcomes import settle, start_data
from .receipts import ask_notify
from .rounds import drain
from .turns import begin

__all__ = [
    "ask_notify",
    "begin",
    "claim",
    "drain",
    "read_inbox",
    "reap",
    "settle",
    "start_data",
    "tell_kept",
]
