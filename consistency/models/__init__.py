from .rollups import Freshness, Month, Spread
from .rounds import Change, Round

__all__ = ["Change", "Freshness", "Month", "Round", "Spread"]
