"""What comes from others: locked by hash, from one place, free to pass on, and asked after."""

import json
import os
import re
import subprocess
import tomllib

import pytest

from devtools import supply
from tests.source import ROOT

# What may stand beside the EUPL-1.2 in a product that governments pass on (SPDX identifiers).
FREE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "EUPL-1.2",
    "HPND",
    "ISC",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Unlicense",
    "Zlib",
}
REGISTRY = "https://registry.npmjs.org/"


def locked() -> list[dict]:
    return tomllib.loads((ROOT / "uv.lock").read_text())["package"]


def packages_of_the_style_sheet() -> dict[str, dict]:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    return {path: package for path, package in lock["packages"].items() if path}


def free(expression: str) -> bool:
    """One way to use it that is free: any of `OR`, each of `AND`."""
    ways = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(all(part.strip() in FREE for part in re.split(r"\s+AND\s+", way)) for way in ways)


def test_every_python_package_comes_from_one_index_and_is_locked_by_hash() -> None:
    packages = [package for package in locked() if package["source"] != {"virtual": "."}]
    assert len(packages) > 50
    for package in packages:
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        assert files and all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files), package["name"]


def test_every_package_of_the_style_sheet_comes_from_one_registry_and_is_locked_by_hash() -> None:
    for path, package in packages_of_the_style_sheet().items():
        assert package.get("resolved", REGISTRY).startswith(REGISTRY), path
        assert package["integrity"].startswith("sha512-"), path


def test_what_is_asked_for_is_what_is_locked() -> None:
    result = subprocess.run(["sh", "devtools/uv.sh", "lock", "--check", "--offline"], cwd=ROOT, capture_output=True)
    assert result.returncode == 0, result.stderr.decode()


def test_the_bill_of_materials_names_everything_that_runs_with_version_hash_and_licence() -> None:
    bill = supply.bill_of_materials()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    names = {component["name"] for component in bill["components"]}
    assert {"django", "weasyprint", "pyhanko", "@utrecht/textarea-css"} <= names
    assert not {"pytest", "esbuild", "ruff"} & names
    for component in bill["components"]:
        hashes = component.get("hashes") or [
            each for file in component["externalReferences"] for each in file.get("hashes", ())
        ]
        assert component["version"] and component["purl"].startswith("pkg:") and hashes, component["name"]
        assert free(component["licenses"][0]["expression"]), component["name"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
        ("Other", False),
    ],
)
def test_a_licence_counts_when_one_way_to_use_it_is_free(expression: str, expected: bool) -> None:
    assert free(expression) is expected


def test_the_audit_fails_where_no_database_can_be_asked() -> None:
    """Without `--strict` it would say that no vulnerabilities are known."""
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    result = subprocess.run(
        ["sh", "devtools/audit.sh"], cwd=ROOT, env={**os.environ, **nowhere}, capture_output=True, text=True
    )
    said = result.stdout + result.stderr
    assert result.returncode != 0
    assert "ProxyError" in said and "No known vulnerabilities" not in said
