"""Places and bodies. A parish is a place; a council is a body that serves one or more parishes."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from .querysets import (
    CouncilQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    OutlineQuerySet,
    ParishQuerySet,
)


class District(models.Model):
    gss_code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    council_name = models.CharField(max_length=150, blank=True)
    homepage = models.URLField(blank=True, max_length=300)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """A district or a ward of it, to draw: GeoJSON in degrees of WGS 84, simplified.

    It stands apart, so that nobody reads a thousand points to learn a district's name.
    """

    gss_code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="outlines")
    is_ward = models.BooleanField()
    geometry = models.JSONField()

    objects = OutlineQuerySet.as_manager()

    class Meta:
        ordering = ["is_ward", "name"]

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A county electoral division. Boundaries change, so an administrator edits these."""

    gss_code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    districts = models.ManyToManyField(District, related_name="divisions")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Parish(models.Model):
    """A civil parish, or an unparished area of a district. Keyed by our own id: codes change."""

    gss_code = models.CharField("ONS code", max_length=9, unique=True)
    gss_code_2019 = models.CharField("ONS code of 2019", max_length=9, blank=True)
    name = models.CharField(max_length=150)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="parishes")
    is_parished = models.BooleanField("a civil parish", default=True)
    divisions = models.ManyToManyField(
        Division, blank=True, related_name="parishes", help_text="Candidates: staff confirm them."
    )
    divisions_basis = models.CharField(max_length=200, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_source = models.CharField(max_length=300, blank=True)

    objects = ParishQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parishes"

    def __str__(self) -> str:
        return self.name


class Council(models.Model):
    """A parish council, town council or parish meeting. Blank kind means not known."""

    class Kind(models.TextChoices):
        PARISH_COUNCIL = "parish council", "Parish council"
        TOWN_COUNCIL = "town council", "Town council"
        PARISH_MEETING = "parish meeting", "Parish meeting"
        OTHER = "other", "Other body"

    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    kind_source = models.CharField(max_length=300, blank=True)
    parishes = models.ManyToManyField(Parish, related_name="councils")
    last_meeting_on = models.DateField("last meeting", null=True, blank=True)
    next_meeting_on = models.DateField("next meeting", null=True, blank=True)
    people = models.ManyToManyField(
        "accounts.User", through="Membership", related_name="councils", blank=True
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person acts for a council from a day to a day (both included, Europe/London)."""

    class Role(models.TextChoices):
        CLERK = "clerk", "Clerk"
        DEPUTY = "deputy", "Deputy clerk"
        CHAIR = "chair", "Chair"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.CLERK)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.council}"


class Invitation(models.Model):
    """A clerk asks a colleague to act for the council. Its token is kept hashed; instants are UTC.

    It becomes a membership when the person it was sent to takes it up. With `hands_over_on`
    (Europe/London) the one who invited acts until that day, but only once somebody follows her.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=10, choices=Membership.Role, default=Membership.Role.DEPUTY)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="invitations"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    hands_over_on = models.DateField(
        "last day of whoever invites", null=True, blank=True, help_text="Set once it is taken up."
    )
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_up_at=None, taken_up_by=None)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
                name="invitation_taken_up_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.council}"

    def is_open(self, at: datetime) -> bool:
        """Say whether it may still be taken up at an aware instant."""
        return not (self.taken_up_at or self.withdrawn_at) and at < self.expires_at
