"""What the sealing tests share: a folder of development keys, and the cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.accounts import acting, cast, genai
from tests.pdf.conftest import qpdf, verapdf
from tests.submissions import advised, claimed, submitted

__all__ = ["acting", "advised", "cast", "claimed", "genai", "qpdf", "submitted", "verapdf"]


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def own_keys(keys_folder: Path) -> Iterator[None]:
    """Keys of the tests' own, never those of the demo on this machine."""
    with override_settings(PKI_DIRECTORY=keys_folder):
        yield
