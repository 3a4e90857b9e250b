"""Standard wording, a second officer, how like enquiries were answered, and the stages of a scheme.

Kinds that ask for a scheme, as they were loaded, go through the stages from now on.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FOLLOW = """
UPDATE enquiries_kind SET follows_stages = true WHERE enquiry_type = 'request' AND scheme_refs <> ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_engineers"),
        ("enquiries", "0017_search_of_open"),
        ("parishes", "0005_handing_over"),
        ("schemes", "0003_without_edit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Phase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=100)),
                ("what_happens", models.TextField(blank=True, max_length=2000)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("is_active", models.BooleanField(default=True, verbose_name="shown")),
            ],
            options={
                "verbose_name": "phase of a scheme that others fund",
                "verbose_name_plural": "phases of a scheme that others fund",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("explanation", models.TextField()),
                ("next_step", models.TextField()),
                ("planned_for", models.DateField(blank=True, null=True)),
                ("why_different", models.CharField(blank=True, max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("is_approved", models.BooleanField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, max_length=2000)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="expected to be done by"),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="words for the clerk")),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StandardWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "text",
                    models.TextField(max_length=5000, verbose_name="reasons in plain English"),
                ),
                (
                    "next_step",
                    models.TextField(blank=True, max_length=2000, verbose_name="what happens next"),
                ),
                (
                    "from_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "January"),
                            (2, "February"),
                            (3, "March"),
                            (4, "April"),
                            (5, "May"),
                            (6, "June"),
                            (7, "July"),
                            (8, "August"),
                            (9, "September"),
                            (10, "October"),
                            (11, "November"),
                            (12, "December"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "to_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "January"),
                            (2, "February"),
                            (3, "March"),
                            (4, "April"),
                            (5, "May"),
                            (6, "June"),
                            (7, "July"),
                            (8, "August"),
                            (9, "September"),
                            (10, "October"),
                            (11, "November"),
                            (12, "December"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="last reviewed"),
                ),
                (
                    "reviewer",
                    models.CharField(blank=True, max_length=100, verbose_name="reviewed by"),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, verbose_name="a sample, not the council's own"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(default=True, verbose_name="offered to officers"),
                ),
            ],
            options={
                "verbose_name_plural": "standard wordings",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="answer",
            name="like_answers",
        ),
        migrations.AddField(
            model_name="answer",
            name="alike",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="like answers"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="alike_same",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="of the same outcome"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="answer",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="is_wording_edited",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="the wording was edited"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="withdraws",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.event",
            ),
        ),
        migrations.AddField(
            model_name="kind",
            name="follows_stages",
            field=models.BooleanField(
                default=False, verbose_name="goes through the stages of a scheme"
            ),
        ),
        migrations.AddField(
            model_name="kind",
            name="needs_approval",
            field=models.BooleanField(
                default=False, verbose_name="a second officer approves answers"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="for_schemes",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="published for scheme requests"
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
        migrations.AlterField(
            model_name="override",
            name="what",
            field=models.CharField(
                choices=[
                    ("extended", "Took longer than promised"),
                    ("priority", "Priority changed"),
                    ("assigned", "Given to somebody else"),
                    ("kind", "Kind corrected"),
                    ("parish", "Parish corrected"),
                    ("merged", "Joined to another enquiry"),
                    ("treated", "Moved to another procedure"),
                    ("survey", "No survey sent"),
                    ("departed", "Answered unlike others"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdraws__isnull", False)),
                fields=("withdraws",),
                name="a_note_is_withdrawn_once",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="enquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="enquiries.enquiry",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="outcome",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.outcome",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.reason",
            ),
        ),
        migrations.AddField(
            model_name="stagemove",
            name="enquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stage_moves",
                to="enquiries.enquiry",
            ),
        ),
        migrations.AddField(
            model_name="stagemove",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagemove",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagemove",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.phase",
            ),
        ),
        migrations.AddField(
            model_name="stagemove",
            name="stage",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schemes.stage",
            ),
        ),
        migrations.AddField(
            model_name="standardwording",
            name="kinds",
            field=models.ManyToManyField(
                blank=True, related_name="standard_wordings", to="enquiries.kind"
            ),
        ),
        migrations.AddField(
            model_name="standardwording",
            name="outcome",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.outcome",
            ),
        ),
        migrations.AddField(
            model_name="standardwording",
            name="reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.reason",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="wording",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.standardwording",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="wording",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enquiries.standardwording",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["kind", "-answered_at"], include=("outcome",), name="alike"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["parish", "kind", "-answered_at"], name="alike_in_parish"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="answer_approved_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="stage_move_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagemove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase__isnull", False), ("stage", None)),
                    models.Q(("phase", None), ("stage__isnull", False)),
                    _connector="OR",
                ),
                name="a_stage_or_a_phase",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardwording",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="wording_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="standardwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_month", None), ("to_month", None)),
                    models.Q(
                        ("from_month__isnull", False),
                        ("from_month__range", (1, 12)),
                        ("to_month__isnull", False),
                        ("to_month__range", (1, 12)),
                    ),
                    _connector="OR",
                ),
                name="wording_from_and_to_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_on", None), ("reviewer", "")),
                    models.Q(
                        ("reviewed_on__isnull", False), models.Q(("reviewer", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="wording_reviewed_on_with_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("enquiry", "round"),
                name="one_proposal_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("is_approved", None)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("is_approved__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_approved", True), _negated=True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_his_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("explanation", ""), _negated=True),
                    models.Q(("next_step", ""), _negated=True),
                ),
                name="proposal_says_why_and_what_next",
            ),
        ),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
    ]
