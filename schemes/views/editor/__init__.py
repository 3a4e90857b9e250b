from .desk import add_scheme, desk
from .history import history
from .images import add_picture, picture
from .parts import (
    alternatives,
    cost,
    example,
    fact,
    name,
    option,
    problems,
    synonyms,
)
from .prices import prices, prices_csv
from .review import review
from .scheme import preview, scheme
from .sign import sign_off

__all__ = [
    "add_picture",
    "add_scheme",
    "alternatives",
    "cost",
    "desk",
    "example",
    "fact",
    "history",
    "name",
    "option",
    "picture",
    "preview",
    "prices",
    "prices_csv",
    "problems",
    "review",
    "scheme",
    "sign_off",
    "synonyms",
]
