from .rollups import Dimension, Freshness, Month, Spread, StaleQuarter, Standard
from .rounds import Change, Round

__all__ = ["Change", "Dimension", "Freshness", "Month", "Round", "Spread", "StaleQuarter",
           "Standard"]  # fmt: skip
