"""Pictures as SVG for pages and PDF: presentation attributes only, a `<title>` for who cannot see them.

Nothing is told by colour alone: every cell carries a sign and a word, every risk its number. Callers give the words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INK, LINE, WHITE = "#1b1b1b", "#767676", "#ffffff"
# Background, and a sign drawn in a field of 10 by 10 that says the same without colour (no typeface has them all).
GATE_LOOKS = {
    "gehaald": ("#dcefdc", "M1 6 L4 9 L9 1"),
    "toegezegd": ("#fdf0c8", "M0 5 L9 5 M6 2 L9 5 L6 8"),
    "open": ("#fbdcc4", "M1 1 L9 1 L9 9 L1 9 Z"),
    "geblokkeerd": ("#f4c7c7", "M1 1 L9 9 M9 1 L1 9"),
    "niet_onderzocht": ("#ededed", "M1 5 L9 5"),
    "nvt": ("#ffffff", "M1 5 L9 5"),
}
LEVEL_LOOKS = {"laag": "#dcefdc", "midden": "#fdf0c8", "hoog": "#f4c7c7"}
WIDTH = 680
NAME_WIDTH, ROW_HEIGHT, HEAD_HEIGHT = 330, 24, 26
CELL_WIDTH, CELL_HEIGHT, AXIS = 124, 54, 180
# About what fits in one line at the sizes used here; SVG text does not wrap.
CHARACTERS_PER_UNIT = 0.19
SIGN_WIDTH = 18
RISKS_PER_LINE = 4


@dataclass(frozen=True, slots=True)
class GateCell:
    """One gate for one party; `status` chooses the look, `word` says it."""

    gate: str
    party: str
    status: str
    word: str


@dataclass(frozen=True, slots=True)
class RiskDot:
    """One risk at its residual likelihood and impact, both 1 to 4."""

    id: str
    likelihood: int
    impact: int


@dataclass(frozen=True, slots=True)
class Axes:
    """The words along a risk matrix: names of the axes, and of the steps 1 to 4 and the levels."""

    likelihood: str
    impact: str
    likelihood_names: Mapping[int, str]
    impact_names: Mapping[int, str]
    level_words: Mapping[str, str]


def gate_overview(cells: Sequence[GateCell], *, title: str) -> SafeString:
    """Gates down, parties across; empty where a gate asks nothing of a party."""
    gates = tuple(dict.fromkeys(cell.gate for cell in cells))
    parties = tuple(dict.fromkeys(cell.party for cell in cells))
    width = (WIDTH - NAME_WIDTH) // max(1, len(parties))
    height = HEAD_HEIGHT + ROW_HEIGHT * len(gates)
    return _svg(title, WIDTH, height, [*_gate_heads(parties, width), *_gate_rows(cells, gates, parties, width)])


def _gate_heads(parties: Sequence[str], width: int) -> Iterator[SafeString]:
    for number, party in enumerate(parties):
        middle = NAME_WIDTH + number * width + width // 2
        yield _text(middle, HEAD_HEIGHT - 9, _short(party, width), anchor="middle", weight="600")


def _gate_rows(
    cells: Sequence[GateCell], gates: Sequence[str], parties: Sequence[str], width: int
) -> Iterator[SafeString]:
    for number, gate in enumerate(gates):
        yield _text(0, HEAD_HEIGHT + number * ROW_HEIGHT + 16, _short(gate, NAME_WIDTH))
    for cell in cells:
        left = NAME_WIDTH + parties.index(cell.party) * width
        top = HEAD_HEIGHT + gates.index(cell.gate) * ROW_HEIGHT
        fill, sign = GATE_LOOKS[cell.status]
        yield _box(left + 1, top + 1, width - 2, ROW_HEIGHT - 2, fill)
        yield format_html(
            '<path d="{}" transform="translate({} {})" fill="none" stroke="{}" stroke-width="1.5"/>',
            sign,
            left + 8,
            top + 7,
            INK,
        )
        yield _text(left + 8 + SIGN_WIDTH, top + 16, _short(cell.word, width - SIGN_WIDTH - 8))


def risk_matrix(dots: Iterable[RiskDot], levels: Mapping[int, Sequence[str]], *, axes: Axes, title: str) -> SafeString:
    """Likelihood across, impact up; `levels` gives per impact the level at likelihood 1 to 4."""
    dots = tuple(dots)
    parts = [part for impact in levels for part in _matrix_row(impact, levels[impact], dots, axes)]
    top = HEAD_HEIGHT + len(levels) * CELL_HEIGHT
    for step in range(1, 5):
        middle = AXIS + (step - 1) * CELL_WIDTH + CELL_WIDTH // 2
        parts.append(_text(middle, top + 16, f"{step} {axes.likelihood_names[step]}", anchor="middle"))
    parts.append(_text(AXIS + 2 * CELL_WIDTH, top + 34, axes.likelihood, anchor="middle", weight="600"))
    parts.append(_text(0, HEAD_HEIGHT - 10, axes.impact, weight="600"))
    return _svg(title, AXIS + 4 * CELL_WIDTH + 2, top + 42, parts)


def _matrix_row(impact: int, row: Sequence[str], dots: Sequence[RiskDot], axes: Axes) -> Iterator[SafeString]:
    top = HEAD_HEIGHT + (4 - impact) * CELL_HEIGHT
    lines = wrap(f"{impact} {axes.impact_names[impact]}", int(AXIS * CHARACTERS_PER_UNIT))
    for number, line in enumerate(lines):
        yield _text(0, top + CELL_HEIGHT // 2 + 4 + 13 * number - 6 * (len(lines) - 1), line)
    for likelihood, level in enumerate(row, 1):
        left = AXIS + (likelihood - 1) * CELL_WIDTH
        yield _box(left + 1, top + 1, CELL_WIDTH - 2, CELL_HEIGHT - 2, LEVEL_LOOKS[level])
        yield _text(left + 6, top + 13, axes.level_words[level], size=9.5)
        here = [dot.id for dot in dots if (dot.likelihood, dot.impact) == (likelihood, impact)]
        for start in range(0, len(here), RISKS_PER_LINE):
            said = "  ".join(here[start : start + RISKS_PER_LINE])
            height = top + 28 + 12 * (start // RISKS_PER_LINE)
            yield _text(left + CELL_WIDTH // 2, height, said, anchor="middle", size=11, weight="700")


def _svg(title: str, width: int, height: int, parts: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{}" height="{}" viewBox="0 0 {} {}"'
        ' font-family="Source Sans 3, sans-serif" font-size="11" fill="{}"><title>{}</title>{}</svg>',
        width,
        height,
        width,
        height,
        INK,
        title,
        format_html_join(mark_safe(""), "{}", ((part,) for part in parts)),
    )


def _box(left: int, top: int, width: int, height: int, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.75"/>',
        left,
        top,
        width,
        height,
        fill,
        LINE,
    )


def _text(
    left: int, baseline: int, text: str, *, anchor: str = "start", weight: str = "400", size: float = 11
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-weight="{}" font-size="{}">{}</text>',
        left,
        baseline,
        anchor,
        weight,
        size,
        text,
    )


def _short(text: str, width: int) -> str:
    """As much as fits; the table beside every picture has the whole text."""
    room = int(width * CHARACTERS_PER_UNIT)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"
