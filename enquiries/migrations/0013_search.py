import django.contrib.postgres.indexes
from django.db import migrations, models

# Every page that reads an enquiry reads its fields: this column is none, so only search reads it.
SAID = """
ALTER TABLE enquiries_enquiry ADD COLUMN said tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', road), 'A')
    || setweight(to_tsvector('english', spot || ' ' || minute || ' '
        || regexp_replace(external_reference, '[^a-zA-Z0-9]+', ' ', 'g')), 'B')
    || setweight(to_tsvector('english', description), 'D')
) STORED;
CREATE INDEX enquiries_said ON enquiries_enquiry USING gin (said);
"""
UNSAID = "ALTER TABLE enquiries_enquiry DROP COLUMN said"
LEARN = """
INSERT INTO enquiries_word (text)
SELECT DISTINCT word FROM (
    SELECT unnest(tsvector_to_array(to_tsvector('simple', road)))
    FROM (SELECT DISTINCT road FROM enquiries_enquiry) roads
) said (word)
WHERE word ~ '^[[:alpha:]]{4,30}$'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0012_lists_of_a_council")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[("text", models.CharField(max_length=30, primary_key=True, serialize=False))],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["text"], name="words_alike", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.RunSQL(SAID, UNSAID),
        migrations.RunSQL(LEARN, migrations.RunSQL.noop),
    ]
