"""The second wall: each row of an organisation is seen and written only in the context of that organisation."""

from typing import ClassVar

from django.db import migrations

from assessments.models.row_security import OURS, OrganisationWall

# Of the transaction (`set_config(…, true)`); an empty or missing setting is no organisation, and shows no rows.
CURRENT = """
CREATE FUNCTION current_organisation() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('app.organisation', true), '')::uuid $$;
CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('app.person', true), '')::uuid $$;
"""

# Names and ids of organisations are no secret; what an organisation chose is changed only by itself.
ORGANISATION = """
ALTER TABLE assessments_organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY names_are_known ON assessments_organisation FOR SELECT USING (true);
CREATE POLICY made_by_the_operator ON assessments_organisation FOR INSERT WITH CHECK (true);
CREATE POLICY changed_by_itself ON assessments_organisation FOR UPDATE USING (id = (SELECT current_organisation()));
"""

# Before an organisation is known, somebody finds their own memberships, to choose one.
OWN = f"{OURS} OR ((SELECT current_organisation()) IS NULL AND user_id = (SELECT current_person()))"
# An account belongs to no organisation. Sign-in needs it before any is known; a page of one organisation
# never sees people of another.
PEOPLE = (
    "(SELECT current_organisation()) IS NULL OR id = (SELECT current_person()) "
    "OR EXISTS (SELECT FROM assessments_actor WHERE assessments_actor.user_id = assessments_user.id)"
)

TENANT_MODELS = (
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Comment",
    "Commitment",
    "Consultation",
    "Decision",
    "Evidence",
    "EvidenceCheck",
    "EvidenceLink",
    "EvidenceVersion",
    "FgAdvice",
    "File",
    "FileChunk",
    "LedgerEvent",
    "LedgerHead",
    "Participant",
    "Party",
    "Purpose",
    "QuestionReview",
    "Report",
    "Snapshot",
    "StatedRisk",
)

# As before, and refusing a chain that this organisation cannot see.
LEDGER = """
CREATE OR REPLACE FUNCTION append_to_ledger(
    p_organisation uuid, p_chain_kind text, p_chain uuid, p_actor text, p_at text, p_kinds text[], p_facts text[]
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head assessments_ledgerhead;
    before text;
BEGIN
    INSERT INTO assessments_ledgerhead (chain, organisation_id, seq, hash)
    VALUES (p_chain, p_organisation, 0, encode(sha256(convert_to(p_chain::text, 'UTF8')), 'hex'))
    ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM assessments_ledgerhead WHERE chain = p_chain FOR UPDATE;
    IF NOT FOUND OR head.organisation_id <> p_organisation THEN
        RAISE EXCEPTION 'chain of another organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR i IN 1 .. cardinality(p_kinds) LOOP
        before := head.hash;
        head.seq := head.seq + 1;
        head.hash := encode(sha256(convert_to(concat_ws(E'\\n',
            before, p_chain::text, head.seq::text, p_at, p_kinds[i], p_actor, p_facts[i]), 'UTF8')), 'hex');
        INSERT INTO assessments_ledgerevent
            (chain, chain_kind, seq, organisation_id, kind, actor, at, facts, prev, hash)
        VALUES (p_chain, p_chain_kind, head.seq, p_organisation, p_kinds[i], p_actor, p_at, p_facts[i],
                before, head.hash);
    END LOOP;
    UPDATE assessments_ledgerhead SET seq = head.seq, hash = head.hash WHERE chain = p_chain;
    RETURN head.seq;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0003_released_versions")]
    operations: ClassVar = [
        migrations.RunSQL(CURRENT, "DROP FUNCTION current_organisation(); DROP FUNCTION current_person();"),
        *(OrganisationWall(model) for model in TENANT_MODELS),
        OrganisationWall("Actor", visible=OWN, writable=OURS),
        OrganisationWall("Membership", visible=OWN, writable=OURS),
        OrganisationWall("User", visible=PEOPLE, writable="true"),
        # A failed sign-in belongs to no organisation; nobody reads it from within one.
        OrganisationWall("AccessEvent", writable=f"organisation_id IS NULL OR {OURS}"),
        migrations.RunSQL(
            ORGANISATION,
            """
            DROP POLICY names_are_known ON assessments_organisation;
            DROP POLICY made_by_the_operator ON assessments_organisation;
            DROP POLICY changed_by_itself ON assessments_organisation;
            ALTER TABLE assessments_organisation DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
            """,
        ),
        migrations.RunSQL(LEDGER, migrations.RunSQL.noop),
    ]
