"""The keys by which a person is found. Derived from the record on every write; rebuilt at will."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sightline.record.models.person import Person


class SearchKey(models.Model):
    """One row a person: folded names, their trigrams and sounds, identifiers and postcodes."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="search_key")
    label = models.TextField(help_text="The name to show")
    names = ArrayField(models.TextField(), default=list, help_text="Each full name, folded")
    words = ArrayField(models.TextField(), default=list)
    trigrams = ArrayField(models.TextField(), default=list)
    sounds = ArrayField(models.TextField(), default=list)
    codes = ArrayField(models.TextField(), default=list, help_text="Identifiers and postcodes, folded")
    birth_date = models.DateField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            GinIndex(fields=["trigrams"], name="search_trigrams", fastupdate=False),
            GinIndex(fields=["sounds"], name="search_sounds", fastupdate=False),
            GinIndex(fields=["codes"], name="search_codes", fastupdate=False),
            models.Index(fields=["birth_date"], name="search_birth_date"),
        ]
