"""The words of enquiries, parishes and people: what a misspelt word may have meant."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """One word in lower case. `workflows.learn_words` reads new ones once a day."""

    text = models.CharField(max_length=30, primary_key=True)

    class Meta:
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="words_alike")]

    def __str__(self) -> str:
        return self.text
