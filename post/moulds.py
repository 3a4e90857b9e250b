"""A letter to many, rendered once: what is each reader's own is put in afterwards."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import uuid4

from django.utils.html import conditional_escape

Rendered = tuple[str, str, str]
# Of these a mould says whether there are any, and not which: it is made for many.
FLAGS = ("person", "may_reply")


class Mould:
    """Stands as `mould` in what each copy is written from, and is the same for all of them.

    `own` names what differs from copy to copy. Templates write these down as they are: they ask
    nothing of them and change nothing about them, and no subject holds one. All else is as it was
    for the first copy.
    """

    def __init__(self, own: Collection[str]) -> None:
        self.marks = {name: f"{name}{uuid4().hex}" for name in own}
        self.between = re.compile(f"({'|'.join(self.marks.values())})")
        self.made: dict[tuple[bool, ...], tuple[str, list[str], list[str]]] = {}

    def cast(self, shown: Mapping[str, Any], render: Callable[[dict], Rendered]) -> Rendered:
        """Return the subject, the text and the HTML of one copy; `render` makes the first."""
        flags = tuple(bool(shown.get(name)) for name in FLAGS)
        if flags not in self.made:
            any_of = dict(zip(FLAGS, flags, strict=True))
            subject, *parts = render({**shown, **self.marks, **any_of})
            text, html = map(self.between.split, parts)
            self.made[flags] = subject, text, html
        subject, text, html = self.made[flags]
        own = {mark: shown[name] for name, mark in self.marks.items()}
        words = {mark: str(value) for mark, value in own.items()}
        safe = {mark: str(conditional_escape(value)) for mark, value in own.items()}
        return subject, joined(text, words), joined(html, safe)


def joined(pieces: list[str], own: Mapping[str, str]) -> str:
    """What is put in is never read again, so no reader's words can stand for another's."""
    return "".join(own.get(piece, piece) for piece in pieces)
