"""The access log says what, with which result and from where; checkpoints of the audit trail."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from assessments.models.row_security import OURS, OrganisationWall

# The one way into the access log. Whoever is not known yet is looked up here, so that it stays one statement: by the
# account of the session, or by the name that was typed, which goes no further than this function.
LOG_ACCESS = """
CREATE FUNCTION log_access(
    p_organisation uuid, p_actor text, p_person uuid, p_login text, p_kind text, p_page text, p_subject text,
    p_result integer, p_origin text, p_at timestamptz, p_folded interval
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation_before text := coalesce(current_setting('app.organisation', true), '');
    person_before text := coalesce(current_setting('app.person', true), '');
    organisation uuid := p_organisation;
    who text := p_actor;
    person uuid := p_person;
BEGIN
    IF who = '' THEN
        PERFORM set_config('app.organisation', '', true);
        IF person IS NULL THEN
            SELECT id INTO person FROM assessments_user WHERE upper(username) = upper(p_login);
        END IF;
        PERFORM set_config('app.person', coalesce(person::text, ''), true);
        SELECT membership.organisation_id, actor.pseudonym INTO organisation, who
        FROM assessments_membership AS membership JOIN assessments_actor AS actor ON actor.id = membership.actor_id
        WHERE membership.user_id = person ORDER BY membership.valid_from, membership.id LIMIT 1;
        who := coalesce(who, '-');
    END IF;
    PERFORM set_config('app.organisation', coalesce(organisation::text, ''), true);
    IF p_folded IS NULL OR NOT EXISTS (
        SELECT FROM assessments_accessevent AS earlier
        WHERE earlier.organisation_id IS NOT DISTINCT FROM organisation AND earlier.at > p_at - p_folded
            AND earlier.actor = who AND earlier.kind = p_kind AND earlier.page = p_page
            AND earlier.subject = p_subject AND earlier.result = p_result AND earlier.origin = p_origin
    ) THEN
        INSERT INTO assessments_accessevent (id, organisation_id, actor, kind, page, subject, result, origin, at)
        VALUES (gen_random_uuid(), organisation, who, p_kind, p_page, p_subject, p_result, p_origin, p_at);
    END IF;
    PERFORM set_config('app.organisation', organisation_before, true);
    PERFORM set_config('app.person', person_before, true);
END $$;
REVOKE EXECUTE ON FUNCTION log_access(
    uuid, text, uuid, text, text, text, text, integer, text, timestamptz, interval) FROM PUBLIC;
"""
FORGET_ACCESS = """
DROP FUNCTION log_access(uuid, text, uuid, text, text, text, text, integer, text, timestamptz, interval);
"""

# What nobody could be named for is read outside any organisation, by the operator.
SEEN = f"{OURS} OR (organisation_id IS NULL AND (SELECT current_organisation()) IS NULL)"
VISIBLE = f"ALTER POLICY organisation_wall ON assessments_accessevent USING ({SEEN})"
AS_BEFORE = f"ALTER POLICY organisation_wall ON assessments_accessevent USING ({OURS})"

NEVER_EMPTIED = ("accessevent", "checkpoint", "ledgerevent", "ledgerhead")
FIXED = "\n".join(
    [
        "CREATE TRIGGER checkpoint_is_fixed BEFORE UPDATE OR DELETE ON assessments_checkpoint "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
        *(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON assessments_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
            for table in NEVER_EMPTIED
        ),
    ]
)
LOOSE = "\n".join(
    [
        "DROP TRIGGER checkpoint_is_fixed ON assessments_checkpoint;",
        *(f"DROP TRIGGER {table}_is_never_emptied ON assessments_{table};" for table in NEVER_EMPTIED),
    ]
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0006_invitations")]
    operations: ClassVar = [
        migrations.AddField("accessevent", "origin", models.CharField(blank=True, max_length=45)),
        migrations.AddField("accessevent", "page", models.CharField(blank=True, max_length=60)),
        migrations.AddField("accessevent", "result", models.PositiveSmallIntegerField(default=0)),
        migrations.AlterField(
            "accessevent",
            "kind",
            models.CharField(
                choices=[
                    ("looked", "Looked"),
                    ("downloaded", "Downloaded"),
                    ("sent", "Sent"),
                    ("refused", "Refused"),
                    ("failed", "Failed"),
                    ("sign_in_begun", "Sign In Begun"),
                    ("signed_in", "Signed In"),
                    ("sign_in_failed", "Sign In Failed"),
                    ("proof_failed", "Proof Failed"),
                    ("signed_out", "Signed Out"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField("accessevent", "subject", models.CharField(blank=True, max_length=120)),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.CharField(max_length=27)),
                ("chains", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("previous_root", models.CharField(blank=True, max_length=64)),
                ("leaves", models.TextField()),
                ("signature", models.BinaryField()),
                ("timestamp", models.BinaryField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="checkpoint_organisation_id"),
                    models.UniqueConstraint(fields=("organisation", "number"), name="one_checkpoint_per_number"),
                ],
            },
        ),
        OrganisationWall("Checkpoint"),
        migrations.RunSQL(LOG_ACCESS, FORGET_ACCESS),
        migrations.RunSQL(VISIBLE, AS_BEFORE),
        migrations.RunSQL(FIXED, LOOSE),
    ]
