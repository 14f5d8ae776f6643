from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "sightline.stages.front_door"
    label = "front_door"

    def ready(self) -> None:
        from sightline.stages.front_door import clocks, forms, kinds  # noqa: F401 - declares its steps, clocks and forms
