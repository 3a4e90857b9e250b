"""The timeline is a record: the database itself refuses to rewrite it."""

from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_rewriting_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of an enquiry are never changed or deleted';
END $$;
CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE ON enquiries_event
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_events();
"""
ALLOW = """
DROP TRIGGER events_never_change ON enquiries_event;
DROP FUNCTION refuse_rewriting_events();
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
