from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0003_hands")]

    operations = [
        migrations.AddField(
            model_name=name, name="version", field=models.PositiveIntegerField(default=1)
        )
        for name in ("audience", "rhythm")
    ]
