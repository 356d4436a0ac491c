"""Database constraints that Django does not have."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class SameOrganisation(models.BaseConstraint):
    """A foreign key that contains the organisation: a row can only point at a row of its own organisation.

    The field itself is declared with `db_constraint=False`; this constraint replaces the one Django would
    make. The parent needs the unique pair (organisation, id), which `TenantModel` gives.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _sql(self, model: type[models.Model]) -> str:
        child = model._meta
        foreign = child.get_field(self.field)
        assert isinstance(foreign, models.ForeignKey)
        parent = foreign.related_model._meta
        return (
            f'CONSTRAINT "{self.name}" FOREIGN KEY ("organisation_id", "{foreign.column}") '
            f'REFERENCES "{parent.db_table}" ("organisation_id", "id") DEFERRABLE INITIALLY DEFERRED'
        )

    def _defer(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
        """At the end of the migration, when the parent table and its unique pair surely exist."""
        assert model is not None and schema_editor is not None
        schema_editor.deferred_sql.append(f'ALTER TABLE "{model._meta.db_table}" ADD {self._sql(model)}')

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        self._defer(model, schema_editor)
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        self._defer(model, schema_editor)
        return ""

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database checks it; a query per form would add nothing."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameOrganisation) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))
