from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class CaseNoteFacts(Facts):
    """A note of something that happened and isn't a visit, a meeting or a decision."""

    class About(models.TextChoices):
        CALL = "call", "Telephone or video call"
        MESSAGE = "message", "Letter, email or message"
        OFFICE = "office", "Seen at the office or elsewhere"
        AGENCY = "agency", "Word from another agency"
        ATTEMPT = "attempt", "Tried to reach somebody"
        OTHER = "other", "Something else"

    about = models.TextField(choices=About, blank=True)


@kept()
class ManagementDecisionFacts(Facts):
    """A manager's decision about a child: apart from notes, because whoever reads must see who decided what.

    Its question, options, decision and rationale are narrative (practice: every decision that needs a manager).
    """

    child_views_considered = models.BooleanField(null=True)
    direction_due_on = models.DateField(null=True, blank=True, help_text="By when what was directed is done")
    back_on = models.DateField(null=True, blank=True, help_text="When the manager looks at it again")
