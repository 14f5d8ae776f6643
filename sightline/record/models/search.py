"""The keys by which a person is found. Derived from the record on every write; rebuilt at will."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sightline.record.models.person import Person


class SearchKey(models.Model):
    """One row a record: what its person is found by.

    Where records are joined, the kept one is found by the names and numbers of all of them, and the others
    hold no more than their label. The name that is shown comes first of the names. A code is its scheme and its
    value (``upn:…``, ``postcode:…``); a date of birth is three codes, its year, its month and its day
    (``born:2015``, ``born:2015-05``, ``born:2015-05-03``), so that any of them can be asked for.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="search_key")
    label = models.TextField(help_text="The name to show")
    names = ArrayField(models.TextField(), default=list, help_text="Each full name, folded")
    words = ArrayField(models.TextField(), default=list, help_text="Each word of these names")
    codes = ArrayField(models.TextField(), default=list, help_text="Identifiers, postcodes, dates of birth")
    birth_date = models.DateField(null=True, help_text="Or the expected one")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            GinIndex(fields=["codes"], name="search_codes", fastupdate=False),
        ]


class SearchWord(models.Model):
    """Each word that occurs in anybody's name.

    A misspelt word is looked for here, among some tens of thousands of words, before any person is: what
    it may mean is then looked up exactly. A word that nobody bears any longer stays until the next rebuild;
    it finds nobody.
    """

    word = models.TextField(primary_key=True)
    backwards = models.TextField(help_text="For words that end alike")
    sound = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["backwards"], name="search_word_backwards", opclasses=["text_pattern_ops"]),
            models.Index(fields=["sound"], name="search_word_sound"),
        ]
