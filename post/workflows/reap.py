"""Letters whose worker has died: each goes where its policy says."""

import logging
from datetime import datetime

from django.db import transaction

from post.models import Letter

logger = logging.getLogger(__name__)
Status = Letter.Status
PARKED = "The sending was cut off after the text went out. It may have been sent."
FAILED = "Gave up: the sending was cut off too many times."


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Take back letters whose lease has ended; return how many.

    A letter whose text never went out is always safe to send again.
    """
    lapsed = Letter.objects.lapsed(at)
    parked = lapsed.to_be_parked().update(status=Status.PARKED, leased_until=None, error=PARKED)
    failed = lapsed.worn_out().update(status=Status.FAILED, leased_until=None, error=FAILED)
    again = lapsed.update(status=Status.WAITING, leased_until=None, not_before=at)
    if parked or failed or again:
        logger.warning("Lapsed letters: %s parked, %s failed, %s again", parked, failed, again)
    return parked + failed + again
