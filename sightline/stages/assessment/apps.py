from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "sightline.stages.assessment"
    label = "assessment"

    def ready(self) -> None:
        from sightline.stages.assessment import clocks, forms, kinds  # noqa: F401 - declares its steps, clocks and forms
