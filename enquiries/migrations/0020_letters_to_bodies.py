from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0019_fewer_kinds_follow_stages"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="email",
            field=models.EmailField(
                blank=True, db_default="", max_length=254, verbose_name="address for letters"
            ),
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
                    ("wrote", "Letter to another body"),
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
                    ("assigned", "Assigned"),
                    ("priority", "Priority changed"),
                    ("replaced", "Parish corrected"),
                    ("numbered", "Reference in another system"),
                    ("waived", "No survey will be sent"),
                    ("merged", "Joined to another enquiry"),
                    ("joined", "Another enquiry was joined to this"),
                    ("split", "Part of this became an enquiry of its own"),
                    ("linked", "Linked to another enquiry"),
                    ("unlinked", "No longer linked"),
                    ("blacked", "Part of a photo blacked out"),
                    ("unnoted", "Note withdrawn"),
                    ("proposed", "Answer waits for approval"),
                    ("approved", "Answer approved"),
                    ("sent_back", "Answer sent back to its author"),
                    ("staged", "Stage of the scheme request"),
                    ("departed", "Answered unlike like enquiries"),
                ],
                max_length=10,
            ),
        ),
    ]
