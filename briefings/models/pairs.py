"""When something happened stands with who did it, or neither does."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def pair(name: str) -> models.CheckConstraint:
    """Return the constraint that keeps `<name>_at` and `<name>_by` together."""
    without = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    both = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    return models.CheckConstraint(
        condition=without | both, name=f"%(app_label)s_%(class)s_{name}_when_and_by_whom"
    )


def person(**more) -> models.ForeignKey:
    """Return a field for who did something; more people than one table can name them."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more
    )


def maybe() -> models.ForeignKey:
    return person(null=True, blank=True)
