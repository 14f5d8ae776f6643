"""What is owed now is read from an index of the running runs alone; the one of all runs goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="clockrun", name="clock_run_of_child"),
        migrations.AddIndex(
            model_name="clockrun",
            index=models.Index(
                condition=models.Q(("outcome", "")),
                fields=["child"],
                include=("clock", "statutory_on", "local_on", "own_on"),
                name="clock_run_running",
            ),
        ),
    ]
