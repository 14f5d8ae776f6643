from django.contrib.postgres.fields import ArrayField
from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class AssessmentFacts(Facts):
    """A child and family assessment. Its start (CIN item N00159) is the step's date."""

    internal_review_on = models.DateField(null=True, blank=True, help_text="The review point set at the start")
    internal_review_done_on = models.DateField(null=True, blank=True)
    authorised_on = models.DateField(null=True, blank=True, help_text="CIN item N00160")
    factors = ArrayField(models.TextField(), default=list, blank=True, help_text="CIN item N00181")
