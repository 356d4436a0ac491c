"""The project's own source, read as text and syntax trees."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("assessments", "config", "devtools", "nlds")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*below: str) -> list[Path]:
    folders = [ROOT / name for name in below or PACKAGES]
    return sorted(file for folder in folders for file in folder.rglob("*.py"))


def code_files() -> list[Path]:
    return [file for file in python_files() if "migrations" not in file.parts]


def template_files() -> list[Path]:
    found = [*(ROOT / "templates").rglob("*"), *(ROOT / "nlds").rglob("templates/**/*")]
    return sorted(file for file in found if file.suffix in {".html", ".txt", ".svg", ".css"})


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@functools.cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def functions(file: Path) -> Iterator[Function]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(file: Path) -> Iterator[str]:
    """Dotted names of everything the file imports, at the top or inside a function."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(file.relative_to(ROOT).parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)
