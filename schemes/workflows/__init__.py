"""Everything that happens to the catalogue."""

from ..permissions import Refused, Stale
from .edit import (
    add_scheme,
    drop_option,
    save_alternatives,
    save_cost,
    save_example,
    save_fact,
    save_fits,
    save_option,
    save_scheme,
    save_synonyms,
)
from .pictures import add_picture, describe_picture, remove_picture
from .price_file import apply_prices
from .publish import check_only, publish, return_to_author, send_for_review, withdraw
from .reminders import remind_of_reviews
from .sign import sign_off, take_back

__all__ = [
    "Refused",
    "Stale",
    "add_picture",
    "add_scheme",
    "apply_prices",
    "check_only",
    "describe_picture",
    "drop_option",
    "publish",
    "remind_of_reviews",
    "remove_picture",
    "return_to_author",
    "save_alternatives",
    "save_cost",
    "save_example",
    "save_fact",
    "save_fits",
    "save_option",
    "save_scheme",
    "save_synonyms",
    "send_for_review",
    "sign_off",
    "take_back",
    "withdraw",
]
