"""Rows an administrator edits: categories, problems, who published a price, stages, results."""

from django.db import models
from django.db.models import Q


class Category(models.Model):
    name = models.CharField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = "category of schemes"
        verbose_name_plural = "categories of schemes"

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """What a parish would say is wrong; the catalogue can be browsed by it."""

    slug = models.SlugField(unique=True)
    name = models.CharField("in a parish's words", max_length=150, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("offered", default=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Authority(models.Model):
    """Who published a price. Only the prices of “this council” are ever shown as ours."""

    class Role(models.TextChoices):
        OURS = "ours", "This council"
        LOCAL = "local", "A partner in this county"
        OTHER = "other", "Another council or body"

    name = models.CharField("as the source names it", max_length=150, unique=True)
    role = models.CharField(max_length=5, choices=Role, default=Role.OTHER)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """One of the steps from reading the catalogue to a result."""

    code = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=100)
    what_happens = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField("shown", default=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "stage of getting a scheme"
        verbose_name_plural = "stages of getting a scheme"
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="stages_from_one")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Result(models.Model):
    """What an assessment can end in, in words a clerk reads."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=150)
    what_happens = models.TextField(max_length=2000, blank=True)
    third_party_may_fund = models.BooleanField("somebody else may pay for it", default=False)
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("offered", default=True)

    class Meta:
        ordering = ["order"]
        verbose_name = "result of an assessment"
        verbose_name_plural = "results of an assessment"

    def __str__(self) -> str:
        return self.name
