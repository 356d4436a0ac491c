"""What the app role may do with each table. The owner grants it after every migration."""

from django.db.backends.utils import CursorWrapper
from psycopg import sql

# Rows are added and never changed: a fault in the site cannot rewrite what happened.
APPEND_ONLY = (
    "assessments_checkpoint",
    "assessments_decision",
    "assessments_evidenceversion",
    "assessments_fgadvice",
    "assessments_filechunk",
    "assessments_sealedhash",
    "assessments_snapshot",
)
# Written by the database's own functions, or by the owner alone.
READ_ONLY = (
    "assessments_accessevent",
    "assessments_ledgerevent",
    "assessments_ledgerhead",
    "django_migrations",
)


def apply(cursor: CursorWrapper, app_role: str) -> None:
    """Give the app role exactly its rights, whatever it had before."""
    role = sql.Identifier(app_role)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    ]
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(role=role))
    existing = set(_tables(cursor))
    for tables, rights in ((APPEND_ONLY, "UPDATE, DELETE"), (READ_ONLY, "INSERT, UPDATE, DELETE")):
        for table in existing.intersection(tables):
            cursor.execute(
                sql.SQL(f"REVOKE {rights} ON {{table}} FROM {{role}}").format(table=sql.Identifier(table), role=role)
            )


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [name for (name,) in cursor.fetchall()]
