"""What somebody has undertaken to do for a child by a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.record.history import ActField, kept
from sightline.record.models.pathway import Step
from sightline.record.models.person import Person


@kept(by="child")
class Task(models.Model):
    """A thing to do by a date: a manager's direction, an action of a plan, a thing not known yet.

    The clocks say what law and procedure ask for; a task is what a person asked for. owner: who does it;
    empty where whoever holds the child does.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="tasks")
    what = models.TextField()
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="What came of it, or why it is no longer needed")
    act = ActField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="task_says_what")]
        indexes = [
            models.Index(fields=["child"], name="task_of_child"),
            models.Index(fields=["owner", "due_on"], condition=Q(done_on__isnull=True), name="task_owed"),
        ]
