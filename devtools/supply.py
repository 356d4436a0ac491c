"""What an installation is made of: a bill of materials (CycloneDX) and the licences, from both lock files.

`python -m devtools.supply` writes build/sbom.json and build/licences.txt.
"""

import json
import subprocess
from base64 import b64decode
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
# Read in the package itself on 2026-11-27: its metadata name none that is known, or it is installed elsewhere only.
READ_BY_HAND = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
_CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}


def python_part() -> dict[str, Any]:
    """What runs in production, as uv.lock has it."""
    options = ["--format", "cyclonedx1.5", "--locked", "--no-dev", "--quiet", "--preview-features", "sbom-export"]
    command = ["sh", "devtools/uv.sh", "export", *options]
    bill: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    for component in bill["components"]:
        component["licenses"] = [{"expression": licence_of(component["name"])}]
    return bill


def frontend_part() -> list[dict[str, Any]]:
    """What the style sheet is made of, as package-lock.json has it; what only builds it is left out."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    return [
        _npm_component(path.removeprefix("node_modules/"), package)
        for path, package in lock["packages"].items()
        if path and not package.get("dev") and not package.get("optional")
    ]


def _npm_component(name: str, package: dict[str, Any]) -> dict[str, Any]:
    algorithm, digest = package["integrity"].split("-", 1)
    return {
        "type": "library",
        "bom-ref": f"{name}@{package['version']}",
        "name": name,
        "version": package["version"],
        "purl": f"pkg:npm/{quote(name, safe='/')}@{package['version']}",
        "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": b64decode(digest).hex()}],
        "licenses": [{"expression": package.get("license", "")}],
    }


def licence_of(package: str) -> str:
    """The SPDX expression of an installed package; empty where neither its metadata nor we know one."""
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    try:
        about = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return ""
    if expression := about.get("License-Expression"):
        return str(expression)
    known = [_CLASSIFIERS[each] for each in about.get_all("Classifier") or () if each in _CLASSIFIERS]
    stated = str(about.get("License") or "")
    return " OR ".join(known) or stated


def bill_of_materials() -> dict[str, Any]:
    """Both halves in one."""
    bill = python_part()
    bill["components"] += frontend_part()
    return bill


def main() -> None:
    bill = bill_of_materials()
    BUILD.mkdir(exist_ok=True)
    (BUILD / "sbom.json").write_text(json.dumps(bill, indent=1))
    lines = [f"{c['name']} {c['version']}: {c['licenses'][0]['expression']}" for c in bill["components"]]
    (BUILD / "licences.txt").write_text("\n".join(sorted(lines)) + "\n")
    print(f"build/sbom.json and build/licences.txt: {len(lines)} parts")


if __name__ == "__main__":
    main()
