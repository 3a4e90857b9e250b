"""What is known of a scheme, fact by fact. An unknown fact has no row: blank stays blank."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from .scheme import Scheme
from .signed import Signed
from .vocabulary import Problem


class Topic(models.TextChoices):
    """The parts of a scheme's page that are words, in the order in which they are read."""

    PROBLEM = "problem", "Problem it solves"
    WHAT = "what", "What it is"
    WHY_NOT = "why_not", "Why it is not done here"
    ELIGIBILITY = "eligibility", "Is it right for us?"
    ORDER = "order", "Traffic regulation order"
    NOTICE = "notice", "Statutory notice"
    CONSULTATION = "consultation", "Consultation"
    SPEED_SURVEY = "speed_survey", "Speed survey"
    SAFETY_AUDIT = "safety_audit", "Road safety audit"
    LIGHTING = "lighting", "Street lighting"
    LEAD_TIME = "lead_time", "How long it takes"
    FUNDING = "funding", "Who may pay"
    DECIDES = "decides", "Who decides"
    UPKEEP = "upkeep", "Upkeep"
    LEGAL = "legal", "Legal basis"
    NOTES = "notes", "Notes"


class Fact(Signed):
    WORDS = ("topic", "text", "basis", "source")

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="facts")
    topic = models.CharField(max_length=12, choices=Topic)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["scheme", "topic"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(fields=["scheme", "topic"], name="one_fact_a_topic"),
            models.CheckConstraint(condition=~Q(text=""), name="fact_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.text[:60]}"


class Fit(Signed):
    """That a scheme helps with a problem, or that it does not and why."""

    WORDS = ("problem_id", "helps", "why", "basis", "source")

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="fits")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="fits")
    helps = models.BooleanField(default=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-helps", "problem__order"]
        verbose_name = "problem and scheme"
        verbose_name_plural = "problems and schemes"
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(fields=["scheme", "problem"], name="one_fit_a_problem"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {'helps' if self.helps else 'does not help'}: {self.problem}"


class Synonym(models.Model):
    """Another word by which clerks look for a scheme."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="synonyms")
    words = models.CharField(max_length=100)

    class Meta:
        ordering = [Lower("words")]
        constraints = [
            models.UniqueConstraint("scheme", Lower("words"), name="one_synonym_once"),
            models.CheckConstraint(condition=~Q(words=""), name="synonym_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class Alternative(models.Model):
    """What to think of instead of, or before, a scheme."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="alternative_rows")
    other = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "other"], name="one_alternative_once"),
            models.CheckConstraint(
                condition=~Q(scheme=F("other")), name="an_alternative_is_another_scheme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other} instead of {self.scheme}"


class Example(Signed):
    """Where in the county it was done."""

    WORDS = ("place", "what", "year", "basis", "source")

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="examples")
    place = models.CharField(max_length=200)
    what = models.CharField("what was done", max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(condition=~Q(place=""), name="example_has_a_place"),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1900, 2100)), name="example_in_a_real_year"
            ),
        ]

    def __str__(self) -> str:
        return self.place


class Picture(models.Model):
    """A picture of a scheme, made afresh by us. Its words are for those who do not see it."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="pictures")
    image = models.FileField(upload_to="schemes/%Y/")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField("what it shows", max_length=250)
    credit = models.CharField("whose picture it is", max_length=200)
    is_removed = models.BooleanField(default=False, help_text="Old versions may still show it.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_says_what_it_shows"),
            models.CheckConstraint(condition=~Q(credit=""), name="picture_says_whose_it_is"),
        ]

    def __str__(self) -> str:
        return self.alt
