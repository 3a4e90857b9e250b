from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0005_by_whom_a_rest_ended")]

    operations = [
        migrations.CreateModel(
            name="Era",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_now", models.BooleanField(default=True, unique=True)),
            ],
        ),
        # Without a log it is emptied when the database recovers from a crash: that is its purpose.
        migrations.RunSQL("ALTER TABLE post_era SET UNLOGGED", "ALTER TABLE post_era SET LOGGED"),
        migrations.AddField(
            model_name="letter",
            name="era",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
