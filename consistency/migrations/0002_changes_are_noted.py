"""The database itself notes whose figures changed, whoever changes them and by whatever way.

One line a statement and enquiry, in the same transaction. What is loaded or corrected in bulk, in
the administration or by hand is noted as any other change.
"""

from django.db import migrations

WHOSE = {
    "enquiries_enquiry": "SELECT id FROM changed",
    "enquiries_deadline": "SELECT DISTINCT enquiry_id FROM changed",
    "enquiries_answer": "SELECT DISTINCT enquiry_id FROM changed",
    "enquiries_outcome": (
        "SELECT DISTINCT enquiry_id FROM enquiries_answer"
        " WHERE outcome_id IN (SELECT id FROM changed)"
    ),
    "surveys_survey": (
        "SELECT enquiry_id FROM enquiries_answer WHERE id IN (SELECT answer_id FROM changed)"
    ),
    "surveys_reply": (
        "SELECT enquiry_id FROM enquiries_answer WHERE id IN (SELECT answer_id FROM surveys_survey"
        " WHERE id IN (SELECT survey_id FROM changed))"
    ),
}
FUNCTION = """
CREATE FUNCTION note_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO consistency_change (enquiry_id) {whose};
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER note_{what} AFTER {what} ON {table} REFERENCING {rows} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_{table}();
"""
ROWS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
NOTE = "".join(
    FUNCTION.format(table=table, whose=whose)
    + "".join(TRIGGER.format(table=table, what=what, rows=rows) for what, rows in ROWS.items())
    for table, whose in WHOSE.items()
)
FORGET = "".join(
    "".join(f"DROP TRIGGER note_{what} ON {table};\n" for what in ROWS)
    + f"DROP FUNCTION note_change_of_{table}();\n"
    for table in WHOSE
)
# What was there before is counted when the figures are first caught up with.
EVERYTHING = "INSERT INTO consistency_change (enquiry_id) SELECT id FROM enquiries_enquiry"


class Migration(migrations.Migration):
    dependencies = [
        ("consistency", "0001_initial"),
        ("enquiries", "0009_photos_added_later"),
        ("surveys", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(EVERYTHING, migrations.RunSQL.noop),
    ]
