"""Each address has a rule, or nothing starts."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import include, path

from assessments import permissions
from assessments.access_rules import RULES, Who
from assessments.checks import ACCESS, refuse_to_start_unguarded
from assessments.domain.workflow import TABLE
from assessments.permissions import PERMISSIONS, Permission
from config import urls as real
from tests.source import ROOT, python_files

# A URLconf of this test: ours, and an address that somebody added without thinking of who may come there.
urlpatterns = [*real.urlpatterns, path("zijdeur/", lambda request: None, name="side-door")]

HERE = "tests.test_access_rules"


def faults():
    return sorted((error.id, error.msg.split("'")[-2]) for error in run_checks(tags=[ACCESS]))


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert faults() == []


@override_settings(ROOT_URLCONF=HERE)
def test_an_address_without_a_rule_is_found():
    assert faults() == [("assessments.E001", "side-door")]
    with pytest.raises(Exception, match="zijdeur/"):
        refuse_to_start_unguarded()


def test_an_address_without_a_name_is_found(settings):
    settings.ROOT_URLCONF = (*real.urlpatterns, path("naamloos/", lambda request: None))
    assert [error.id for error in run_checks(tags=[ACCESS])] == ["assessments.E001"]


def test_an_address_in_a_namespace_goes_by_its_whole_name(settings):
    inside = include(([path("deur/", lambda request: None, name="help")], "elders"))
    settings.ROOT_URLCONF = (*real.urlpatterns, path("elders/", inside))
    assert faults() == [("assessments.E001", "elders:help")]


def test_a_rule_without_an_address_is_found(monkeypatch):
    monkeypatch.setitem(RULES, "gone", RULES["help"])
    assert faults() == [("assessments.E002", "gone")]


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
@pytest.mark.parametrize(("conf", "starts"), [(HERE, False), ("config.urls", True)])
def test_the_web_process_does_not_start_with_an_address_without_a_rule(module, conf, starts):
    code = f"from django.conf import settings; settings.ROOT_URLCONF = {conf!r}; import {module}"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert (result.returncode == 0) is starts, result.stderr
    assert starts or "zijdeur/" in result.stderr.splitlines()[-1]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=HERE)
def test_an_address_without_a_rule_is_refused_should_it_ever_be_served(client):
    assert client.get("/zijdeur/").status_code == 403


@pytest.mark.django_db
def test_a_verb_that_no_rule_names_is_refused_with_those_that_it_does(client):
    response = client.post("/hulp/")
    assert response.status_code == 405 and response["Allow"] == "GET, HEAD"


def test_a_permission_is_used_and_what_is_used_is_given_to_somebody():
    """By an address, a step of the workflow, or a check in an action."""
    used = {permission for rule in RULES.values() for permission in rule.permissions}
    used |= {Permission(row.permission) for row in TABLE}
    code = "".join(file.read_text() for file in python_files("assessments/actions"))
    used |= {each for each in Permission if f"Permission.{each.name}" in code}
    assert used == set(Permission) == frozenset().union(*PERMISSIONS.values())


def test_only_rules_for_members_name_permissions():
    assert all(rule.who is Who.MEMBER for rule in RULES.values() if rule.permissions)
    assert all(rule.verbs for rule in RULES.values())


def test_every_role_stands_in_the_table_of_permissions():
    assert set(PERMISSIONS) == set(permissions.Role)
