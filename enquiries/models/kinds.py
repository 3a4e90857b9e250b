"""Rows an administrator edits: kinds of enquiry, bodies, outcomes and reasons."""

from django.db import models

from ..states import Status


class KindGroup(models.Model):
    name = models.CharField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = "group of kinds"
        verbose_name_plural = "groups of kinds"

    def __str__(self) -> str:
        return self.name


class Priority(models.TextChoices):
    P1 = "P1", "P1: danger or loss of access"
    P2 = "P2", "P2: soon"
    P3 = "P3", "P3: normal"
    P4 = "P4", "P4: for information"


class Kind(models.Model):
    """A kind of enquiry, in the clerk's words, with who looks after it."""

    code = models.CharField(max_length=10, unique=True)
    group = models.ForeignKey(KindGroup, on_delete=models.PROTECT, related_name="kinds")
    name = models.CharField(max_length=150)
    examples = models.TextField("examples in clerks' words", blank=True)
    enquiry_type = models.CharField(max_length=60, blank=True)
    owner = models.CharField("looked after by", max_length=150, blank=True)
    owner_detail = models.CharField(max_length=300, blank=True)
    in_scope = models.CharField(max_length=60, blank=True)
    signpost_to = models.CharField(max_length=300, blank=True)
    priority = models.CharField(max_length=2, choices=Priority, default=Priority.P3)
    emergency_rule = models.CharField(max_length=300, blank=True)
    ask_for = models.TextField("what helps us", blank=True)
    scheme_refs = models.CharField(max_length=200, blank=True)
    lgsl_code = models.CharField("local government service code", max_length=40, blank=True)
    source = models.TextField(blank=True)
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="kinds"
    )
    needs_approval = models.BooleanField("a second officer approves answers", default=False)
    follows_stages = models.BooleanField("goes through the stages of a scheme", default=False)
    is_active = models.BooleanField("offered to clerks", default=True)

    class Meta:
        ordering = ["group__order", "code"]
        verbose_name = "kind of enquiry"
        verbose_name_plural = "kinds of enquiry"

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """Another body that looks after some matters, to which an enquiry can be passed on."""

    name = models.CharField(max_length=150, unique=True)
    matters = models.TextField(blank=True)
    website = models.URLField(blank=True, max_length=300)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField("address for letters", blank=True, db_default="")
    is_procedure = models.BooleanField(
        "a procedure of ours, not a body",
        default=False,
        help_text="For example complaints, or requests for information.",
    )
    answer_days = models.PositiveSmallIntegerField(
        "working days the law gives for it",
        null=True,
        blank=True,
        help_text="Counted by the statutory calendar and told to the clerk. Blank if none.",
    )
    outcome = models.ForeignKey(
        "enquiries.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The outcome the clerk reads. Blank for the usual one.",
    )  # fmt: skip
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """What was decided, in words the clerk reads. `leads_to` is the status it brings."""

    LEADS_TO = [
        (Status.ANSWERED.value, "Answered"),
        (Status.PLANNED.value, "Work planned"),
        (Status.PASSED_ON.value, "Passed on"),
        (Status.WITHDRAWN.value, "Withdrawn"),
    ]
    code = models.SlugField(unique=True)
    wording = models.CharField(max_length=150)
    needs_reason = models.BooleanField(
        default=False, help_text="The clerk must also be shown one of the listed reasons."
    )
    is_refusal = models.BooleanField("counts as a “no”", default=False)
    for_schemes = models.BooleanField(
        "published for scheme requests", default=False, db_default=False
    )
    leads_to = models.CharField(max_length=10, choices=LEADS_TO, default=Status.ANSWERED.value)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.wording


class Reason(models.Model):
    """Why, in words the clerk reads; the officer completes it in plain English."""

    code = models.SlugField(unique=True)
    wording = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.wording
