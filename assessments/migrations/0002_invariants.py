"""What the database itself refuses: changing what is closed, submitted, advised, sealed or logged."""

from django.db import migrations

LEDGER = """
CREATE FUNCTION append_to_ledger(
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
    IF head.organisation_id <> p_organisation THEN
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
REVOKE EXECUTE ON FUNCTION append_to_ledger(uuid, text, uuid, text, text, text[], text[]) FROM PUBLIC;
"""

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is fixed and cannot change', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""

# Table -> the condition under which a row is fixed.
FIXED = {
    "answerrevision": "OLD.closed_at IS NOT NULL",
    "evidenceversion": "true",
    "filechunk": "true",
    "snapshot": "true",
    "fgadvice": "true",
    "decision": "true",
    "report": "OLD.sealed_at IS NOT NULL",
    "sealedhash": "true",
    "ledgerevent": "true",
    "accessevent": "true",
}


def trigger(table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_is_fixed BEFORE UPDATE OR DELETE ON assessments_{table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_change();"
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunSQL(LEDGER, "DROP FUNCTION append_to_ledger(uuid, text, uuid, text, text, text[], text[])"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION refuse_change() CASCADE"),
        migrations.RunSQL(
            "\n".join(trigger(table, condition) for table, condition in FIXED.items()),
            "\n".join(f"DROP TRIGGER IF EXISTS {table}_is_fixed ON assessments_{table};" for table in FIXED),
        ),
    ]
