"""The verbs of the figures."""

from .counting import catch_up, rebuild

__all__ = ["catch_up", "rebuild"]
