"""Where people live and how they are related: both dated, both facts about two things."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.record.history import ActField, kept
from sightline.record.models.periods import ends_after_it_starts, never_two_at_once
from sightline.record.models.person import Entry, Person


@kept()
class Address(models.Model):
    """A place. Who lives there is in :class:`Residence`; a household is who lives there on a day."""

    lines = models.TextField()
    postcode = models.TextField(blank=True)
    uprn = models.TextField(blank=True, help_text="Unique property reference number")
    act = ActField()

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="address_postcode")]

    def __str__(self) -> str:
        return ", ".join([*self.lines.splitlines(), self.postcode]).strip(", ")


@kept(by="person")
class Residence(Entry):
    """A person's living at an address between two dates."""

    class Kind(models.TextChoices):
        HOME = "home", "Home"
        STAYS = "stays", "Stays there at times"
        CONTACT = "contact", "Contact address only"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="residences")
    kind = models.TextField(choices=Kind, default=Kind.HOME)
    confidential = models.BooleanField(default=False, help_text="Must not be disclosed to the family")

    class Meta:
        constraints = [
            ends_after_it_starts("residence_ends_after_it_starts"),
            never_two_at_once("residence_one_home_at_a_time", "person_id", condition=Q(kind="home", withdrawn=False)),
        ]


@kept(by="person")
class Relationship(Entry):
    """``person`` is the ``kind`` of ``other``: 'Ruth is the mother of Sam'."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        PARENT = "parent", "Parent"
        STEP_PARENT = "step_parent", "Step-parent"
        GRANDPARENT = "grandparent", "Grandparent"
        AUNT_OR_UNCLE = "aunt_or_uncle", "Aunt or uncle"
        SIBLING = "sibling", "Brother or sister"
        HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
        STEP_SIBLING = "step_sibling", "Step-brother or step-sister"
        COUSIN = "cousin", "Cousin"
        PARTNER = "partner", "Partner"
        CARER = "carer", "Carer"
        OTHER_FAMILY = "other_family", "Other family"
        FAMILY_FRIEND = "family_friend", "Family friend"
        PROFESSIONAL = "professional", "Professional"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_from_others")
    kind = models.TextField(choices=Kind)
    parental_responsibility = models.BooleanField(null=True, help_text="Of person for other; empty: not known")
    parental_responsibility_basis = models.TextField(blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("relationship_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_is_between_two"),
            never_two_at_once("relationship_stated_once", "person_id", "other_id", condition=Q(withdrawn=False)),
        ]
        indexes = [models.Index(fields=["other"], name="relationship_other")]
