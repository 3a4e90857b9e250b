from .by_letter import sign_in_code, sign_in_letter, sign_in_link
from .details import your_details
from .letters import your_letters
from .password import change_password
from .shortcuts import shortcuts
from .sign_in import locked_out, sign_in, sign_in_to_continue, sign_out, welcome
from .staying import stay_signed_in

__all__ = [
    "change_password",
    "locked_out",
    "shortcuts",
    "sign_in",
    "sign_in_code",
    "sign_in_letter",
    "sign_in_link",
    "sign_in_to_continue",
    "sign_out",
    "stay_signed_in",
    "welcome",
    "your_details",
    "your_letters",
]
