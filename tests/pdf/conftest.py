"""Sealed sample documents and the tools that judge them; see samples.py for their content."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assessments.pdf import pki
from assessments.pdf.fonts import REQUIRED
from assessments.pdf.pki import DevelopmentPki
from assessments.pdf.render import render
from assessments.pdf.sign import seal
from assessments.pdf.verdict import EDITION_ATTACHMENT, Expected
from tests.pdf import samples
from tests.pdf.verapdf import ToolMissing, VeraPdf

FONTS = Path(__file__).parents[2] / "static" / "build" / "fonts"

Typeset = Callable[..., bytes]


@pytest.fixture(scope="session")
def fonts_directory() -> Path:
    if not all((FONTS / name).is_file() for name in REQUIRED):
        pytest.fail("Source Sans 3 is not there: run `make css`")
    return FONTS


@pytest.fixture(scope="session")
def typeset(fonts_directory: Path) -> Typeset:
    """HTML -> unsigned PDF; everything but the HTML may be overridden."""

    def made(html: str, **overrides: object) -> bytes:
        arguments: dict[str, Any] = {
            "stylesheet": samples.STYLESHEET,
            "title": "Advies over generatieve AI",
            "author": samples.ORGANISATION,
            "created": samples.CREATED,
            "attachments": {EDITION_ATTACHMENT: (samples.EDITION, "Machineleesbare editie")},
            "fonts_directory": fonts_directory,
        }
        return render(html, **{**arguments, **overrides})

    return made


@pytest.fixture(scope="session")
def development_pki(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentPki:
    return pki.load(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def expected() -> Expected:
    """What this installation accepts: the seal of the sample organisation."""
    return Expected(seal_holders=frozenset({pki.common_name(samples.ORGANISATION)}))


@pytest.fixture(scope="session")
def unsigned(typeset: Typeset) -> bytes:
    return typeset(samples.report())


@pytest.fixture(scope="session")
def seal_as_usual(development_pki: DevelopmentPki) -> Callable[..., bytes]:
    """Unsigned PDF -> signed by the FG and sealed; arguments of `sign.seal` may be overridden."""

    def sealed_with(pdf: bytes, **overrides: object) -> bytes:
        arguments: dict[str, Any] = {
            "seal_with": development_pki.seal(samples.ORGANISATION),
            "timestamper": development_pki.timestamper(),
            "trust": development_pki.trust,
            "seal_reason": "Verzegeld door de organisatie",
            "signatory": development_pki.signer(samples.OFFICER),
            "signatory_reason": "Advies vastgesteld",
        }
        return seal(pdf, **{**arguments, **overrides})

    return sealed_with


@pytest.fixture(scope="session")
def sealed(unsigned: bytes, seal_as_usual: Callable[..., bytes]) -> bytes:
    return seal_as_usual(unsigned)


@pytest.fixture(scope="session")
def sealed_without_officers_key(unsigned: bytes, seal_as_usual: Callable[..., bytes]) -> bytes:
    return seal_as_usual(unsigned, signatory=None)


@pytest.fixture(scope="session")
def verapdf() -> Iterator[VeraPdf]:
    try:
        checker = VeraPdf()
    except ToolMissing as missing:
        pytest.fail(str(missing))
    yield checker
    checker.close()


@pytest.fixture(scope="session")
def qpdf() -> str:
    path = shutil.which("qpdf")
    if path is None:
        pytest.fail("no qpdf: apt-get install qpdf")
    return path
