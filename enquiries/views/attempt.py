"""What both sides' views share: one try at a verb, whose refusal becomes a sentence on the form."""

from ..deadlines.clock import BeyondCalendar
from ..permissions import Refused, may_set_calendar
from ..states import IllegalMove
from ..workflows.deadlines import NoStandard
from ..workflows.move import Changed

# What a workflow may refuse; each says why in a sentence fit to show.
REFUSALS = (Refused, IllegalMove, NoStandard)
# To those who cannot load what is missing.
TOO_FAR = (
    "We cannot promise a date that far ahead yet, so nothing was sent or changed. "
    "The portal’s administrators have to load the next bank holidays first."
)


def attempt(form, verb, *, by, **words):
    """Do a verb and return what it returns; if it is refused, say why on the form: None.

    Raises Changed, which says more than a sentence, for its page to show.
    """
    try:
        return verb(by=by, **words)
    except Changed:
        raise
    except BeyondCalendar as beyond:
        form.add_error(None, str(beyond) if may_set_calendar(by) else TOO_FAR)
    except REFUSALS as refused:
        field = getattr(refused, "field", "")
        form.add_error(field if field in form.fields else None, str(refused))
    return None
