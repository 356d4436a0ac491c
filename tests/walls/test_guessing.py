"""Guessing: the same answer for everybody, one hash for each attempt, and counts that nobody can reset."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from assessments.models import User
from tests.accounts import Cast
from tests.source import ROOT

PASSWORD = "een-lang-wachtwoord"
ADDRESS = {"REMOTE_ADDR": "192.0.2.1"}


class CountingHasher(hashers.MD5PasswordHasher):
    """Counts each hash that is computed, whoever asks for it."""

    computed = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).computed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings) -> Iterator[Callable[[], int]]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]

    def since_last() -> int:
        computed, CountingHasher.computed = CountingHasher.computed, 0
        return computed

    yield since_last
    CountingHasher.computed = 0


def account(name: str, **facts: bool) -> User:
    return User.objects.create_user(name, PASSWORD, **facts)


def attempt(name: str, password: str, **extra: str) -> str:
    """The page that somebody gets who tries this from a fresh browser, without what they typed themselves."""
    page = Client().post("/login/", {"login": name, "password": password}, **(extra or ADDRESS))
    return "in" if page.status_code == 302 else page.content.decode().replace(name, "NAAM")


def sentences(page: str) -> list[str]:
    return page.split("nlds-error-summary__list")[1].split("</ul>")[0].split("\n") if page != "in" else []


@pytest.fixture
def people(db, settings) -> list[str]:
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    account("bekend")
    account("afgesloten", is_active=False)
    account("van-de-demo", is_demo=True)
    nobody = account("zonder-wachtwoord")
    nobody.set_unusable_password()
    nobody.save()
    return ["bekend", "afgesloten", "van-de-demo", "zonder-wachtwoord", "wie-is-dat"]


# --- The same for everybody ---------------------------------------------------------------------------


def test_a_wrong_password_gets_the_same_page_and_costs_one_hash_whoever_it_is(people, hashes):
    answers, costs = set(), []
    for number, name in enumerate(people):
        hashes()
        answers.add(tuple(sentences(attempt(name, "fout", REMOTE_ADDR=f"192.0.2.{number}"))))
        costs.append(hashes())
    assert len(answers) == 1 and costs == [1] * len(people)


def test_the_right_password_opens_nothing_and_tells_nothing_for_an_account_that_is_closed(people, hashes):
    unknown = sentences(attempt("wie-is-dat", PASSWORD))
    for name in ("afgesloten", "van-de-demo"):
        hashes()
        assert sentences(attempt(name, PASSWORD)) == unknown
        assert hashes() == 1
    hashes()
    assert attempt("bekend", PASSWORD) == "in" and hashes() == 1


def test_a_name_that_was_tried_too_often_answers_alike_known_or_not_and_costs_one_hash(people, hashes):
    answers = set()
    for place, name in enumerate(("bekend", "afgesloten", "van-de-demo", "wie-is-dat")):
        for _ in range(5):
            attempt(name, "fout", REMOTE_ADDR=f"192.0.2.{place}")
        hashes()
        answers.add(tuple(sentences(attempt(name, PASSWORD, REMOTE_ADDR=f"198.51.100.{place}"))))
        assert hashes() == 1, name
    assert len(answers) == 1 and "Er is te vaak" in "".join(answers.pop())


# --- Counts -------------------------------------------------------------------------------------------


def test_one_address_tries_ten_wrong_passwords_in_a_minute(people):
    pages = [attempt(f"naam-{number}", "fout") for number in range(11)]
    assert "Er is te vaak" not in pages[9] and "Er is te vaak" in pages[10]
    assert attempt("bekend", PASSWORD, REMOTE_ADDR="192.0.2.2") == "in"


def test_what_a_visitor_says_of_their_address_changes_no_count(people, settings):
    """Without a proxy of ours the header is worth nothing; with one, only what that one added."""
    pages = [attempt(f"a{n}", "fout", **ADDRESS, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}") for n in range(11)]
    assert "Er is te vaak" in pages[10]
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said = [f"203.0.113.{number}, 192.0.2.7" for number in range(11)]
    pages = [attempt(f"b{n}", "fout", **ADDRESS, HTTP_X_FORWARDED_FOR=said[n]) for n in range(11)]
    assert "Er is te vaak" in pages[10]
    assert attempt("bekend", PASSWORD, **ADDRESS, HTTP_X_FORWARDED_FOR="192.0.2.8") == "in"


def test_a_successful_sign_in_does_not_reset_the_count_of_an_address(people):
    for number in range(10):
        attempt(f"naam-{number}", "fout")
    assert attempt("bekend", PASSWORD) != "in"


def test_a_full_table_forgets_what_has_expired_and_never_what_still_counts(db):
    counters = caches["default"]
    counters._max_entries = 5
    try:
        counters.set("allauth:first", [1], 300)
        counters.set("past", [1], -1)
        for number in range(20):
            counters.set(f"zzz-{number}", [1], 300)
        assert counters.get("allauth:first") == [1]
        assert all(counters.get(f"zzz-{number}") for number in range(20))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%past'")
            assert cursor.fetchone() == (0,)
    finally:
        counters._max_entries = 300


# --- Over processes -----------------------------------------------------------------------------------

ANOTHER_PROCESS = """
import json, os, sys, threading
import django
django.setup()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.ALLOWED_HOSTS = ["testserver"]
from django.db import connection
from django.test import Client
verdicts = []
def attempt():
    page = Client().post("/login/", {"login": "bekend", "password": "fout"}, REMOTE_ADDR=sys.argv[1])
    verdicts.append("te vaak" if "Er is te vaak" in page.content.decode() else "geteld")
    connection.close()
threads = [threading.Thread(target=attempt) for _ in range(int(sys.argv[2]))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps(verdicts))
"""


def start_process(address: str, attempts: int) -> subprocess.Popen[str]:
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    variables = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", ANOTHER_PROCESS, address, str(attempts)]
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)


def verdicts_of(process: subprocess.Popen[str]) -> list[str]:
    told, _ = process.communicate(timeout=60)
    verdicts: list[str] = json.loads(told)
    return verdicts


@pytest.mark.django_db(transaction=True)
def test_a_second_process_goes_on_counting_where_the_first_stopped(cast: Cast):
    """And so does a process that was started anew."""
    account("bekend")
    assert verdicts_of(start_process("192.0.2.1", 3)).count("geteld") == 3
    assert sorted(verdicts_of(start_process("192.0.2.2", 4))) == ["geteld"] * 2 + ["te vaak"] * 2
    assert "Er is te vaak" in attempt("bekend", PASSWORD, REMOTE_ADDR="192.0.2.3")


@pytest.mark.django_db(transaction=True)
def test_twenty_attempts_at_once_over_two_processes_are_not_more_than_five(db):
    account("bekend")
    processes = [start_process(f"192.0.2.{number}", 10) for number in (1, 2)]
    verdicts = [verdict for process in processes for verdict in verdicts_of(process)]
    assert len(verdicts) == 20 and 1 <= verdicts.count("geteld") <= 5
