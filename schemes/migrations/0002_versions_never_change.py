"""What was published, and what happened to a scheme, are records: the database keeps them."""

from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_rewriting_catalogue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of a scheme and its steps are never changed or deleted';
END $$;
CREATE TRIGGER versions_never_change BEFORE UPDATE OR DELETE ON schemes_version
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_catalogue();
CREATE TRIGGER steps_never_change BEFORE UPDATE OR DELETE ON schemes_step
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_catalogue();
"""
ALLOW = """
DROP TRIGGER versions_never_change ON schemes_version;
DROP TRIGGER steps_never_change ON schemes_step;
DROP FUNCTION refuse_rewriting_catalogue();
"""


class Migration(migrations.Migration):
    dependencies = [("schemes", "0001_catalogue")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
