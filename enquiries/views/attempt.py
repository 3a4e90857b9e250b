"""What both sides' views share: one try at a verb, whose refusal becomes a sentence on the form."""

from ..deadlines.clock import BeyondCalendar
from ..permissions import Refused
from ..states import IllegalMove
from ..workflows.deadlines import NoStandard

# What a workflow may refuse; each says why in a sentence fit to show.
REFUSALS = (Refused, IllegalMove, NoStandard, BeyondCalendar)


def attempt(form, verb, **words):
    """Do a verb and return what it returns; if it is refused, say why on the form: None."""
    try:
        return verb(**words)
    except REFUSALS as refused:
        form.add_error(None, str(refused))
        return None
