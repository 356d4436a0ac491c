"""What the tests of the audit trail share: keys and an outside folder of their own, and submitted assessments."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.submissions import advised, claimed, submitted

__all__ = ["advised", "claimed", "submitted"]


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Where checkpoints are written outside the database."""
    return tmp_path / "outside"


@pytest.fixture(autouse=True)
def own_places(keys_folder: Path, outside: Path) -> Iterator[None]:
    with override_settings(PKI_DIRECTORY=keys_folder, CHECKPOINT_DIRECTORY=outside):
        yield
