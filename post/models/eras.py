"""What tells whether the database crashed meanwhile."""

from uuid import uuid4

from django.db import models


class Era(models.Model):
    """The time from one crash of the database to the next: one row, in a table without a log.

    The database empties such a table when it recovers from a crash, and when another server takes
    its place. What was committed without waiting for the disk may be gone then, and only then, so
    whoever relied on it in another era relies on nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    is_now = models.BooleanField(default=True, unique=True)

    def __str__(self) -> str:
        return str(self.id)
