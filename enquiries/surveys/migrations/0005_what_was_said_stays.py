"""What a survey is credited to and what was said in it are records: the database keeps them.

A comment may be blanked when it has been kept long enough; a whole row may go for the same reason.
"""

from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_crediting_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a survey is about is never changed';
END $$;
CREATE TRIGGER surveys_keep_whose BEFORE UPDATE ON surveys_survey FOR EACH ROW
WHEN (
    (OLD.answer_id, OLD.officer_id, OLD.team_id, OLD.kind_id, OLD.parish_id, OLD.outcome_id,
     OLD.invited_at)
    IS DISTINCT FROM
    (NEW.answer_id, NEW.officer_id, NEW.team_id, NEW.kind_id, NEW.parish_id, NEW.outcome_id,
     NEW.invited_at)
) EXECUTE FUNCTION refuse_crediting_anew();
CREATE FUNCTION refuse_rewriting_replies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said in a survey is never changed';
END $$;
CREATE TRIGGER replies_never_change BEFORE UPDATE ON surveys_reply FOR EACH ROW
WHEN (
    (OLD.survey_id, OLD.version, OLD.overall, OLD.time_taken, OLD.clarity, OLD.informed,
     OLD.fairly, OLD.answered_at, OLD.via, OLD.taken_by_id)
    IS DISTINCT FROM
    (NEW.survey_id, NEW.version, NEW.overall, NEW.time_taken, NEW.clarity, NEW.informed,
     NEW.fairly, NEW.answered_at, NEW.via, NEW.taken_by_id)
    OR (NEW.comment <> OLD.comment AND NEW.comment <> '')
) EXECUTE FUNCTION refuse_rewriting_replies();
"""
ALLOW = """
DROP TRIGGER replies_never_change ON surveys_reply;
DROP FUNCTION refuse_rewriting_replies();
DROP TRIGGER surveys_keep_whose ON surveys_survey;
DROP FUNCTION refuse_crediting_anew();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_every_survey_says_whose")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
