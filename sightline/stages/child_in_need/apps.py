from django.apps import AppConfig


class ChildInNeedConfig(AppConfig):
    name = "sightline.stages.child_in_need"
    label = "child_in_need"

    def ready(self) -> None:
        from sightline.stages.child_in_need import clocks, closing, forms, kinds, planning  # noqa: F401 - declares what it has
