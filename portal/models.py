"""When each scheduled task last did its work."""

from datetime import datetime

from django.db import models


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def record(self, *, name: str, at: datetime) -> None:
        """Notes that the task of this name succeeded at this instant (UTC)."""
        self.update_or_create(name=name, defaults={"at": at})


class Heartbeat(models.Model):
    """The latest success of one scheduled task. ``at`` is UTC."""

    name = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
