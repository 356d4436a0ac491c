"""The tables of docs/security/: read from YAML, written as Markdown. Type `python -m devtools.security_tables`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "security"
STATUSES = ("met", "partly", "not built", "operator", "not applicable")
MEANING = {
    "met": "built, and a test fails when it breaks; where nothing can be tested, a document says it",
    "partly": "a part is built; what is missing has a date and a reason",
    "not built": "belongs in the product and is not in this version",
    "operator": "for the organisation that installs and runs the product",
    "not applicable": "the product has nothing of the kind",
}


@dataclass(frozen=True)
class Row:
    """One requirement, and what stands against it."""

    id: str
    asks: str
    status: str
    level: int | None = None
    where: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Table:
    """One standard: what it is, when it was read, and a row for each of its requirements."""

    title: str
    intro: str
    rows: tuple[Row, ...]

    def counts(self, level: int | None = None) -> Counter[str]:
        return Counter(row.status for row in self.rows if level in (None, row.level))


def read(file: Path) -> Table:
    data = yaml.safe_load(file.read_text())
    return Table(data["title"], " ".join(data["intro"].split()), tuple(_row(row) for row in data["rows"]))


def _row(row: dict[str, Any]) -> Row:
    lists = {key: tuple(row.pop(key, ())) for key in ("where", "tests")}
    return Row(**{**row, **lists})


def as_markdown(table: Table) -> str:
    levels = sorted({row.level for row in table.rows if row.level})
    parts = [
        f"# {table.title}",
        "<!-- Made by `python -m devtools.security_tables` from the YAML file beside it; change that one. -->",
        table.intro,
        "## Counts",
        _counts(table, levels),
        "## Requirements",
        _requirements(table.rows, levels=bool(levels)),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(table: Table, levels: Sequence[int]) -> str:
    columns: list[Counter[str]] = [table.counts(level) for level in levels]
    columns.append(table.counts())
    heads = [*(f"L{level}" for level in levels), "all"]
    lines = [_line(["status", *heads, "what it means"]), _line(["---", *["---:"] * len(heads), "---"])]
    lines += [_line([status, *(str(column[status]) for column in columns), MEANING[status]]) for status in STATUSES]
    lines.append(_line(["**all**", *(f"**{column.total()}**" for column in columns), ""]))
    return "\n".join(lines)


def _requirements(rows: Sequence[Row], *, levels: bool) -> str:
    heads = ["id", *(["L"] if levels else []), "what is asked", "status", "where", "tests, or why not"]
    lines = [_line(heads), _line(["---"] * len(heads))]
    for row in rows:
        proof = [*(f"`{test}`" for test in row.tests), *([row.why] if row.why else [])]
        level = [str(row.level)] if levels else []
        lines.append(
            _line([row.id, *level, row.asks, row.status, "<br>".join(map(_link, row.where)), "<br>".join(proof)])
        )
    return "\n".join(lines)


def _link(place: str) -> str:
    path, _, heading = place.partition("#")
    name = f"{Path(path).name}, “{heading}”" if heading else path
    return f"[{name}](../../{path})"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    for file in sorted(FOLDER.glob("*.yaml")):
        file.with_suffix(".md").write_text(as_markdown(read(file)))


if __name__ == "__main__":
    main()
