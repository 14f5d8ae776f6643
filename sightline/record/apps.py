from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordConfig(AppConfig):
    name = "sightline.record"
    label = "record"

    def ready(self) -> None:
        from sightline.record import database

        pre_migrate.connect(database.before_migrations, sender=self)
        post_migrate.connect(database.after_migrations, dispatch_uid="record.database")
