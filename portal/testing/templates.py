"""An undefined variable in one of our own templates fails the test that met it."""

import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]


class UndefinedVariable(AssertionError):
    """A template of ours names something its view did not give."""


class Undefined(str):
    """For Django's string_if_invalid: raises in our templates, stays blank in other people's.

    Django asks for its truth only when a variable was not found. Others' templates, the admin's
    among them, count on blanks; there it says false, so that their filters still see the blank.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return is_ours(template_of(sys._getframe(1)))

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"{{{{ {variable} }}}} in {template_of(sys._getframe(1))}")


def template_of(frame: FrameType | None) -> str:
    """Return the file of the template node being rendered, found on the call stack."""
    while frame:
        if frame.f_code.co_name == "render_annotated":
            return str(getattr(frame.f_locals.get("self"), "origin", ""))
        frame = frame.f_back
    return ""


def is_ours(template: str) -> bool:
    path = Path(template)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")
