from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "sightline.oversight"
    label = "oversight"

    def ready(self) -> None:
        from sightline.oversight import acts, relations  # noqa: F401 - what closing a case ends; who reaches whom
