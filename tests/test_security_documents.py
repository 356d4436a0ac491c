"""The security documents against the code: a test, file or heading that they name and that is gone fails the build."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from config import settings
from devtools.security_tables import FOLDER, STATUSES, Table, as_markdown, read
from tests.asvs import CHOSEN, LEVELS
from tests.source import ROOT, code_files, functions, name, python_files, tree

TABLES = {file.stem: read(file) for file in sorted(FOLDER.glob("*.yaml"))}
parametrize_tables = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
DATED = re.compile(r"2\d{3}-\d\d-\d\d: \S.*\.")
INVENTORY = FOLDER / "crypto.md"
# What somebody reaches for to hash, sign, encrypt or draw lots.
CRYPTOGRAPHY = (
    "hashlib",
    "hmac",
    "secrets",
    "ssl",
    "cryptography",
    "asn1crypto",
    "pyhanko",
    "pyhanko_certvalidator",
    "rfc3161_client",
    "jwt",
    "fido2",
    "argon2",
    "django.core.signing",
    "django.utils.crypto",
)
HASHES = {"sha256", "SHA256"}


def names_of_tests(file: Path) -> set[str]:
    return {function.name for function in functions(file) if function.name.startswith("test_")}


def headings(file: Path) -> set[str]:
    return set(re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE))


def missing_test(test: str) -> str:
    """A sentence about a named test that is not there; nothing when it is."""
    if test.startswith("make "):
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        return "" if test.removeprefix("make ") in targets else f"`{test}` is no target of the Makefile."
    path, _, function = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return f"There is no file {path}: was it renamed?"
    if function.partition("[")[0] not in names_of_tests(file):
        return f"{path} has no test {function}: was it renamed? Name the new one, or give a dated reason."
    return ""


def missing_place(place: str) -> str:
    path, _, heading = place.partition("#")
    file = ROOT / path
    if not file.exists():
        return f"There is no {path}: was it moved?"
    if heading and heading not in headings(file):
        return f"{path} has no heading “{heading}”."
    return ""


@parametrize_tables
def test_every_test_and_place_a_row_names_exists(table: Table) -> None:
    faults = [
        f"{row.id}: {fault}"
        for row in table.rows
        for fault in (*map(missing_test, row.tests), *map(missing_place, row.where))
        if fault
    ]
    assert not faults, "\n".join(faults)


@parametrize_tables
def test_a_row_is_met_by_a_test_or_a_document_and_otherwise_says_since_when_and_why(table: Table) -> None:
    for row in table.rows:
        assert row.status in STATUSES, f"{row.id}: {row.status} is no status."
        assert row.asks and len(row.asks) <= 200, row.id
        if row.status == "met":
            assert row.tests or any("#" in place for place in row.where), f"{row.id} is met, and nothing holds it."
        else:
            assert DATED.fullmatch(row.why), f"{row.id} is {row.status}; say since when and why: “2026-11-27: ….”"


def test_a_renamed_test_is_told_with_a_sentence() -> None:
    here = f"tests/{Path(__file__).name}"
    assert not missing_test(f"{here}::test_a_renamed_test_is_told_with_a_sentence")
    assert "was it renamed" in missing_test(f"{here}::test_that_was_never_there")
    assert "was it renamed" in missing_test("tests/test_that_was_never_there.py::test_it")
    assert "no heading" in missing_place("docs/security/README.md#Never there")


def test_every_requirement_of_asvs_level_1_and_2_is_there_once_and_the_chosen_ones_of_level_3() -> None:
    assert Counter(LEVELS.values()) == {1: 70, 2: 183, 3: 92}, "These are the counts of ASVS 5.0.0."
    rows = TABLES["asvs"].rows
    ids = [row.id for row in rows]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert set(ids) == {one for one, level in LEVELS.items() if level < 3} | CHOSEN
    assert [row.id for row in rows if row.level != LEVELS[row.id]] == []


def test_every_measure_of_bio2_is_there_once() -> None:
    ids = [row.id for row in TABLES["bio2"].rows]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids)


@pytest.mark.parametrize(("standard", "table"), TABLES.items())
def test_the_page_is_made_from_the_table(standard: str, table: Table) -> None:
    page = (FOLDER / f"{standard}.md").read_text()
    assert page == as_markdown(table), "Type: python -m devtools.security_tables"
    for status in STATUSES:
        assert re.search(rf"^\| {status} \|.* {table.counts()[status]} \|", page, re.MULTILINE)


def test_every_test_that_a_security_document_names_exists() -> None:
    for file in FOLDER.glob("*.md"):
        for test in re.findall(r"`(tests/[\w/]+\.py::[\w\[\]-]+)`", file.read_text()):
            assert not missing_test(test), f"{file.name}: {missing_test(test)}"


def modules_with_cryptography() -> set[str]:
    return {name(file) for file in python_files("assessments", "config") if reaches_for_cryptography(file)}


def reaches_for_cryptography(file: Path) -> bool:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        if any(module == one or module.startswith(f"{one}.") for module in found for one in CRYPTOGRAPHY):
            return True
    return False


def modules_in_the_inventory() -> set[str]:
    return set(re.findall(r"`((?:assessments|config)/[\w/]+\.py)`", INVENTORY.read_text()))


def test_every_use_of_cryptography_is_in_the_inventory() -> None:
    missing = modules_with_cryptography() - modules_in_the_inventory()
    assert not missing, f"Say in docs/security/crypto.md what these use cryptography for: {sorted(missing)}"


def test_the_inventory_names_nothing_that_uses_no_cryptography() -> None:
    settings_and_migrations = {"config/settings.py", *(name(file) for file in python_files("assessments/migrations"))}
    gone = modules_in_the_inventory() - modules_with_cryptography() - settings_and_migrations
    assert not gone, f"docs/security/crypto.md names modules without cryptography: {sorted(gone)}"


def test_only_sha_256_is_used_for_hashing() -> None:
    for file in code_files():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.value.id in {"hashlib", "hashes"}:
                    assert node.attr in HASHES, f"{name(file)}:{node.lineno} hashes with {node.attr}"
            elif isinstance(node, ast.ImportFrom) and node.module == "hashlib":
                raise AssertionError(f"{name(file)} hides which hash it uses; import hashlib itself")
    for file in (ROOT / "assessments" / "migrations").glob("*.py"):
        assert not re.search(r"\b(md5|sha1|sha224|sha384|sha512)\(", file.read_text()), name(file)


def test_chance_that_matters_comes_from_secrets() -> None:
    for file in python_files("assessments", "config"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Import):
                assert "random" not in {alias.name for alias in node.names}, name(file)
            elif isinstance(node, ast.ImportFrom):
                assert node.module != "random", name(file)


def test_the_inventory_has_the_hashers_of_the_settings() -> None:
    text = INVENTORY.read_text()
    for hasher in settings.PASSWORD_HASHERS:
        assert f"`{hasher.rpartition('.')[2]}`" in text
    argon2 = Argon2PasswordHasher
    parameters = f"t={argon2.time_cost}, m={argon2.memory_cost // 1024} MiB, p={argon2.parallelism}"
    assert parameters in text, f"Django's argon2 now has {parameters}"
