"""The runs of each child's clocks, held so that lists are quick; `sightline clocks rebuild` makes them anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.record.models import Person, Step


class ClockRun(models.Model):
    """One running of one clock for one child. Whether it is due or late is asked of a date, never stored."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clock_runs")
    clock = models.TextField(help_text="C04")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="clock_runs")
    ordinal = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField()
    statutory_on = models.DateField(null=True)
    local_on = models.DateField(null=True)
    own_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    outcome = models.TextField(blank=True, help_text="met, superseded, not held; empty while running")
    edition = models.TextField(help_text="Which edition of the rule this run keeps")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "clock", "step", "ordinal"], name="clock_run_once")]
        indexes = [
            # what is owed now, read from the index alone: one run in ten is running
            models.Index(
                fields=["child"], include=["clock", "statutory_on", "local_on", "own_on"], condition=Q(outcome=""),
                name="clock_run_running",
            ),
        ]  # fmt: skip
