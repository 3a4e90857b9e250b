"""When a scheme request came to which of the published stages, and the phases that may follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schemes.models import Stage

from .enquiry import Enquiry

# Of the published stages: the one that sending the request is, and the one that answering it is.
SENT, RESULT = "ask", "result"


class Phase(models.Model):
    """What follows where a third party funds a scheme, as the council publishes it."""

    code = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=100)
    what_happens = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField("shown", default=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "phase of a scheme that others fund"
        verbose_name_plural = "phases of a scheme that others fund"

    def __str__(self) -> str:
        return self.name


class StageMove(models.Model):
    """One time a request came to a stage or a phase: when, who looks after it, and until when."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="stage_moves")
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expected_on = models.DateField("expected to be done by", null=True, blank=True)
    text = models.TextField("words for the clerk", max_length=2000)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="stage_move_has_words"),
            models.CheckConstraint(
                condition=Q(stage=None, phase__isnull=False) | Q(stage__isnull=False, phase=None),
                name="a_stage_or_a_phase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at}, {self.enquiry}"

    @property
    def at(self) -> Stage | Phase:
        """The stage or the phase that it came to."""
        found = self.stage or self.phase
        assert found is not None
        return found
