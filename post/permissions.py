"""Who may do what with letters. `check_` raises a sentence fit for the person."""


class Refused(Exception):
    """This may not be done, or not any more. The message is fit to show."""


def may_run_post(user) -> bool:
    """Read letters, release or cancel one, end an address's rest, pause a mailing."""
    return user.is_active and user.is_staff


def check_may_run_post(user) -> None:
    if not may_run_post(user):
        raise Refused("Only administrators can do this.")
