"""A draft keeps everyone who ever wrote in it: an answer names only who wrote it last."""

import django.contrib.postgres.fields
from django.db import migrations, models

_THOSE_KNOWN = """
    update forms_draft set writers = known.writers
    from (select draft_id, array_agg(distinct by_id) as writers from forms_answer where source = '' group by draft_id) known
    where known.draft_id = forms_draft.id
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_unsent")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="writers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                help_text="Everyone who ever wrote in it, whether their words stand or not",
                size=None,
            ),
        ),
        migrations.RunSQL(_THOSE_KNOWN, migrations.RunSQL.noop),
    ]
