"""When the rounds that run by themselves last ran."""

from django.db import models


class Sweep(models.Model):
    """When a round that runs by itself last came to its end. The status page reads it."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
