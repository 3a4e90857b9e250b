from .kept import Publication, Signal, Snapshot
from .looks import SecondLook
from .rollups import Dimension, Freshness, Month, Spread, StaleQuarter, Standard, Wait
from .rounds import Change, Round

__all__ = [
    "Change",
    "Dimension",
    "Freshness",
    "Month",
    "Publication",
    "Round",
    "SecondLook",
    "Signal",
    "Snapshot",
    "Spread",
    "StaleQuarter",
    "Standard",
    "Wait",
]
