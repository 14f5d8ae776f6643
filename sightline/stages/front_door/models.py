from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class ReferralFacts(Facts):
    """A referral: a request for a service that the authority must decide on. Its date is the step's."""

    source = models.TextField(blank=True, help_text="CIN item N00152: who referred")
    primary_need = models.TextField(blank=True, help_text="CIN item N00101")
    no_further_action = models.BooleanField(null=True, help_text="CIN item N00112; empty until decided")
    decided_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True, help_text="When the referrer was told")
