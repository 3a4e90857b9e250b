"""However an enquiry ends, the row says what was decided, why, and what happens next.

A check constraint holds the words. Whether the outcome needs one of the listed reasons stands in
another table, so triggers ask it: once for the many rows of a load, and for each that closes later.
An outcome that needs a reason only from now on leaves old answers as they are.
"""

from django.db import migrations, models
from django.db.models import Q

SAY = """
UPDATE enquiries_enquiry SET next_step =
    'Nothing more happens. Your council can send a new enquiry at any time.'
WHERE status IN ('passed_on', 'answered', 'withdrawn') AND next_step = '';
UPDATE enquiries_answer SET next_step = 'Nothing more happens.' WHERE next_step = '';
"""
REFUSE = """
CREATE FUNCTION refuse_closing_without_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reason_id IS NULL
       AND (SELECT needs_reason FROM enquiries_outcome WHERE id = NEW.outcome_id) THEN
        RAISE EXCEPTION 'this outcome needs one of the listed reasons'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_with_the_reason_it_needs';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_with_the_reason_it_needs
BEFORE UPDATE OF status, outcome_id, reason_id ON enquiries_enquiry FOR EACH ROW
WHEN (NEW.status IN ('passed_on', 'answered', 'withdrawn')
      AND (OLD.status, OLD.outcome_id, OLD.reason_id)
          IS DISTINCT FROM (NEW.status, NEW.outcome_id, NEW.reason_id))
EXECUTE FUNCTION refuse_closing_without_reason();

CREATE FUNCTION refuse_adding_closed_without_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added JOIN enquiries_outcome ON enquiries_outcome.id = added.outcome_id
        WHERE added.status IN ('passed_on', 'answered', 'withdrawn')
        AND added.reason_id IS NULL AND enquiries_outcome.needs_reason
    ) THEN
        RAISE EXCEPTION 'this outcome needs one of the listed reasons'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_with_the_reason_it_needs';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER added_with_the_reason_it_needs AFTER INSERT ON enquiries_enquiry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT
EXECUTE FUNCTION refuse_adding_closed_without_reason();
"""
ALLOW = """
DROP TRIGGER closed_with_the_reason_it_needs ON enquiries_enquiry;
DROP FUNCTION refuse_closing_without_reason();
DROP TRIGGER added_with_the_reason_it_needs ON enquiries_enquiry;
DROP FUNCTION refuse_adding_closed_without_reason();
"""
OPEN = ["received", "looking", "waiting", "planned"]
CLOSED = ["passed_on", "answered", "withdrawn"]


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0009_photos_added_later")]
    operations = [
        migrations.RunSQL(SAY, migrations.RunSQL.noop),
        migrations.RemoveConstraint("enquiry", "closed_means_who_when_outcome_and_reason"),
        migrations.AddConstraint(
            "enquiry",
            models.CheckConstraint(
                condition=Q(
                    Q(
                        ("status__in", OPEN),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                    ),
                    Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("outcome__isnull", False),
                        ("status__in", CLOSED),
                        Q(("explanation", ""), _negated=True),
                        Q(("next_step", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="closed_means_who_when_what_why_and_next",
            ),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=Q(
                    Q(("explanation", ""), _negated=True), Q(("next_step", ""), _negated=True)
                ),
                name="answer_says_why_and_what_next",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
