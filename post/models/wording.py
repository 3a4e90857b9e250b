"""The council's own words in its letters."""

from django.conf import settings
from django.db import models


class Wording(models.Model):
    """A paragraph of the council's own in one kind of letter, or in all of them.

    `text` is plain text. Only the placeholders of the allow-list are replaced, in one pass and
    never by a template engine. `kind` is a letter's kind, such as enquiries/received; blank stands
    in every letter.
    """

    kind = models.CharField(max_length=40, unique=True, blank=True)
    text = models.TextField(max_length=1000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind or "every letter"
