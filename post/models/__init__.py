from .addresses import Address
from .eras import Era
from .letters import Letter
from .mailings import Mailing
from .preferences import Preference
from .receipts import Incoming, Receipt
from .sweeps import Sweep
from .wording import Wording

__all__ = [
    "Address",
    "Era",
    "Incoming",
    "Letter",
    "Mailing",
    "Preference",
    "Receipt",
    "Sweep",
    "Wording",
]
