"""Editions: numbered, made of items, seen by two people, sent once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ..querysets import EditionQuerySet
from ..states import LOOKS, SEEN, Status
from .pairs import maybe, pair


class Edition(models.Model):
    """A numbered briefing. `version` grows with each change, so that two editors never overwrite.

    What the portal drafts by itself is made by nobody. Instants are UTC; `planned_on` is a day in
    Europe/London. `hands` are the keys of all who ever changed it or its items.
    Once it is sent only corrections of its items change what readers see.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField("what it is about, in a few words", max_length=120, blank=True)
    intro = models.TextField("opening words", max_length=5000, blank=True)
    status = models.CharField(
        max_length=10, choices=[(s.value, LOOKS[s][0]) for s in Status], default=Status.DRAFT
    )
    audience = models.ForeignKey(
        "briefings.Audience", on_delete=models.PROTECT, null=True, blank=True,
        related_name="editions",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    planned_on = models.DateField("planned for", null=True, blank=True)
    hands = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    made_at = models.DateTimeField()
    made_by = maybe()
    changed_at = models.DateTimeField()
    changed_by = maybe()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = maybe()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = maybe()
    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = maybe()
    scheduled_for = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = maybe()
    mailing = models.OneToOneField(
        "post.Mailing", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *(pair(name) for name in ("submitted", "approved", "scheduled", "sent")),
            models.CheckConstraint(
                condition=~Q(approved_by=F("submitted_by")), name="editions_have_two_pairs_of_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SEEN) | Q(approved_at__isnull=False),
                name="nothing_leaves_unseen",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(scheduled_for__isnull=False),
                name="scheduled_means_when",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False, audience__isnull=False)
                | (~Q(status="sent") & Q(sent_at=None)),
                name="edition_sent_means_when_and_to_whom",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["scheduled_for"], condition=Q(status="scheduled"), name="editions_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"Briefing {self.number}: {self.title}"

    @property
    def is_sent(self) -> bool:
        return self.status == Status.SENT

    @property
    def look(self) -> tuple[str, str]:
        """Return the words and the class of its tag."""
        return LOOKS[Status(self.status)]
