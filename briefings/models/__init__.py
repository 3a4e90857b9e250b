"""Editions and their items, who reads them, who got what, and the meetings."""

from .editions import Edition
from .items import Asked, Correction, Image, Item, ItemDate, Topic
from .ledger import Recipient
from .meetings import Coming, Meeting, Paper, Proposal
from .readers import Audience, Group, Subscriber
from .rows import LinkCheck, Rhythm

__all__ = [
    "Asked", "Audience", "Coming", "Correction", "Edition", "Group", "Image", "Item", "ItemDate",
    "LinkCheck", "Meeting", "Paper", "Proposal", "Recipient", "Rhythm", "Subscriber", "Topic",
]  # fmt: skip
