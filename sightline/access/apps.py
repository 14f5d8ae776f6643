from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "sightline.access"
    label = "access"

    def ready(self) -> None:
        from sightline.access import relations  # noqa: F401 - registers access's own relations to a child
