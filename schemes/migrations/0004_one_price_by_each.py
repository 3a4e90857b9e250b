from django.db import migrations, models


def drop_copies(apps, schema_editor):
    """Drop unsigned lines that say word for word what an earlier one says: a button pressed twice.

    Lines that differ stay: then the constraint fails, names them, and an editor decides.
    """
    beside = {"id", "signed_at", "signed_by"}
    seen = set()
    lines = apps.get_model("schemes", "CostLine").objects
    names = [field.attname for field in lines.model._meta.fields if field.name not in beside]
    for line in lines.order_by("signed_at", "pk"):
        said = tuple(getattr(line, name) for name in names)
        if said in seen and line.signed_at is None:
            line.delete()
        seen.add(said)


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0003_without_edit"),
    ]

    operations = [
        migrations.RunPython(drop_copies, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="costline",
            constraint=models.UniqueConstraint(
                fields=("option", "authority"), name="one_price_of_an_option_by_each"
            ),
        ),
    ]
