"""The second wall by itself: what PostgreSQL shows and refuses, whatever the code above it asks."""

import re
import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from assessments.actions import access
from assessments.models import (
    AccessEvent,
    AccessKind,
    Actor,
    Answer,
    Assessment,
    Evidence,
    LedgerHead,
    Membership,
    NoOrganisation,
    Organisation,
    Participant,
    Party,
    SealedHash,
    User,
    enter_organisation,
    organisation_context,
    person_context,
)
from tests.accounts import Cast

pytestmark = pytest.mark.django_db

# Tables without an organisation, and why: everything else must be behind the wall.
OPEN = {
    "assessments_questionnaireversion": "the same questions for everybody",
    "assessments_sealedhash": "hashes alone, so that anyone can verify a file",
}


def rows(question: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def our_tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_app_config("assessments").get_models()}


def tenant_tables() -> list[str]:
    return sorted(
        name for name, model in our_tables().items() if any(f.name == "organisation" for f in model._meta.fields)
    )


# --- What the catalogue says -----------------------------------------------------------------------------


def test_every_table_of_ours_stands_behind_the_wall_or_has_a_reason_not_to() -> None:
    guarded = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity"
        )
    }
    assert set(our_tables()) - guarded == set(OPEN)


@pytest.mark.parametrize("table", tenant_tables())
def test_the_policy_of_a_tenant_table_covers_every_command_and_asks_for_the_organisation(table: str) -> None:
    found = rows("SELECT cmd, permissive, roles::text, qual, with_check FROM pg_policies WHERE tablename = %s", table)
    assert len(found) == 1, "a second permissive policy would widen the first"
    command, permissive, roles, visible, writable = found[0]
    assert (command, permissive, roles) == ("ALL", "PERMISSIVE", "{public}")
    ours = re.compile(r"organisation_id = \( SELECT current_organisation\(\)")
    assert ours.search(visible) and ours.search(writable)


def test_every_foreign_key_between_tenant_tables_contains_the_organisation() -> None:
    """Foreign keys are checked past row-level security: one without the organisation is a door in the wall."""
    tenants = tenant_tables()
    found = rows(
        """
        SELECT conrelid::regclass::text, conname,
               ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey))
        FROM pg_constraint
        WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) AND confrelid::regclass::text = ANY(%s)
        """,
        tenants,
        tenants,
    )
    assert len(found) > 40
    assert [name for _, name, columns in found if "organisation_id" not in columns] == []


def test_every_reference_from_a_tenant_row_to_a_tenant_row_is_a_foreign_key_of_the_database() -> None:
    tenants = set(tenant_tables())
    keys = {
        (table, column)
        for table, columns in rows(
            "SELECT conrelid::regclass::text, ARRAY(SELECT attname::text FROM pg_attribute "
            "WHERE attrelid = conrelid AND attnum = ANY(conkey)) FROM pg_constraint WHERE contype = 'f'"
        )
        for column in columns
    }
    for table, model in our_tables().items():
        for field in model._meta.fields:
            if field.is_relation and table in tenants and field.related_model._meta.db_table in tenants:
                assert (table, field.column) in keys, f"{table}.{field.column} points anywhere"


def test_a_view_would_see_what_its_reader_sees() -> None:
    views = rows(
        "SELECT relkind::text, coalesce(reloptions::text, '') FROM pg_class "
        "WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    assert all(kind == "v" and "security_invoker=true" in options for kind, options in views)


def test_functions_with_the_owners_rights_are_known_and_fix_their_search_path() -> None:
    found = rows(
        "SELECT proname, proconfig::text, has_function_privilege('public', oid, 'execute') "
        "FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert sorted(name for name, _, _ in found) == ["append_to_ledger", "log_access"]
    assert all("search_path=public, pg_temp" in settings and not anyone for _, settings, anyone in found)


def test_the_app_role_cannot_make_truncate_or_own_anything() -> None:
    assert rows("SELECT has_schema_privilege(current_user, 'public', 'create')") == [(False,)]
    truncatable = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND (has_table_privilege(oid, 'truncate') OR has_table_privilege(oid, 'trigger'))"
    )
    assert truncatable == []


@pytest.mark.parametrize(
    "attempt",
    [
        "SET row_security = off; SELECT * FROM assessments_assessment",
        "ALTER TABLE assessments_assessment DISABLE ROW LEVEL SECURITY",
        "DROP POLICY organisation_wall ON assessments_assessment",
        "CREATE POLICY mine ON assessments_assessment USING (true)",
        "ALTER FUNCTION current_organisation() LEAKPROOF",
        "SET ROLE toets_owner",
        "SET SESSION AUTHORIZATION postgres",
    ],
)
def test_the_app_role_cannot_take_the_wall_down(attempt: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


# --- What a transaction sees -------------------------------------------------------------------------------


def test_without_an_organisation_there_are_no_rows_in_the_database_and_an_error_in_the_code(draft: Assessment) -> None:
    with organisation_context(None):
        for table in tenant_tables():
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        for model in (Assessment, Answer, Participant, LedgerHead, AccessEvent, Actor, Membership):
            with pytest.raises(NoOrganisation):
                model.objects.exists()
    assert Assessment.objects.get().pk == draft.pk


def test_another_organisation_sees_changes_and_removes_nothing(cast: Cast, draft: Assessment) -> None:
    with organisation_context(cast["fg-proef"].organisation_id):
        for table in tenant_tables():
            key = "organisation_id"
            assert rows(f"SELECT count(*) FROM {table} WHERE {key} = %s", draft.organisation_id) == [(0,)], table
        assert Assessment.objects.filter(pk=draft.pk).update(title="van ons") == 0
        assert Party.objects.filter(assessment=draft.pk).delete()[0] == 0
    assert Assessment.objects.get().title == "Proef"


def test_a_row_cannot_be_written_for_another_organisation(cast: Cast, draft: Assessment) -> None:
    theirs = cast["fg-proef"].organisation_id
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Evidence.objects.create(organisation_id=theirs, assessment=draft, kind="file")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Assessment.objects.filter(pk=draft.pk).update(organisation_id=theirs)


@pytest.mark.django_db(transaction=True)
def test_a_row_cannot_hang_on_a_row_of_another_organisation(cast: Cast) -> None:
    """A plain foreign key would allow it, since keys are checked past the wall."""
    ours, theirs = cast["fg"], cast["fg-proef"]
    with pytest.raises(DatabaseError, match="membership_stands_in_for_fk"), organisation_context(ours.organisation_id):
        Membership.objects.filter(actor=ours.pk).update(stands_in_for=theirs.pk)


def test_a_chain_of_another_organisation_cannot_be_appended_to(cast: Cast, draft: Assessment) -> None:
    theirs = cast["fg-proef"].organisation_id
    call = "SELECT append_to_ledger(%s, 'assessment', %s, 'A-1', '2026-11-02T12:00:00.000000Z', '{x}', '{\"{}\"}')"
    with organisation_context(theirs):
        for organisation in (theirs, draft.organisation_id):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows(call, organisation, draft.pk)
    assert LedgerHead.objects.get(chain=draft.pk).seq == 1


def test_somebody_finds_their_own_memberships_before_an_organisation_is_chosen(cast: Cast) -> None:
    user = cast["fg"].user
    assert user is not None
    with person_context(user.pk):
        assert [m.actor.pk for m in Membership.objects.select_related("actor")] == [cast["fg"].pk]
        with pytest.raises(NoOrganisation):
            Assessment.objects.exists()
        enter_organisation(cast["fg"].organisation_id)
        assert Membership.objects.count() == 6
    with pytest.raises(NoOrganisation):
        Membership.objects.exists()


def test_people_of_another_organisation_are_unknown_within_one(cast: Cast) -> None:
    with organisation_context(cast["fg"].organisation_id):
        names = set(User.objects.values_list("username", flat=True))
    assert "invuller" in names and not {"fg-proef", "invuller-proef"} & names


def test_names_of_organisations_are_known_but_only_the_own_one_changes(cast: Cast) -> None:
    with organisation_context(cast["fg"].organisation_id):
        assert Organisation.objects.count() == 2
        assert Organisation.objects.update(allows_self_checking=True) == 1
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM assessments_organisation")
            assert cursor.rowcount == 0


def test_an_attempt_of_nobody_known_is_read_outside_any_organisation_and_within_none(cast: Cast) -> None:
    access.log(who=access.Who(), kind=AccessKind.SIGN_IN_FAILED, page="account_login")
    counted = "SELECT count(*) FROM assessments_accessevent"
    with organisation_context(None):
        assert rows(counted) == [(1,)]
    with organisation_context(cast["fg"].organisation_id):
        assert rows(counted) == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_the_organisation_is_forgotten_when_the_transaction_ends_well_or_badly(cast: Cast) -> None:
    asked = "SELECT coalesce(current_setting('app.organisation', true), '')"
    with organisation_context(cast["fg"].organisation_id):
        assert rows(asked) == [(str(cast["fg"].organisation_id),)]
    assert rows(asked) == [("",)]
    with pytest.raises(ZeroDivisionError), organisation_context(cast["fg"].organisation_id):
        raise ZeroDivisionError
    assert rows(asked) == [("",)]


def test_an_inner_organisation_gives_way_to_the_outer_one(cast: Cast) -> None:
    ours, theirs = cast["fg"].organisation_id, cast["fg-proef"].organisation_id
    with organisation_context(ours):
        with organisation_context(theirs):
            assert Actor.objects.count() == 2
        with pytest.raises(ZeroDivisionError), organisation_context(theirs):
            raise ZeroDivisionError
        assert Actor.objects.count() == 6


def test_a_hash_can_be_asked_for_without_any_organisation(cast: Cast) -> None:
    assert not SealedHash.objects.filter(sha256="0" * 64).exists()
    assert not SealedHash.objects.filter(sha256=uuid.uuid4().hex).exists()
