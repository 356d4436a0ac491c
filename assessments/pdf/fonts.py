"""Source Sans 3, as built from npm into one directory: the only typeface a report uses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from assessments.pdf.process import Refusal

FAMILY = "Source Sans 3"
SCHEME = "font:"
# Which alphabet subsets exist is decided by the typeface's publisher; the first is indispensable.
SUBSETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
FACES = (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))
REQUIRED = tuple(f"source-sans-3-latin-{weight}-{style}.woff2" for weight, style in FACES[:3])


class FontsMissing(Refusal):
    """The directory lacks files without which no report can be made."""

    code = "fonts_missing"


@dataclass(frozen=True)
class Face:
    name: str
    subset: str
    weight: str
    style: str
    content: bytes

    @property
    def family(self) -> str:
        """Each subset is a family of its own: WeasyPrint tells fonts apart by family, weight and
        style alone, and prints the wrong letters when two files share all three."""
        return FAMILY if self.subset == SUBSETS[0] else f"{FAMILY} {self.subset}"

    @property
    def url(self) -> str:
        return SCHEME + self.name


@lru_cache(maxsize=4)
def load(directory: Path) -> tuple[Face, ...]:
    """Every face of the family in this directory; raises FontsMissing, naming what lacks."""
    missing = [name for name in REQUIRED if not (directory / name).is_file()]
    if missing:
        raise FontsMissing(f"{directory} lacks {', '.join(missing)}; build the frontend first")
    return tuple(
        Face(name, subset, weight, style, (directory / name).read_bytes())
        for subset in SUBSETS
        for weight, style in FACES
        if (directory / (name := f"source-sans-3-{subset}-{weight}-{style}.woff2")).is_file()
    )


def stylesheet(faces: Iterable[Face]) -> str:
    """The @font-face rules. Styles name the family only: what its first subset cannot draw is
    taken from the others, as there are no other fonts."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'font-style:{face.style};src:url("{face.url}")}}\n'
        for face in faces
    )


def served(faces: Iterable[Face]) -> Mapping[str, bytes]:
    """URL -> bytes: everything a document may fetch."""
    return {face.url: face.content for face in faces}


@lru_cache(maxsize=4)
def drawable(faces: tuple[Face, ...]) -> frozenset[int]:
    """Code points every face style can draw through one of its subsets."""
    from fontTools.ttLib import TTFont

    per_style: dict[tuple[str, str], set[int]] = {}
    for face in faces:
        with TTFont(BytesIO(face.content), lazy=True) as font:
            per_style.setdefault((face.weight, face.style), set()).update(font.getBestCmap())
    return frozenset(set.intersection(*per_style.values()))


def spell_out(text: str, known: frozenset[int]) -> str:
    """Replace characters without a glyph by their number, as in [U+1F600].

    PDF/A forbids missing glyphs, and a reader must see that something stood there.
    """
    text = unicodedata.normalize("NFC", text)
    return re.sub(
        r"[^\x00-\x7f]",
        lambda found: found[0] if ord(found[0]) in known else f"[U+{ord(found[0]):04X}]",
        text,
    )
