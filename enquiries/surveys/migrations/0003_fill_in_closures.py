"""Surveys sent before say whose closure they are about, from the answer that closed it."""

from django.db import migrations

FILL = """
UPDATE surveys_survey survey
SET officer_id = coalesce(answer.closed_by_id, answer.answered_by_id), team_id = enquiry.team_id,
    kind_id = answer.kind_id, parish_id = answer.parish_id, outcome_id = answer.outcome_id,
    person_id = enquiry.asked_by_id
FROM enquiries_answer answer JOIN enquiries_enquiry enquiry ON enquiry.id = answer.enquiry_id
WHERE answer.id = survey.answer_id
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_five_questions_and_what_was_closed")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
