"""What the browser gets: no inline script, one small script of our own, only free packages."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for folder in ("templates", "nlds/templates")
    for path in (ROOT / folder).rglob("*.html")
    if "report" not in path.parts  # printed, not served
)
INLINE = re.compile(r"\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)", re.IGNORECASE)
FREE = {"EUPL-1.2", "MIT", "OFL-1.1", "Apache-2.0"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_template_has_a_script_of_its_own(path: Path) -> None:
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize("path", sorted((ROOT / "templates/_components").glob("*.html")), ids=lambda path: path.stem)
def test_every_component_names_its_parameters_on_its_first_line(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert first.startswith("{# ") and first.endswith(" #}")


def test_our_script_stays_small_and_writes_no_markup() -> None:
    scripts = list((ROOT / "static" / "js").glob("*.js"))
    assert sum(path.stat().st_size for path in scripts) <= 5 * 1024
    for path in scripts:
        code = re.sub(r"//.*", "", path.read_text())
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", code)


def test_only_free_packages_reach_the_style_sheet() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    packages = {name.removeprefix("node_modules/"): facts for name, facts in lock["packages"].items() if name}
    assert {facts.get("license") for facts in packages.values()} <= FREE
    assert not [name for name in packages if "rijkshuisstijl" in name or name.startswith("@nl-rvo/")]
    assert all("integrity" in facts and "resolved" not in facts for facts in packages.values())


def test_every_direct_package_is_used() -> None:
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
    css = (ROOT / "frontend" / "css" / "main.css").read_text() + (ROOT / "frontend" / "build.mjs").read_text()
    assert not [name for name in wanted if name not in css and name.split("/")[-1] not in css]


def test_the_build_has_the_style_sheet_the_fonts_and_their_licence() -> None:
    build = ROOT / "static" / "build"
    css = (build / "app.css").read_text()
    assert ".nlds-question" in css and ".app-task" in css and "url(http" not in css
    assert len(css) < 200_000
    for face in ("400-normal", "400-italic", "600-normal", "700-normal"):
        assert (build / "fonts" / f"source-sans-3-latin-{face}.woff2").read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in (build / "fonts" / "LICENSE.txt").read_text().upper()
