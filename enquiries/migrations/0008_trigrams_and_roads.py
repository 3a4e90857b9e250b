from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0007_unreached")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["council", "road"], name="roads_of_a_council"),
        ),
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("logged", "Enquiry received"),
                    ("claimed", "Taken on by an officer"),
                    ("released", "Given back"),
                    ("note", "Note"),
                    ("update", "Update"),
                    ("question", "Question to the council"),
                    ("reply", "Reply from the council"),
                    ("added", "Information added by the council"),
                    ("answered", "Answered"),
                    ("passed_on", "Passed on"),
                    ("closed", "Work finished"),
                    ("withdrawn", "Withdrawn by the council"),
                    ("reopened", "Opened again"),
                    ("missed", "Reply date passed"),
                    ("moved", "New reply date"),
                    ("delayed", "We said that we are late"),
                    ("nudged", "Reminded of our question"),
                    ("returned", "Back with us without a reply"),
                    ("rekinded", "Kind corrected"),
                    ("unreached", "We could not e-mail the clerk"),
                    ("followed", "Followed by a council"),
                    ("unfollowed", "No longer followed by a council"),
                ],
                max_length=10,
            ),
        ),
    ]
