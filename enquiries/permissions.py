"""Who may do what. `check_` raises a sentence fit for the person; `may_` answers yes or no."""

from datetime import date, datetime, timedelta

from parishes.models import Council

from .models import Enquiry, SavedView
from .states import REOPEN_DAYS, Status


class Refused(Exception):
    """This person may not do this. The message is fit to show, beside `field` if it names one."""

    def __init__(self, message: str, *, field: str = ""):
        super().__init__(message)
        self.field = field


def yes_or_no(check):
    """Turn a check that raises into a question."""

    def may(*args, **kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except Refused:
            return False
        return True

    return may


def check_may_ask_for(user, council: Council, *, on: date) -> None:
    """Log an enquiry in a council's name: its people on that day, and officers on their behalf."""
    if not (
        user.is_officer or Council.objects.served_by(user, on=on).filter(pk=council.pk).exists()
    ):
        raise Refused("You can only send enquiries for a council you act for.")


def check_may_speak_for(user, enquiry: Enquiry, *, on: date) -> None:
    """Reply, add, withdraw or reopen on the council's side."""
    if not Council.objects.served_by(user, on=on).filter(pk=enquiry.council_id).exists():
        raise Refused("Only people who act for this council can do this.")


def check_may_work(user, enquiry: Enquiry | None = None) -> None:
    """Claim, note, update, ask, answer, pass on or close; on one enquiry, as its team allows.

    The enquiries of a team that keeps its work to itself are for its officers and for whoever owns
    them. All officers may read them, write notes and link them.
    """
    if not user.is_officer:
        raise Refused("Only officers of the county council can do this.")
    if enquiry and is_kept_from(user, enquiry):
        raise Refused(f"Only officers of {enquiry.team} can do this. You can write them a note.")


def is_kept_from(user, enquiry: Enquiry) -> bool:
    team = enquiry.team
    if team is None or not team.is_closed or enquiry.owner_id == user.pk:
        return False
    return not user.teams.filter(pk=team.pk).exists()


def check_may_read_lists(user) -> None:
    """Read the officers' lists, and keep views of them."""
    if not user.works_for_county:
        raise Refused("Only people of the county council can do this.")


def check_may_keep_view(user, view: SavedView) -> None:
    """Change or remove a saved view: one's own, or one of a team one is in."""
    mine = view.person_id == user.pk
    if not (mine or (view.team_id and user.teams.filter(pk=view.team_id).exists())):
        raise Refused("Only the people it is for can change this view.")


def check_may_add(user, enquiry: Enquiry, *, on: date) -> None:
    """Add photos to an enquiry: on the council's side, or as an officer."""
    if not user.is_officer:
        check_may_speak_for(user, enquiry, on=on)


def check_may_approve(user, proposal) -> None:
    """Approve an answer: who may work on its enquiry, but never its author."""
    check_may_work(user, proposal.enquiry)
    if user == proposal.proposed_by:
        raise Refused("Another officer has to approve what you wrote.")


def check_may_set_calendar(user) -> None:
    """Import bank holidays, add a closure day or remove one."""
    if not user.is_staff:
        raise Refused("Only administrators can change the calendar.")


def check_may_reopen(user, enquiry: Enquiry, *, at: datetime, on: date) -> None:
    """Say “this does not answer our question”, for 28 days after the answer."""
    check_may_speak_for(user, enquiry, on=on)
    if enquiry.closed_at is None or enquiry.status == Status.WITHDRAWN:
        raise Refused("Only an answered enquiry can be opened again.")
    if at > enquiry.closed_at + timedelta(days=REOPEN_DAYS):
        ago = f"It is more than {REOPEN_DAYS} days since this was answered."
        raise Refused(f"{ago} Please send a new enquiry.")


may_ask_for = yes_or_no(check_may_ask_for)
may_speak_for = yes_or_no(check_may_speak_for)
may_work = yes_or_no(check_may_work)
may_approve = yes_or_no(check_may_approve)
may_set_calendar = yes_or_no(check_may_set_calendar)
may_reopen = yes_or_no(check_may_reopen)
