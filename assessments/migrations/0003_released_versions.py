"""What the database refuses of a released questionnaire: other texts, and going away."""

from typing import ClassVar

from django.db import migrations

CONTENT = "slug, {row}.version, {row}.rules_hash, {row}.text_hash, {row}.files"
OLD, NEW = (f"ROW({row}.{CONTENT.format(row=row)})" for row in ("OLD", "NEW"))
TRIGGERS = f"""
CREATE TRIGGER released_version_is_fixed BEFORE UPDATE ON assessments_questionnaireversion
FOR EACH ROW WHEN (OLD.status <> 'concept' AND (NEW.status = 'concept' OR {OLD} IS DISTINCT FROM {NEW}))
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER released_version_stays BEFORE DELETE ON assessments_questionnaireversion
FOR EACH ROW WHEN (OLD.status <> 'concept') EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER released_version_is_fixed ON assessments_questionnaireversion;
DROP TRIGGER released_version_stays ON assessments_questionnaireversion;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0002_invariants")]
    operations: ClassVar = [migrations.RunSQL(TRIGGERS, DROP)]
