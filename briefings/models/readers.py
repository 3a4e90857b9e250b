"""Who reads briefings: councils' people, partner bodies, members, and whoever asked to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from parishes.models import Council, Membership

from ..querysets import SubscriberQuerySet


class Group(models.Model):
    """Councils that are written to together, such as those of the pilot."""

    name = models.CharField(max_length=80, unique=True)
    councils = models.ManyToManyField("parishes.Council", blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        verbose_name = "group of councils"
        verbose_name_plural = "groups of councils"

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """Whom an edition goes to. What is left blank chooses everybody."""

    name = models.CharField(max_length=80, unique=True)
    to_councils = models.BooleanField("people of parish and town councils", default=True)
    roles = ArrayField(
        models.CharField(max_length=10, choices=Membership.Role), default=list, blank=True
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Council.Kind), default=list, blank=True
    )
    districts = models.ManyToManyField("parishes.District", blank=True, related_name="+")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    topics = models.ManyToManyField(
        "briefings.Topic", blank=True, related_name="+", verbose_name="interests"
    )
    to_partners = models.BooleanField("partner bodies", default=False)
    to_members = models.BooleanField("county councillors", default=False)
    to_public = models.BooleanField("the public", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_councils=True)
                | Q(to_partners=True)
                | Q(to_members=True)
                | Q(to_public=True),
                name="an_audience_is_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Subscriber(models.Model):
    """A reader without a council, or the choices of a person who has one.

    Only the public has to confirm. `left_at` is when the reader unsubscribed; letters about
    enquiries come even so. All instants are UTC.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", "The public"
        PARTNER = "partner", "Partner body"
        MEMBER = "member", "County councillor"
        PERSON = "person", "Person with an account"

    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PUBLIC)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True,
        related_name="briefing_choices",
    )  # fmt: skip
    topics = models.ManyToManyField("briefings.Topic", blank=True, related_name="+")
    districts = models.ManyToManyField("parishes.District", blank=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField("unsubscribed", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_subscriber_per_address"
            ),
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, email="")
                | (~Q(kind="person") & Q(person=None) & ~Q(email="")),
                name="subscriber_is_a_person_or_an_address",
            ),
        ]
        indexes = [
            # Few leave, and each copy asks for them a moment before it goes.
            models.Index(
                fields=["person"], condition=Q(left_at__isnull=False), name="readers_who_left"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.person)

    @property
    def is_active(self) -> bool:
        """Say whether briefings go to this reader."""
        confirmed = self.kind != self.Kind.PUBLIC or self.confirmed_at is not None
        return confirmed and self.left_at is None
