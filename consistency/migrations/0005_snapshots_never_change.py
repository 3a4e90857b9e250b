"""A month as it stood stays as it stood: the database itself refuses to rewrite it."""

from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_rewriting_snapshots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'months that are kept are never changed or deleted';
END $$;
CREATE TRIGGER snapshots_never_change BEFORE UPDATE OR DELETE ON consistency_snapshot
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_snapshots();
"""
ALLOW = """
DROP TRIGGER snapshots_never_change ON consistency_snapshot;
DROP FUNCTION refuse_rewriting_snapshots();
"""


class Migration(migrations.Migration):
    dependencies = [("consistency", "0004_months_kept")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
