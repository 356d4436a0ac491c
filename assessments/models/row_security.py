"""Row-level security as a migration operation: the second wall, in the database itself."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OURS = "organisation_id = (SELECT current_organisation())"


class OrganisationWall(Operation):
    """Only rows of the current organisation can be seen or written, by the owner of the table as well.

    The function is asked once per statement, not once per row. `visible` and `writable` are conditions in SQL, for
    the few tables that differ.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, *, visible: str = OURS, writable: str = "") -> None:
        self.model_name = model_name
        self.visible = visible
        self.writable = writable or visible

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, to_state)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY organisation_wall ON {table} USING ({self.visible}) WITH CHECK ({self.writable})"
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, from_state)
        schema_editor.execute(f"DROP POLICY organisation_wall ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")

    def _table(self, app_label: str, state: ProjectState) -> str:
        table: Any = state.apps.get_model(app_label, self.model_name)._meta.db_table
        return f'"{table}"'

    def describe(self) -> str:
        return f"Row-level security on {self.model_name}"
