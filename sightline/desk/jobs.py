"""The background jobs of the desk."""

from sightline.desk.child import documents  # noqa: F401 - the jobs of the desk
