"""How the council asks: its days, its smallest number, its own software, and its words."""

from django.db import models
from django.db.models import Q


class Setting(models.Model):
    """The council's own choices about surveys. One row.

    With `external_url` people are sent to the council's engagement software instead of our form;
    `{reference}` in it is replaced by the signed reference that its results come back with.
    """

    remind_days = models.PositiveSmallIntegerField("remind once after this many days", default=7)
    open_days = models.PositiveSmallIntegerField("close after this many days", default=28)
    change_days = models.PositiveSmallIntegerField(
        "an answer may be changed for this many days", default=7
    )
    low_score = models.PositiveSmallIntegerField(
        "a score of this or less is looked into (1 is very dissatisfied)", default=2
    )
    review_days = models.PositiveSmallIntegerField(
        "working days in which a low score is looked into", default=5
    )
    least_answers = models.PositiveSmallIntegerField(
        "officers see no figure of fewer answers than this", default=10
    )
    external_url = models.CharField(
        "address of the council’s engagement software", max_length=500, blank=True
    )

    class Meta:
        verbose_name = "how surveys are sent"
        verbose_name_plural = "how surveys are sent"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_survey_settings"),
            models.CheckConstraint(
                condition=Q(open_days__gt=models.F("remind_days"), remind_days__gte=1),
                name="reminded_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(low_score__range=(0, 4), least_answers__gte=5, review_days__gte=1),
                name="survey_settings_in_range",
            ),
            models.CheckConstraint(
                condition=Q(external_url="") | Q(external_url__startswith="https://"),
                name="engagement_software_by_https",
            ),
        ]

    def __str__(self) -> str:
        return "How surveys are sent"

    @classmethod
    def current(cls) -> "Setting":
        """Return the council's row, or the defaults while it has none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Words(models.Model):
    """The words of a question, or of a point of the scale, as the council wants them."""

    class Code(models.TextChoices):
        OVERALL = "overall", "Overall, how satisfied are you with how we handled this enquiry?"
        TIME_TAKEN = "time_taken", "How satisfied are you with the time it took?"
        CLARITY = "clarity", "How satisfied are you with how clearly we gave our reasons?"
        INFORMED = "informed", "How satisfied are you with how well we kept you informed?"
        FAIRLY = "fairly", "How satisfied are you that we treated your council fairly?"
        COMMENT = "comment", "What could we have done better, or what went well?"
        POINT_5 = "5", "Very satisfied"
        POINT_4 = "4", "Satisfied"
        POINT_3 = "3", "Neither satisfied nor dissatisfied"
        POINT_2 = "2", "Dissatisfied"
        POINT_1 = "1", "Very dissatisfied"
        DONT_KNOW = "dont-know", "Don’t know"

    code = models.CharField("stands for", max_length=10, choices=Code, unique=True)
    text = models.CharField("in the council’s words", max_length=200)

    class Meta:
        ordering = ["id"]
        verbose_name = "wording of the survey"
        verbose_name_plural = "wordings of the survey"
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=r"\S"), name="words_of_the_survey_not_blank"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def current(cls) -> dict[str, str]:
        """Return the words of every question and point: the council's, else ours. One query."""
        return dict(cls.Code.choices) | dict(cls.objects.values_list("code", "text"))
