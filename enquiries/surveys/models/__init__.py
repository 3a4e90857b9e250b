"""Satisfaction after a closure: who is asked, what they say, and what comes of it."""

from .replies import SCORES, Reply, Review, Score
from .settings import Setting, Words
from .surveys import NotSent, Survey

__all__ = ["SCORES", "NotSent", "Reply", "Review", "Score", "Setting", "Survey", "Words"]
