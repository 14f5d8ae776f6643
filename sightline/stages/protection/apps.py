from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "sightline.stages.protection"
    label = "protection"

    def ready(self) -> None:
        from sightline.stages.protection import clocks, kinds  # noqa: F401 - declares its steps and clocks
