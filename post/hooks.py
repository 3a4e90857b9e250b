"""What rooms above tell the post when the product starts: checks and doors it cannot know.

The post stands below the rooms whose letters it carries, so it calls them through here.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)

# A check says why a letter must not leave any more, or nothing while it may.
Check = Callable[..., str]
# A door takes what a person wrote in reply to a letter; see `post.workflows.replies`.
Door = Callable[..., Any]

# A room hears of a letter that did not arrive: function(letter=, at=, words=).
Unreached = Callable[..., None]

checks: dict[str, Check] = {}
doors: dict[str, Door] = {}
unreached: list[Unreached] = []


def check(name: str, function: Check) -> None:
    """Let letters with `only_if=name` ask `function(letter=, at=)` just before they leave."""
    checks[name] = function


def door(name: str, function: Door) -> None:
    """Let replies whose token says `name` be handed to `function`."""
    doors[name] = function


def on_unreached(function: Unreached) -> None:
    """Let `function(letter=, at=, words=)` hear of each letter that did not arrive, once."""
    if function not in unreached:
        unreached.append(function)


def tell_unreached(letter: Any, *, at: datetime, words: str) -> None:
    """Say that a letter did not arrive. What goes wrong in a room above never stops the post."""
    for function in unreached:
        try:
            with transaction.atomic():
                function(letter=letter, at=at, words=words)
        except Exception:
            logger.exception("Nobody could be told of letter %s", letter.pk)


def why_not(letter: Any, *, at: datetime) -> str:
    """Say why a letter is no longer worth sending at an aware UTC instant; nothing if it is."""
    if letter.expires_at and at >= letter.expires_at:
        return "It came too late to be of use."
    return checks[letter.only_if](letter=letter, at=at) if letter.only_if else ""
