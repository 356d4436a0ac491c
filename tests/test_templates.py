from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

from tests.source import ROOT, name, template_files

PAGES = [file for file in template_files() if file.suffix in {".html", ".txt"}]


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_every_template_compiles(file: Path) -> None:
    """Also the parts that no page of a test happens to reach."""
    folders = [Path(folder) for folder in engines["django"].template_dirs]
    inside = next(folder for folder in folders if file.is_relative_to(folder))
    get_template(file.relative_to(inside).as_posix())


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_no_template_needs_what_the_policy_forbids(file: Path) -> None:
    text = file.read_text()
    for forbidden in ("<style", "style=", "onclick=", "onload=", "javascript:", "|safe", "autoescape off"):
        assert forbidden not in text or "report" in file.relative_to(ROOT).parts, forbidden
