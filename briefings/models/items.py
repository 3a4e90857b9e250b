"""Items: gathered by anybody at the county, put into an edition by the editor."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from ..querysets import ItemQuerySet
from .editions import Edition
from .pairs import maybe, person

# A letter is 600 pixels wide, less its margins.
MAIL_WIDTH = 560


class Topic(models.Model):
    """What readers choose by. Administrators edit these."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("offered", default=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One piece of news, in Markdown. `uid` never changes: feeds know an item by it.

    Without an edition it waits to be taken into one, on `due_on` at the latest. After `expires_on`
    it is no longer news. Both are days in Europe/London. `source_key` says what the portal drafted
    it from, so that it drafts each thing once.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        PRACTICE = "practice", "How we work"
        STRATEGY = "strategy", "Strategy"
        DATE = "date", "Date for the diary"
        CONSULTATION = "consultation", "Consultation"
        SCHEME = "scheme", "Scheme change"
        ROADWORKS = "roadworks", "Road works"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NEWS)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    title = models.CharField(max_length=120)
    anchor = models.SlugField(max_length=80)
    body = models.TextField(max_length=20_000)
    short = models.TextField("short version", max_length=600, blank=True)
    districts = models.ManyToManyField("parishes.District", blank=True, related_name="+")
    divisions = models.ManyToManyField("parishes.Division", blank=True, related_name="+")
    parishes = models.ManyToManyField("parishes.Parish", blank=True, related_name="+")
    due_on = models.DateField("to go out by", null=True, blank=True)
    expires_on = models.DateField("news until", null=True, blank=True)
    source_key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = maybe()
    changed_at = models.DateTimeField()
    changed_by = maybe()
    words = models.GeneratedField(
        expression=SearchVector("title", "body", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "anchor"], name="one_anchor_per_edition"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="items_say_something"
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="items_by_words")]

    def __str__(self) -> str:
        return self.title


class ItemDate(models.Model):
    """A date for the diary; the last day counts. Days in Europe/London."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="dates")
    on = models.DateField()
    words = models.CharField(max_length=150)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.words}"


class Image(models.Model):
    """A picture made afresh by us, with words for who cannot see it. Sizes are in pixels."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="images")
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="briefings/%Y/%m/")
    alt = models.CharField("what it shows", max_length=250)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(alt__regex=r"\S"), name="images_say_what_they_show")
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def mail_width(self) -> int:
        """How wide a letter shows it, in pixels: mail programs need a number."""
        return min(self.width, MAIL_WIDTH)


class Correction(models.Model):
    """What was changed in an item after it was sent, and what it said before."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="corrections")
    note = models.CharField("what was corrected", max_length=300)
    title_before = models.CharField(max_length=120)
    body_before = models.TextField()
    made_at = models.DateTimeField()
    made_by = person()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.note


class Asked(models.Model):
    """A question that a briefing brought: from the page as a draft, from the post as an enquiry."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="questions")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    draft = models.OneToOneField(
        "enquiries.Draft", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    enquiry = models.OneToOneField(
        "enquiries.Enquiry", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(enquiry__isnull=False),
                name="asked_as_draft_or_enquiry",
            )
        ]

    def __str__(self) -> str:
        return f"Question on {self.edition}"
