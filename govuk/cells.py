"""What a cell may hold. A parser takes stripped text and raises ValueError saying why."""

from collections.abc import Callable, Container
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model


def of(model: type[Model], name: str) -> Callable[[str], Any]:
    """Hold a cell to a field of a model: its type, length, choices and whether it may be blank."""
    field = cast(Field, model._meta.get_field(name))

    def convert(text: str) -> Any:
        if not text and field.null and field.blank:
            return None
        try:
            return field.clean(text, None)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    return convert


def text(cell: str) -> str:
    return cell


def required(cell: str) -> str:
    if not cell:
        raise ValueError("must not be blank")
    return cell


def yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError(f"“{cell}” is neither yes nor no")
    return cell == "yes"


def one_of(known: Container[str]) -> Callable[[str], str]:
    """A name that another file gives."""

    def convert(cell: str) -> str:
        if cell not in known:
            raise ValueError(f"“{cell}” is not known")
        return cell

    return convert


def several(cell: str) -> list[str]:
    """Parts divided by “|”."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number from low to high. “10-20” is refused: a promise is one number."""

    def convert(cell: str) -> int:
        if not cell.isascii() or not cell.isdigit() or not low <= int(cell[:9]) <= high:
            raise ValueError(f"“{cell}” is not a whole number from {low} to {high}")
        return int(cell)

    return convert
