from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class PreProceedingsFacts(Facts):
    """Pre-proceedings and family group decision-making. The decision to begin (N00826) is the step's date."""

    letter_before_sent_on = models.DateField(null=True, blank=True, help_text="CIN item N00827")
    family_meeting_offered = models.BooleanField(null=True, help_text="CIN item N00828")
    family_meeting_held = models.BooleanField(null=True, help_text="CIN item N00829")
    first_meeting_on = models.DateField(null=True, blank=True, help_text="CIN item N00830")
    review_meetings = models.PositiveIntegerField(null=True, blank=True, help_text="CIN item N00831")
    decided_on = models.DateField(null=True, blank=True, help_text="CIN item N00832: to step up or down")
    outcome = models.TextField(blank=True, help_text="CIN item N00833")
    court_application_on = models.DateField(null=True, blank=True, help_text="CIN item N00834")
    letter_to_issue_on = models.DateField(null=True, blank=True, help_text="CIN item N00835")
