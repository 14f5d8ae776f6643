from django.db import migrations


class Migration(migrations.Migration):
    """The table in which tries to sign in are counted across all web processes (settings.CACHES)."""

    dependencies = [("access", "0002_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                """
                create table access_limits (
                    cache_key varchar(255) primary key,
                    value text not null,
                    expires timestamptz not null
                )
                """,
                "create index access_limits_expires on access_limits (expires)",
            ],
            reverse_sql="drop table access_limits",
        ),
    ]
