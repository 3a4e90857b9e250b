from .letters import your_letters
from .password import change_password
from .sign_in import locked_out, sign_in, sign_in_to_continue, sign_out, welcome

__all__ = [
    "change_password",
    "locked_out",
    "sign_in",
    "sign_in_to_continue",
    "sign_out",
    "welcome",
    "your_letters",
]
