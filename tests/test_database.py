"""The tests prove something about the walls only if they run as the role that stands before them."""

import os
import uuid

import psycopg
import pytest
from django.db import connection

from tests import database
from tests.conftest import Manage

pytestmark = pytest.mark.django_db


def ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_tests_run_as_a_role_that_cannot_pass_row_security() -> None:
    assert not ask("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user")


def test_tests_run_as_a_role_that_owns_nothing() -> None:
    assert ask("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == 0
    assert ask("SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = current_user") == 0


def test_the_role_of_the_tests_is_a_member_of_no_other() -> None:
    assert ask("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == 0


def test_the_test_database_is_not_the_one_of_the_developer() -> None:
    name = ask("SELECT current_database()")
    assert str(name).startswith("test_")
    assert name != psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_role_cannot_change_an_append_only_table(change: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute(change.format("assessments_accessevent"))


@pytest.mark.parametrize("table", ["assessments_ledgerevent", "django_migrations"])
def test_the_app_role_cannot_write_what_functions_or_the_owner_write(table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_after_a_test_that_commits_even_append_only_ones() -> None:
    with database.superuser(autocommit=True) as rows:
        rows.execute(
            "INSERT INTO assessments_organisation (id, slug, name, allows_self_checking) VALUES (%s, 'x', 'X', false)",
            [uuid.uuid4()],
        )
    database.empty()
    assert ask("SELECT count(*) FROM assessments_organisation") == 0


def test_a_command_of_the_operator_sees_the_test_database(manage: Manage) -> None:
    shell = "from django.db import connection; print(connection.settings_dict['NAME'])"
    result = manage("shell", "--no-imports", "--command", shell)
    assert result.stdout.strip() == ask("SELECT current_database()"), result.stderr
