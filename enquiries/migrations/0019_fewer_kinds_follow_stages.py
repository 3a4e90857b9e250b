"""Only kinds that ask for a scheme go through its stages: a report of speeding asks for none.

The kinds that 0018 ticked besides are unticked, except those of which a request was moved along.
"""

from django.db import migrations

UNFOLLOW = """
UPDATE enquiries_kind SET follows_stages = false
WHERE code IN ('SP1', 'HG1', 'PK3', 'SC1', 'SC2', 'GR5', 'PT2', 'PW2') AND id NOT IN (
    SELECT enquiry.kind_id FROM enquiries_stagemove move
    JOIN enquiries_enquiry enquiry ON enquiry.id = move.enquiry_id
)
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0018_answers_and_stages")]

    operations = [migrations.RunSQL(UNFOLLOW, migrations.RunSQL.noop)]
