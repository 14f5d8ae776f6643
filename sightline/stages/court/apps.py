from django.apps import AppConfig


class CourtConfig(AppConfig):
    name = "sightline.stages.court"
    label = "court"

    def ready(self) -> None:
        from sightline.stages.court import clocks, kinds  # noqa: F401 - declares its steps and clocks
