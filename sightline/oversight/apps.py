from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "sightline.oversight"
    label = "oversight"

    def ready(self) -> None:
        from sightline.oversight import relations  # noqa: F401 - registers the relations that allocation gives
