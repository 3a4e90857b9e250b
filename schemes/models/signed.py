"""What every fact carries: where it comes from, and whether an engineer has signed it off."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Basis(models.TextChoices):
    SOURCE = "source", "Read in a source"
    COUNCIL = "council", "The council's own knowledge"
    GENERAL = "general", "General knowledge"
    UNKNOWN = "unknown", "Where it comes from was not written down"


class Worded(models.Model):
    """A row that people write. `WORDS` are the fields whose change is a change of what it says."""

    WORDS: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def words(self) -> list:
        return [getattr(self, name) for name in self.WORDS]


class Signed(Worded):
    """A fact. Unsigned ones say so on the page; to change one takes the signature away."""

    basis = models.CharField(
        "where it comes from", max_length=7, choices=Basis, default=Basis.UNKNOWN
    )
    source = models.CharField("source", max_length=500, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", editable=False,
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="%(class)s_signed_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.SOURCE) | ~Q(source=""),
                name="%(class)s_read_in_a_named_source",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None
