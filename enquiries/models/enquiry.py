"""The enquiry: who asks, about where and what, where it stands, and when it is due."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Func, Q, Value

from .. import references
from ..deadlines.clock import london_day
from ..querysets import EnquiryQuerySet
from ..states import CLOSED, LOOKS, OPEN, Look, Status, Turn
from ..wording import status_sentence
from .indexes import IS_OPEN, OF_THE_LIST
from .kinds import Body, Kind, Outcome, Priority, Reason
from .quoted import Quoted, quoted_constraint
from .spots import Spot, spot_constraint

OPEN_VALUES = [status.value for status in OPEN]
CLOSED_VALUES = [status.value for status in CLOSED]


class Channel(models.TextChoices):
    WEB = "web", "Portal"
    PHONE = "phone", "Telephone"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Meeting"


class Enquiry(Spot, Quoted):
    """One matter a council asks the county about. Statuses move only through workflows.move."""

    number = models.BigIntegerField(
        unique=True,
        editable=False,
        db_default=Func(Value("enquiry_number"), function="nextval"),
    )
    council = models.ForeignKey(
        "parishes.Council", on_delete=models.PROTECT, related_name="enquiries"
    )
    parish = models.ForeignKey(
        "parishes.Parish", on_delete=models.PROTECT, related_name="enquiries"
    )
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="enquiries")
    priority = models.CharField(max_length=2, choices=Priority)
    road = models.CharField("road or place", max_length=200)
    spot = models.CharField("exact spot", max_length=300, blank=True)
    description = models.TextField(max_length=5000)
    minute = models.CharField("minute reference", max_length=100, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asked"
    )
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    form_token = models.UUIDField(unique=True, editable=False)

    status = models.CharField(
        max_length=10, choices=[(s.value, LOOKS[s].tag) for s in Status], default=Status.RECEIVED
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clerk_replied = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1, help_text="Grows each time it is reopened.")
    external_reference = models.CharField(max_length=50, blank=True)

    promised_on = models.DateField("promised", help_text="Told before sending; never rewritten.")
    due_on = models.DateField("due", help_text="The live date: moves while we wait for the parish.")
    due_at = models.DateTimeField()

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True)
    explanation = models.TextField("reasons in plain English", blank=True, max_length=5000)
    next_step = models.TextField("what happens next", blank=True, max_length=2000)
    planned_for = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged",
        db_index=False,
    )  # fmt: skip
    passed_to = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=IS_OPEN & Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(
                    status__in=CLOSED_VALUES,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__isnull=False,
                )
                & ~Q(explanation="")
                & ~Q(next_step=""),
                name="closed_means_who_when_what_why_and_next",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PASSED_ON.value) | Q(passed_to__isnull=False),
                name="passed_on_means_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PLANNED.value) | Q(planned_for__isnull=False),
                name="planned_means_when",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status=Status.ANSWERED.value),
                name="merged_means_closed",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="merged_into_another"
            ),
            spot_constraint("enquiry"),
            quoted_constraint("enquiry"),
            models.CheckConstraint(condition=~Q(road=""), name="enquiry_has_a_place"),
            models.CheckConstraint(condition=~Q(description=""), name="enquiry_has_words"),
        ]
        indexes = [
            *OF_THE_LIST,
            models.Index(fields=["council", "-number"], name="by_council"),
            models.Index(fields=["parish", "-number"], name="by_parish"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="merged"
            ),
            models.Index(fields=["council", "road"], name="roads_of_a_council"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return references.to_text(self.number)

    @property
    def look(self) -> Look:
        return LOOKS[Status(self.status)]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_VALUES

    @property
    def closed_on(self):
        """The day it closed, in Europe/London; None while open."""
        return london_day(self.closed_at) if self.closed_at else None

    @property
    def version(self) -> int:
        """The key of the last thing that somebody did to it: whoever saw less is out of date.

        Every verb writes a line of the timeline, so no verb can forget to raise it. What the portal
        does by itself counts only where it moves the status.
        """
        return max(self.events.of_people().values_list("id", flat=True), default=0)

    @property
    def open_question(self):
        if (fetched := vars(self).get("open_questions")) is not None:
            return next(iter(fetched), None)
        return self.questions.filter(replied_at=None, returned_at=None).first()

    @property
    def standing(self) -> str:
        """How it stands for the council, as a mark on a page: what it is asked, or how it ended."""
        asked = self.open_question if self.status == Status.WAITING else None
        return f"{self.round}.{self.status}.{asked.pk if asked else ''}"

    @property
    def extension(self):
        """The last change by which an officer took longer for this round's answer, if any."""
        if self.due_on <= self.promised_on or self.planned_for:
            return None
        if (fetched := vars(self).get("answer_deadlines")) is not None:
            of_round = (deadline for deadline in fetched if deadline.round == self.round)
            return next((row.extensions[-1] for row in of_round if row.extensions), None)
        changes = apps.get_model("enquiries.DateChange").objects.select_related("deadline")
        of_answer = changes.filter(deadline__enquiry=self, deadline__stage="answer")
        return of_answer.filter(deadline__round=self.round, cause="extension").last()

    def sentence_at(self, now: datetime) -> str:
        """Say where it is and whether the clerk must act, as true at an instant."""
        return status_sentence(self, now)

    def is_late(self, now: datetime) -> bool:
        """The reply date has passed and the next act is the county's."""
        return self.look.turn == Turn.COUNTY and now > self.due_at
