"""The design app. It has templates and tags, and no models."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Must stand before `crispy_forms_gds` in INSTALLED_APPS: it mends some of its templates."""

    name = "sightline.design"
    label = "design"
    verbose_name = "Page furniture"
