"""People: children, unborn children and adults, and what identifies them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sightline.record.history import ActField, kept
from sightline.record.models.periods import Period, ends_after_it_starts


class Entry(Period):
    """A dated fact about a person. Entered in error, it is withdrawn and stays in view; never erased."""

    withdrawn = models.BooleanField(default=False)
    act = ActField()

    class Meta:
        abstract = True


@kept()
class Person(models.Model):
    """A child, an unborn child (who converts in place at birth) or an adult."""

    class Kind(models.TextChoices):
        CHILD = "child", "Child"
        UNBORN = "unborn", "Unborn child"
        ADULT = "adult", "Adult"

    kind = models.TextField(choices=Kind)
    sex = models.TextField(default="U", help_text="CIN item N00783: M, F, U")
    birth_date = models.DateField(null=True, blank=True, help_text="CIN item N00066")
    expected_birth_date = models.DateField(null=True, blank=True, help_text="CIN item N00098")
    death_date = models.DateField(null=True, blank=True, help_text="CIN item N00108")
    ethnicity = models.TextField(blank=True, help_text="CIN item N00177")
    disabilities = ArrayField(models.TextField(), default=list, blank=True, help_text="CIN item N00099")
    upn_unknown = models.TextField(blank=True, help_text="CIN item N00135: why no UPN is held")
    act = ActField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["child", "unborn", "adult"]), name="person_kind"),
            models.CheckConstraint(condition=Q(sex__in=["M", "F", "U"]), name="person_sex"),
            models.CheckConstraint(
                condition=~Q(kind="unborn") | Q(birth_date__isnull=True), name="person_unborn_has_no_birth_date"
            ),
        ]
        indexes = [models.Index(F("birth_date"), name="person_birth_date")]

    def __str__(self) -> str:
        return f"Person {self.pk}"


@kept(by="person")
class PersonName(Entry):
    """A name by which a person is or was known, with its dates."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "Legal name"
        KNOWN_AS = "known_as", "Known as"
        FORMER = "former", "Former name"
        ALIAS = "alias", "Alias"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.TextField(choices=Kind, default=Kind.LEGAL)
    given = models.TextField(blank=True)
    family = models.TextField(blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("name_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(given="") | ~Q(family=""), name="name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@kept(by="person")
class Identifier(Entry):
    """A number that some body knows a person by."""

    class Scheme(models.TextChoices):
        LA_CHILD_ID = "la_child_id", "LA child ID"
        UPN = "upn", "UPN"
        FORMER_UPN = "former_upn", "Former UPN"
        NHS = "nhs_number", "NHS number"
        FORMER_LA_CHILD_ID = "former_la_child_id", "LA child ID in an earlier system"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.TextField(choices=Scheme)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["value"],
                condition=Q(scheme="la_child_id", withdrawn=False),
                name="identifier_la_child_id_is_one_persons",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_is_not_empty"),
        ]
        indexes = [models.Index(fields=["value"], name="identifier_value")]


@kept(by="person")
class WarningNote(Entry):
    """What a worker must know before they knock: a danger to the child, to the family or to staff."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Risk to staff: do not visit alone"
        VIOLENCE = "violence", "Violence in the home"
        PERSON = "person", "Person who poses a risk to children"
        ADDRESS = "address", "Address must not be disclosed"
        ANIMAL = "animal", "Dangerous animal"
        HEALTH = "health", "Health alert"
        OTHER = "other", "Other warning"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="warnings")
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    review_on = models.DateField(help_text="No warning stands unreviewed")

    class Meta:
        constraints = [ends_after_it_starts("warning_ends_after_it_starts")]


@kept(by="kept")
class SamePerson(models.Model):
    """Two records of one person, joined by a link that can be cut. Neither record is changed."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joined")
    duplicate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joined_to")
    reason = models.TextField()
    cut = models.BooleanField(default=False)
    cut_reason = models.TextField(blank=True)
    act = ActField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duplicate"], condition=Q(cut=False), name="same_person_joined_once"),
            models.CheckConstraint(condition=~Q(kept=F("duplicate")), name="same_person_is_two_records"),
        ]
