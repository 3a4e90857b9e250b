"""Where the working copy of a scheme stands, and which moves there are. Plain Python."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


NAMES = {
    State.DRAFT: "Draft",
    State.REVIEW: "In review",
    State.PUBLISHED: "Published",
    State.WITHDRAWN: "Withdrawn",
}

# Whoever changes a word brings the scheme back to a draft; what is published stays to be read.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.REVIEW, State.WITHDRAWN}),
    State.REVIEW: frozenset({State.DRAFT, State.PUBLISHED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.DRAFT, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.DRAFT}),
}


def may_move(old: State, new: State) -> bool:
    return old == new == State.DRAFT or new in MOVES[old]
