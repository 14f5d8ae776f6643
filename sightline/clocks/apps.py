from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "sightline.clocks"
    label = "clocks"

    def ready(self) -> None:
        from sightline.clocks import acts  # noqa: F401 - clocks follow every act
