from .claim import claim
from .drain import drain
from .reap import reap
from .settle import settle, start_data

__all__ = ["claim", "drain", "reap", "settle", "start_data"]
