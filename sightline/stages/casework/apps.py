from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sightline.stages.casework"
    label = "casework"

    def ready(self) -> None:
        from sightline.stages.casework import forms, kinds  # noqa: F401 - declares its steps and forms
