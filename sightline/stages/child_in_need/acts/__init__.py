"""The acts of child in need work, by subject."""

from sightline.stages.child_in_need.acts.closing import close, may_close, reopen
from sightline.stages.child_in_need.acts.meeting import follow_meeting
from sightline.stages.child_in_need.acts.planning import (
    CinPlan,
    Meeting,
    Visit,
    end_plans,
    hold_meetings,
    lay_plans,
    set_actions,
    start_plans,
    visit,
)

__all__ = [
    "CinPlan",
    "Meeting",
    "Visit",
    "close",
    "end_plans",
    "follow_meeting",
    "hold_meetings",
    "lay_plans",
    "may_close",
    "reopen",
    "set_actions",
    "start_plans",
    "visit",
]
