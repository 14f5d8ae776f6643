"""Who is who: users, teams, appointments; and who looked."""

from sightline.access.models.feedback import Feedback
from sightline.access.models.look import Look
from sightline.access.models.reach import Duty, StatedReason
from sightline.access.models.staff import Appointment, Team
from sightline.access.models.user import User

__all__ = ["Appointment", "Duty", "Feedback", "Look", "StatedReason", "Team", "User"]
