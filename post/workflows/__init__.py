from .daily import tell_kept
from .leases import claim, reap
from .outcomes import settle, start_data
from .receipts import ask_notify
from .rounds import drain

__all__ = [
    "ask_notify",
    "claim",
    "drain",
    "reap",
    "settle",
    "start_data",
    "tell_kept",
]
