"""Whoever looks, fetches, sends, is refused, signs in or out leaves one line, and nothing of what it was about."""

import json
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessments import access_log
from assessments.actions import access
from assessments.models import AccessEvent, AccessKind, Actor, LedgerEvent, organisation_context
from assessments.policies import Refused
from tests.accounts import Cast, sign_in
from tests.database import superuser

PASSWORD = "een lang wachtwoord"


def lines(actor: Actor) -> list[tuple[str, str, str, int]]:
    with organisation_context(actor.organisation_id):
        found = AccessEvent.objects.filter(actor=actor.pseudonym).order_by("at")
        return list(found.values_list("kind", "page", "subject", "result"))


def of_nobody() -> list[tuple[str, str, str, int]]:
    with organisation_context(None):
        return list(AccessEvent.of_nobody.values_list("kind", "actor", "page", "result"))


def with_password(actor: Actor) -> str:
    assert actor.user is not None
    actor.user.set_password(PASSWORD)
    actor.user.save()
    return actor.user.username


def test_a_look_is_logged_once_in_ten_minutes_with_one_statement_and_no_lock(client, cast, draft):
    author = sign_in(client, cast, "invuller")
    address = reverse("tasks", args=[draft.pk])
    with CaptureQueriesContext(connection) as captured:
        author.get(address)
    texts = [query["sql"] for query in captured]
    assert len([text for text in texts if "access" in text.lower()]) == 1
    assert not [text for text in texts if "FOR UPDATE" in text or "append_to_ledger" in text]
    author.get(address)
    look = ("looked", "tasks", str(draft.pk), 200)
    assert lines(cast["invuller"]) == [look]
    later = timezone.now() + timedelta(minutes=11)
    who = access.Who(actor=cast["invuller"])
    access.log(
        who=who,
        kind=AccessKind.LOOKED,
        page="tasks",
        subject=str(draft.pk),
        result=200,
        origin="127.0.0.0/24",
        folded=True,
        at=later,
    )
    assert lines(cast["invuller"]) == [look, look]


def test_a_line_says_who_what_result_from_where_and_when_and_nothing_that_somebody_wrote(client, cast, draft):
    author = sign_in(client, cast, "invuller")
    author.get(reverse("section", args=[draft.pk, "een-naam-die-iemand-typte"]))
    with organisation_context(draft.organisation_id):
        row = AccessEvent.objects.get(page="section")
    assert (row.kind, row.actor, row.result) == ("refused", cast["invuller"].pseudonym, 404)
    assert (row.subject, row.origin, row.at.utcoffset()) == (str(draft.pk), "127.0.0.0/24", timedelta(0))
    assert "typte" not in json.dumps([str(value) for value in vars(row).values()])


def test_a_refusal_is_logged_though_everything_else_of_the_request_was_undone(client, cast, draft, monkeypatch):
    """403 for the wrong role, 404 for what is not theirs, 409 after half a change."""
    sign_in(client, cast, "beheerder").post(reverse("withdraw", args=[draft.pk]))
    other = sign_in(Client(), cast, "invuller-proef")
    other.get(reverse("tasks", args=[draft.pk]))
    assert lines(cast["invuller-proef"]) == [("refused", "tasks", str(draft.pk), 404)]
    assert {kind for kind, *_ in lines(cast["beheerder"])} == {"refused"}

    def half_way(*_: object, **__: object) -> None:
        Actor.objects.create(organisation_id=draft.organisation_id, kind="supplier_link")
        raise Refused("Nu niet.")

    monkeypatch.setattr("assessments.views.overview.render", half_way)
    author = sign_in(Client(), cast, "invuller")
    assert author.get(reverse("overview")).status_code == 409
    assert lines(cast["invuller"])[-1] == ("refused", "overview", "", 409)
    with organisation_context(draft.organisation_id):
        assert not Actor.objects.filter(kind="supplier_link").exists()


def test_a_forged_form_is_logged_under_who_was_signed_in_and_under_nobody_otherwise(cast, draft):
    forger = sign_in(Client(enforce_csrf_checks=True), cast, "invuller")
    assert forger.post(reverse("withdraw", args=[draft.pk])).status_code == 403
    assert lines(cast["invuller"]) == [("refused", "withdraw", str(draft.pk), 403)]
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(3):
        stranger.post(reverse("withdraw", args=[draft.pk]))
    assert of_nobody() == [("refused", "-", "withdraw", 403)]


def test_signing_in_and_out_is_logged_and_a_failure_without_the_name_that_was_typed(client, cast):
    login = with_password(cast["invuller"])
    address = reverse("account_login")
    client.post(address, {"login": login.upper(), "password": "verkeerd"})
    client.post(address, {"login": "iemand\x00 die hier niet werkt", "password": "verkeerd"})
    client.post(address, {"login": login, "password": PASSWORD})
    client.post(reverse("account_logout"))
    kinds = [(kind, page) for kind, page, _, _ in lines(cast["invuller"])]
    assert kinds == [
        ("sign_in_failed", "account_login"),
        ("signed_in", "account_login"),
        ("signed_out", "account_logout"),
    ]
    assert of_nobody() == [("sign_in_failed", "-", "account_login", 200)]


def test_who_asks_for_nothing_of_anybody_leaves_no_line(client, db):
    for name in ("questionnaire", "verify", "help", "account_login"):
        client.get(reverse(name))
    client.get("/dit-bestaat-niet/")
    client.get(reverse("overview"))
    assert of_nobody() == []


@pytest.mark.django_db(transaction=True)
def test_a_look_that_cannot_be_logged_is_not_shown(cast):
    author = sign_in(Client(raise_request_exception=False), cast, "invuller")
    assert author.get(reverse("overview")).status_code == 200
    with superuser(autocommit=True) as owner:
        owner.execute("ALTER TABLE assessments_accessevent RENAME TO elsewhere")
    try:
        assert author.get(reverse("overview")).status_code == 500
    finally:
        with superuser(autocommit=True) as owner:
            owner.execute("ALTER TABLE elsewhere RENAME TO assessments_accessevent")


@pytest.mark.parametrize(
    ("wanted", "address", "written"),
    [
        ("network", "203.0.113.77", "203.0.113.0/24"),
        ("network", "2001:db8:1:2::7", "2001:db8:1::/48"),
        ("address", "203.0.113.77", "203.0.113.77"),
        ("none", "203.0.113.77", ""),
        ("network", "no address", ""),
    ],
)
def test_where_from_is_as_precise_as_the_setting_says(settings, wanted, address, written):
    settings.ACCESS_LOG_ORIGIN = wanted
    assert access_log.origin(RequestFactory(REMOTE_ADDR=address).get("/")) == written


# --- Every address that changes something (S11) ---------------------------------------------------------


def addresses(pk: uuid.UUID) -> dict[str, str]:
    """Every named address, with this id where one is asked for."""
    found = get_resolver().reverse_dict
    values = {"UUIDConverter": pk, "SlugConverter": "afbakening"}
    made = {}
    for name in {each for each in found if isinstance(each, str)}:
        possibilities, _, _, converters = found.getlist(name)[-1]
        kinds = {key: type(converters[key]).__name__ if key in converters else "" for key in possibilities[0][1]}
        made[name] = reverse(name, kwargs={key: values.get(kind, "1") for key, kind in kinds.items()})
    return made


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_every_verb_that_may_change_something_leaves_a_line_at_every_address(cast, draft, verb):
    everywhere = addresses(draft.pk)
    assert len(everywhere) > 30
    for name, address in everywhere.items():
        browser = sign_in(Client(raise_request_exception=False), cast, "invuller")
        before = len(lines(cast["invuller"]))
        getattr(browser, verb)(address)
        assert len(lines(cast["invuller"])) == before + 1, name


def test_a_change_that_an_action_makes_is_in_the_chain_as_well(client, cast, draft):
    with organisation_context(draft.organisation_id):
        before = LedgerEvent.objects.filter(chain=draft.pk).count()
    sign_in(client, cast, "invuller").post(reverse("withdraw", args=[draft.pk]), {"sure": "on", "reason": "Dubbel"})
    assert lines(cast["invuller"])[-1][:2] in {("sent", "withdraw"), ("refused", "withdraw")}
    with organisation_context(draft.organisation_id):
        assert LedgerEvent.objects.filter(chain=draft.pk).count() >= before


# --- The app role cannot touch what was written ---------------------------------------------------------

ATTEMPTS = [
    "UPDATE assessments_ledgerevent SET facts = '{}'",
    "DELETE FROM assessments_ledgerevent",
    "TRUNCATE assessments_ledgerevent",
    "INSERT INTO assessments_ledgerevent SELECT * FROM assessments_ledgerevent",
    "UPDATE assessments_ledgerhead SET seq = 0",
    "DELETE FROM assessments_ledgerhead",
    "UPDATE assessments_accessevent SET actor = '-'",
    "DELETE FROM assessments_accessevent",
    "INSERT INTO assessments_accessevent SELECT * FROM assessments_accessevent",
    "UPDATE assessments_checkpoint SET root = ''",
    "DELETE FROM assessments_checkpoint",
    "TRUNCATE assessments_checkpoint",
    "SET session_replication_role = replica",
    "ALTER TABLE assessments_ledgerevent DISABLE TRIGGER ALL",
    "DROP FUNCTION append_to_ledger(uuid, text, uuid, text, text, text[], text[])",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_app_role_is_refused_by_postgresql(draft, attempt):
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(attempt)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["ledgerevent", "accessevent"])
def test_even_a_superuser_is_refused_by_the_triggers_until_they_are_put_out(cast, submitted, table):
    submitted("W4")
    access.log(who=access.Who(actor=cast["invuller"]), kind=AccessKind.LOOKED, page="tasks")
    with superuser(autocommit=True) as owner:
        for attempt in ("UPDATE {} SET actor = '-'", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(Exception, match="is fixed and cannot change"):
                owner.execute(attempt.format(f"assessments_{table}"))


# --- Reading it -----------------------------------------------------------------------------------------


def read(*arguments: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("access_log", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_auditor_reads_the_log_of_one_organisation_as_lines_of_json(client, cast: Cast, draft):
    sign_in(client, cast, "invuller").get(reverse("tasks", args=[draft.pk]))
    sign_in(Client(), cast, "fg-proef").get(reverse("overview"))
    client.logout()
    client.post(reverse("account_login"), {"login": "nobody", "password": "x"})
    [look] = read("--organisation", "voorbeeldzaken")
    assert {**look, "at": ""} == {
        "at": "",
        "actor": cast["invuller"].pseudonym,
        "kind": "looked",
        "page": "tasks",
        "subject": str(draft.pk),
        "result": 200,
        "origin": "127.0.0.0/24",
    }
    assert str(look["at"]).endswith("Z")
    assert read("--organisation", "voorbeeldzaken", "--since", "2999-01-01") == []
    assert [line["kind"] for line in read("--of-nobody")] == ["sign_in_failed"]
    assert uuid.UUID(str(look["subject"])) == draft.pk
