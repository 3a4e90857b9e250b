import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# Promised work belongs to the standard its round was answered under. Whoever was told of lateness
# until now was told when the date passed. Checked at once, so that the columns can change after it.
KNOW_THE_STANDARD = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE enquiries_deadline work SET standard_id = answer.standard_id
FROM enquiries_deadline answer
WHERE work.standard_id IS NULL AND answer.standard_id IS NOT NULL AND answer.stage = 'answer'
  AND answer.enquiry_id = work.enquiry_id AND answer.round = work.round;
UPDATE enquiries_deadline deadline SET standard_id = (
    SELECT id FROM deadlines_standard WHERE kind_id = enquiry.kind_id ORDER BY version LIMIT 1)
FROM enquiries_enquiry enquiry
WHERE deadline.standard_id IS NULL AND enquiry.id = deadline.enquiry_id;
UPDATE enquiries_deadline SET owner_told_at = missed_at WHERE missed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0003_clocks_that_explain_themselves"),
        ("enquiries", "0004_clocks_that_explain_themselves"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="deadline", name="deadlines_running"),
        migrations.RemoveIndex(model_name="deadline", name="deadlines_late"),
        migrations.AddField(
            model_name="deadline",
            name="owner_told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(KNOW_THE_STANDARD, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="deadline",
            name="standard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deadlines.standard",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="deadline",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["target_at"],
                condition=Q(met_at=None, stopped_at=None, missed_at=None),
                name="deadlines_to_miss",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, stopped_at=None),
                name="deadlines_running",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, stopped_at=None, owner_told_at=None)
                & Q(missed_at__isnull=False, due_at__gt=F("target_at")),
                name="deadlines_missed_and_moved",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(what="missed"),
                name="one_missed_event_per_deadline",
            ),
        ),
    ]
