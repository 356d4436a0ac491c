"""What the documents promise exists: commands, settings, files, decisions."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.source import ROOT, name

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
parametrize_documents = pytest.mark.parametrize("document", DOCUMENTS, ids=name)
# What Django and procrastinate bring needs no explanation in docs/settings.md.
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def code_in(document: Path) -> str:
    """Everything between backticks and in blocks of code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(), re.DOTALL))


@parametrize_documents
def test_every_make_target_in_a_document_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code_in(document))) <= targets


@parametrize_documents
def test_every_management_command_in_a_document_exists(document: Path) -> None:
    assert set(re.findall(r"manage\.py (\w+)", code_in(document))) <= set(get_commands())


@parametrize_documents
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_every_file_named_in_the_readme_exists() -> None:
    paths = re.findall(r"\bfixtures/[\w/.*-]+", (ROOT / "README.md").read_text())
    assert paths
    for path in paths:
        assert list(ROOT.glob(path)), path


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text()))
    assert listed == {file.name for file in folder.glob("0*.md")}


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "adr").glob("0*.md")), ids=name)
def test_a_decision_fits_on_a_page_and_says_why_and_at_what_cost(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= 40
    for part in ("**Decision.**", "**Why.**", "**Cost.**"):
        assert part in text


def test_every_setting_from_the_environment_is_documented() -> None:
    read = set()
    for file in [*(ROOT / "config").glob("*.py"), *(ROOT / "devtools").glob("*.py"), ROOT / "tests" / "browsers.py"]:
        read |= set(re.findall(r"\"((?:TOETS|DATABASE|PG|PORT|CHROMIUM)\w*)\"", file.read_text()))
    settings = {
        variable for variable in read if re.match(r"TOETS_|DATABASE_\w*URL$|PG_BINDIR|PORT$|CHROMIUM$", variable)
    }
    documented = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert {variable for variable in settings if not variable.endswith("_FILE")} <= documented
    assert documented - {"NAME", "NAME_FILE"} <= settings


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(f"\n{number}. " in text for number in range(1, 16))
    assert "Appendix" in text


def test_no_document_names_a_place_on_somebodys_machine() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"/(work|tmp|home|root)/", document.read_text()), document
